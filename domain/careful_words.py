"""What may not be said without a fact behind it: that nothing leaked, and that we shall pay.

A denial stands only where facts name what was examined, for which period, and that the logs are
complete. A promise of compensation or an admission of liability stands only where the policy on it
is a decided fact. Elsewhere the sentence is replaced by what can be answered for.
"""

import re
from functools import lru_cache

DENIAL_NEEDS = ("assurance.examined", "assurance.period", "assurance.logs")
"""The facts that carry a denial; each has to be known."""

COMPENSATION = "policy.compensation"
LIABILITY = "policy.liability"

_EVENT = (
    r"(?P<event>(?:個人(?:情報|データ)|情報|データ|お客様情報)?の?"
    r"(?:漏えい|漏洩|流出|不正アクセス|不正利用|悪用|二次被害|被害)(?:の事実|の形跡)?)"
)
_DENIALS = (
    re.compile(
        _EVENT
        + r"(?:は|も|が)?(?:、)?(?:一切|まったく|全く)?"
        + r"(?:ありませんでした|ございませんでした|ありません|ございません|生じていません"
        + r"|生じておりません|発生していません|発生しておりません|していません|しておりません"
        + r"|なかった|ない)"
        + r"(?:ことを確認(?:し(?:ました|ています|ております))|こと(?:が|は)判明しました)?"
        + r"(?=[。、）\s]|$)"
    ),
)
_ENGLISH_DENIAL = re.compile(
    r"\b(?:no|none of the) (?P<event>(?:(?!known)[a-z' ]){0,40}?)\s?"
    r"(?:was|were|has been|have been) (?P<done>leaked|stolen|disclosed|taken|misused)\b",
    re.IGNORECASE,
)

_SENTENCES = re.compile(r"(?<=[。！？\n])|(?<=[.!?])(?=\s)")
_PROMISES = {
    COMPENSATION: re.compile(
        r"(?:補償|賠償|弁償|慰謝料|見舞金|お詫びの品|金券|損害を[^。]*負担)"
        r"|\b(?:compensat|reimburs|indemnif|damages)\w*",
        re.IGNORECASE,
    ),
    LIABILITY: re.compile(
        r"(?:当社|弊社|本校|当機関|当方)の(?:過失|責任(?!者|部)|落ち度|不手際|管理不足)|法的責任|責任を負"
        r"|責めに帰す|\b(?:liable|liability|negligen\w*|our fault)\b",
        re.IGNORECASE,
    ),
}
_NOT_ANSWERED = {
    "ja": "この点については、現時点でお伝えできる事項はありません。",
    "en": "There is nothing that can be said about this yet.",
}


@lru_cache(maxsize=4096)
def without_bare_denial(statement: str, *, carried: bool) -> str:
    """The statement, its denials said as 確認されておりません unless the facts carry them."""
    if carried:
        return statement
    said = statement
    for denial in _DENIALS:
        said = denial.sub(lambda match: f"{match['event']}は、現時点で確認されておりません", said)
    return _ENGLISH_DENIAL.sub(_known_so_far, said)


def _known_so_far(match: re.Match[str]) -> str:
    no = "No" if match[0][0].isupper() else "no"
    what = match["event"].strip() or "such data"
    return f"{no} {what} is known at present to have been {match['done'].lower()}"


@lru_cache(maxsize=4096)
def undecided_promises(statement: str, decided: frozenset[str]) -> tuple[str, ...]:
    """The policies that a statement would need decided, and that are not."""
    return tuple(
        key
        for key, promise in _PROMISES.items()
        if key not in decided and promise.search(statement)
    )


def without_promises(statement: str, decided: frozenset[str], language: str) -> str:
    """The statement less the sentences that promise or admit what nobody has decided."""
    if not undecided_promises(statement, decided):
        return statement
    kept = [
        sentence
        for sentence in _SENTENCES.split(statement)
        if sentence and not undecided_promises(sentence, decided)
    ]
    said = "".join(kept).rstrip()
    between = " " if said and language == "en" else ""
    return f"{said}{between}{_NOT_ANSWERED[language]}"
