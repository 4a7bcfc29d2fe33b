"""A fact and the house's own record about the same matter, in one answer of the report form.

The fact comes first, since a named person vouches for it; the record stands where nobody has
stated one. Where the two differ both are shown, and the field counts as unanswered until a person
puts one of them right.
"""

import re
from datetime import datetime
from typing import NamedTuple

from domain.wording import JAPAN, Language

_NOT_DONE = re.compile(
    r"(?:公表|通知|連絡|お知らせ|届出|届け出|相談|報告|委託)(?:を|は|し|して|されて|いた|行って|い|も|の){0,3}"
    r"(?:おりません|いません|ありません|いない|ない(?!方)|なし|する予定|予定です)"
    r"|\bnot (?:yet )?(?:been )?(?:published|told|notified|informed|reported|contacted|entrusted)\b"
    r"|\bno(?:thing| entrust)"
)
"""A statement that nothing was done; that something will be done counts, once it is done."""
DIFFER = (
    "（事実台帳の記載と社内の記録が一致していません。）",
    "(The ledger and our record differ.)",
)
RECORD = ("社内の記録：", "Our record: ")


class Recorded(NamedTuple):
    """Words of the record, the days in them, and the boxes that they stand for."""

    words: str
    days: tuple[datetime, ...] = ()
    chosen: tuple[str, ...] = ()


class RecordedMoment(NamedTuple):
    """When the house did what; `key` is the fact that would say the same."""

    at: datetime
    words: str
    key: str = ""


class Stated(NamedTuple):
    """What the ledger says to a field: nothing where `words` are empty."""

    words: str
    moment: datetime | None = None
    chosen: tuple[str, ...] = ()


class Merged(NamedTuple):
    """What the field says, the boxes, and whether fact and record differ."""

    words: str
    chosen: tuple[str, ...]
    differs: bool


def merged(stated: Stated, recorded: Recorded | None, language: Language) -> Merged | None:
    """The fact, the record, or both with the remark that they differ; None without either."""
    if recorded is None or not (recorded.words or recorded.chosen):
        return Merged(stated.words, stated.chosen, differs=False) if stated.words else None
    if not stated.words:
        return Merged(recorded.words, recorded.chosen, differs=False)
    if not _differ(stated, recorded):
        return Merged(stated.words, stated.chosen or recorded.chosen, differs=False)
    at = language is not Language.JAPANESE
    words = f"{stated.words}\n{RECORD[at]}{recorded.words}\n{DIFFER[at]}"
    return Merged(words, (), differs=True)


def _differ(stated: Stated, recorded: Recorded) -> bool:
    if _NOT_DONE.search(stated.words):
        return True
    if stated.chosen and recorded.chosen and not set(stated.chosen) & set(recorded.chosen):
        return True
    if stated.moment is None or not recorded.days:
        return False
    days = {day.astimezone(JAPAN).date() for day in recorded.days}
    return not min(days) <= stated.moment.astimezone(JAPAN).date() <= max(days)
