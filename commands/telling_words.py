"""The steps in which somebody is still to be told, in Japanese."""

import re

from domain.telling_order import TellingStep

_STEPS = {
    TellingStep.AUTHORITY: "当局への報告",
    TellingStep.BUSINESSES: "委託元・契約店舗への通知",
    TellingStep.PEOPLE: "ご本人への通知",
    TellingStep.TIMELY_DISCLOSURE: "適時開示",
    TellingStep.WEB: "ウェブサイト",
}
_STEP = re.compile(r"(\w+) \(([^)]*)\)")
_WHO = (
    (re.compile(r"^(\d+) not told$"), r"未通知\1社"),
    (re.compile(r"^wave (.*)$"), r"一斉通知 第\1回"),
    (re.compile(r"^document (.*)$"), r"文書\1"),
)


def steps_in_japanese(spoken: str) -> str:
    """`authority (ppc); businesses (2 not told)` in Japanese; anything else as it was said."""
    found = _STEP.findall(spoken)
    if not found or any(step not in set(TellingStep) for step, _ in found):
        return spoken
    return "、".join(f"{_STEPS[TellingStep(step)]}（{_who(who)}）" for step, who in found)


def _who(said: str) -> str:
    for pattern, words in _WHO:
        said = pattern.sub(words, said)
    return said
