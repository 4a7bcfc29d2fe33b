"""Steps of the order of telling in words, with who is still to be told."""

import re
from collections.abc import Iterable

from domain.telling_order import TellingStep
from screens.words import ScreenLanguage

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
    (re.compile(r"^not drafted$"), "未起案"),
    (re.compile(r"^neither drafted nor declined$"), "起案も不要の判断もまだ"),
)


def step_names(steps: Iterable[TellingStep], language: ScreenLanguage) -> str:
    """Steps by their names alone."""
    if language == "en":
        return ", ".join(step.replace("_", " ") for step in steps)
    return "、".join(_STEPS[step] for step in steps)


def steps_said(spoken: str, language: ScreenLanguage) -> str:
    """`authority (ppc); businesses (2 not told)` in words; anything else as it was said."""
    found = _STEP.findall(spoken)
    if language == "en" or not found or any(step not in set(TellingStep) for step, _ in found):
        return spoken
    return "、".join(f"{_STEPS[TellingStep(step)]}（{_who(who)}）" for step, who in found)


def _who(said: str) -> str:
    for pattern, words in _WHO:
        said = pattern.sub(words, said)
    return said
