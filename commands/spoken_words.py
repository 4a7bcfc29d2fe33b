"""The engine's own words (roles, states, phases) as a Japanese screen says them.

A role that somebody has to type keeps its key behind it: 法務(counsel).
"""

import re
from collections.abc import Mapping

from domain.parties import PartyKind, PartyRole, StaffRole
from domain.state_words import (
    CHANNEL_WORDS,
    DOCUMENT_STATE_WORDS,
    PHASE_WORDS,
    STAFF_ROLE_WORDS,
)
from screens.words import DUTY_STATES, SEVERITIES, WAVE_STATES

_PARTY_KINDS: Mapping[str, str] = {
    PartyKind.OURSELVES: "当社",
    PartyKind.VENDOR: "委託先など",
    PartyKind.MERCHANT: "契約店舗",
    PartyKind.AUTHORITY: "当局",
    PartyKind.POLICE: "警察",
    PartyKind.FORENSIC_FIRM: "調査会社",
    PartyKind.INSURER: "保険会社",
    PartyKind.PRESS: "報道機関",
}
_STANDINGS: Mapping[str, str] = {
    PartyRole.CONTROLLER: "個人情報取扱事業者",
    PartyRole.ENTRUSTOR: "委託元",
    PartyRole.ENTRUSTEE: "委託先",
    PartyRole.PLATFORM: "プラットフォーム",
}
_ENDINGS: Mapping[str, str] = {
    "done": "完了",
    "complete": "完了",
    "partial": "一部回答",
    "not_done": "実施せず",
    "open": "未了",
    "asked": "回答待ち",
    "answered": "回答済み",
    "refused": "拒否",
    "withdrawn": "取下げ",
    "promised": "約束",
    "kept": "履行済み",
    "keep": "保管",
    "delete": "削除",
    "return": "返却",
    "met": "履行済み",
    "settled": "個別判断済み",
}
_STATES: Mapping[str, str] = {
    **{str(key): word for key, word in _STANDINGS.items()},
    **{str(key): word for key, word in _PARTY_KINDS.items()},
    **{str(key): word for key, word in CHANNEL_WORDS.items()},
    **{str(key): word for key, word in SEVERITIES["ja"].items()},
    **{str(key): word for key, word in WAVE_STATES["ja"].items()},
    **{str(key): word for key, word in DUTY_STATES["ja"].items()},
    **{str(key): word for key, word in PHASE_WORDS.items()},
    **_ENDINGS,
    **{str(key): word for key, word in DOCUMENT_STATE_WORDS.items()},
}
# What is typed to name one again: its key stays behind the word.
_TYPED = frozenset({*(str(role) for role in StaffRole), *(str(phase) for phase in PHASE_WORDS)})
_ROLES: Mapping[str, str] = {str(key): word for key, word in STAFF_ROLE_WORDS.items()}
_LIST = re.compile(r",? and |, | or ")


def spoken(value: str) -> str:
    """A role, state or phase, or a list of them, in Japanese; anything else as it is."""
    parts = _LIST.split(value)
    said = [_one(part, keyed=True) for part in parts]
    return value if said == parts else "、".join(said)


def spoken_plainly(value: str) -> str:
    """The same without any key behind a word: for what has happened and is not typed again."""
    parts = _LIST.split(value)
    said = [_one(part, keyed=False) for part in parts]
    return value if said == parts else "、".join(said)


def _one(word: str, *, keyed: bool) -> str:
    bare = word.strip("'")
    found = _ROLES.get(bare) or _STATES.get(bare)
    if found is None:
        return word
    return f"{found}({bare})" if keyed and bare in _TYPED else found
