"""The duties of a rehearsal as a closing table: how each ended, on what evidence, how early."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from rich.console import Group, RenderableType
from rich.text import Text

from register.board import Board, BoardDuty
from register.duties import MET, NOT_APPLICABLE
from screens.tables import titled_table
from screens.words import (
    DUTY_STATES,
    ScreenLanguage,
    margin,
    rule_title,
    short_due,
    short_moment,
    short_name,
)

NAMES_SHOWN = 2
_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "duties": "義務",
        "rule": "義務",
        "debtor": "義務者",
        "due": "期限",
        "status": "結果",
        "evidence": "根拠・証跡",
        "receipt": "受付番号 {number}",
        "dispatch": "通知メール",
        "wave": "一斉通知 第{number}回",
        "report": "契約店舗の申告",
        "counsel": "法務の判断: {ground}",
        "parties": "{name}\nほか 計{count}社",
        "late": "遅延",
        "promptly": "遅滞なく",
        "sums": "履行 {met}（うち遅延 {late}）  対応不要 {none}  未了 {open}",
    },
    "en": {
        "duties": "Duties",
        "rule": "duty",
        "debtor": "owed by",
        "due": "limit",
        "status": "outcome",
        "evidence": "evidence",
        "receipt": "receipt {number}",
        "dispatch": "notice by mail",
        "wave": "wave {number}",
        "report": "as the merchant states",
        "counsel": "counsel: {ground}",
        "parties": "{name}\nand others, {count} in all",
        "late": "late",
        "promptly": "promptly",
        "sums": "met {met} (late {late})  not owed {none}  open {open}",
    },
}


class _Row(NamedTuple):
    """Duties that read the same but for the debtor are one row."""

    rule: str
    clock_at: datetime | None
    is_target: bool
    status: str
    late: bool
    met_at: datetime | None
    evidence: str


def duties_table(board: Board, language: ScreenLanguage) -> RenderableType:
    """Every duty, those of one rule that ended alike in one row."""
    words = _WORDS[language]
    table = titled_table(words["duties"])
    table.add_column(words["rule"], ratio=20, overflow="fold")
    table.add_column(words["debtor"], ratio=18, overflow="fold")
    table.add_column(words["due"], no_wrap=True)
    table.add_column(words["status"], ratio=19, overflow="fold")
    table.add_column(words["evidence"], ratio=22, overflow="fold")
    numbers = {wave.id: wave.number for wave in board.waves}

    def row_of(duty: BoardDuty) -> _Row:
        evidence = _evidence(duty, numbers, language)
        return _Row(
            duty.rule,
            duty.clock_at,
            duty.due_at is None,
            duty.status,
            duty.late,
            duty.met_at,
            evidence,
        )

    # In the order in which they ended; what is open comes last.
    ended = sorted(board.duties, key=lambda duty: (duty.met_at is None, duty.met_at, duty.key))
    for row, same in groupby(ended, key=row_of):
        table.add_row(*_cells(row, list(same), language))
    return Group(table, Text(_sums(board.duties, language)), Text())


def _cells(row: _Row, duties: list[BoardDuty], language: ScreenLanguage) -> Iterable[Text]:
    words = _WORDS[language]
    # A bracket in a title gets a line of its own, else Japanese would break within it.
    yield Text(rule_title(row.rule, language).replace("（", "\n（"))
    yield Text(_debtors(duties, words["parties"]), "dim")
    yield Text(short_due(row.clock_at, language) if row.clock_at else words["promptly"], "dim")
    outcome = Text(DUTY_STATES[language].get(row.status, row.status))
    outcome.stylize({MET: "green", NOT_APPLICABLE: "bright_black"}.get(row.status, "yellow"))
    if row.met_at:
        outcome.append(f" {short_moment(row.met_at)}", "dim")
    if row.met_at and row.clock_at:
        kept = margin(row.clock_at, row.met_at, language, is_target=row.is_target)
        outcome.append(f"\n{kept}", "red" if row.late else "dim")
    yield outcome
    yield Text(row.evidence, "dim")


def _debtors(duties: list[BoardDuty], parties: str) -> str:
    """Who owed it; one debtor that owed it to several is said once."""
    names = list(dict.fromkeys(short_name(duty.debtor_name) for duty in duties))
    if len(names) <= NAMES_SHOWN:
        to = {duty.owed_to for duty in duties}
        return "、".join(names) + (f" ×{len(to)}" if len(to) > 1 else "")
    return parties.format(name=names[0], count=len(names))


def _evidence(duty: BoardDuty, waves: dict[str, int], language: ScreenLanguage) -> str:
    """What the register holds as proof, in words."""
    words, known = _WORDS[language], duty.evidence
    parts: list[str] = []
    if "ground" in known:
        ground: dict[str, Any] = known["ground"]
        parts.append(
            words["counsel"].format(ground=ground[language])
            if "decided_by" in known
            else str(ground[language])
        )
    if known.get("receipt_number"):
        parts.append(words["receipt"].format(number=known["receipt_number"]))
    if "dispatch" in known:
        parts.append(words["dispatch"])
    if known.get("wave") in waves:
        parts.append(words["wave"].format(number=waves[known["wave"]]))
    if "stated_by" in known:
        parts.append(words["report"])
    return "\n".join(parts)


def _sums(duties: tuple[BoardDuty, ...], language: ScreenLanguage) -> str:
    met = sum(duty.status == MET for duty in duties)
    none = sum(duty.status == NOT_APPLICABLE for duty in duties)
    late = sum(duty.late for duty in duties)
    still_open = len(duties) - met - none
    return _WORDS[language]["sums"].format(met=met, late=late, none=none, open=still_open)
