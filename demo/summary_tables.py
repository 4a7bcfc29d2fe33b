"""The closing tables of a rehearsal; those with counts add up before the reader's eyes."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from domain.notices import NoticeState
from domain.wording import release_words
from register.board import Board
from screens.tables import pairs_table, titled_table
from screens.wave_bars import STATE_STYLES, told_by_merchants
from screens.words import (
    CHOICES,
    MARKINGS,
    NOTICE_STATES,
    PHASES,
    ScreenLanguage,
    short_moment,
)

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "wall": "実行時間 {minutes}分{seconds:02d}秒",
        "merchants": "契約店舗",
        "told": "通知",
        "reminded": "督促",
        "acknowledged": "受領の確認",
        "chosen": "選択",
        "people": "対象者",
        "staff": "（担当者対応）",
        "notices": "本人への通知",
        "state": "状態",
        "wave": "第{number}回",
        "own": "契約店舗が通知",
        "all": "合計",
        "sum": "合計",
        "population": "対象者",
        "missing": "通知なし",
        "figures": "件数",
        "leaked": "漏えいした項目",
        "leaked_counts": "氏名 {names:,}件  電話番号 {phones:,}件",
        "mail": "メール",
        "mail_counts": "送信要求 {requests:,}回  {messages:,}通  二重送信 {duplicates:,}通",
        "temporal_counts": "ワークフロー {workflows:,}  課金対象の Action {actions:,}"
        "  最長の履歴 {largest_history_events:,}イベント",
        "papers": "提出・公表した文書",
        "places": "保存場所",
        "data": "データフォルダー",
        "outbox": "発出した文書・宛名",
        "register": "記録簿",
        "logs": "ログ",
        "temporal": "Temporal 画面",
        "mailroom": "郵便室",
    },
    "en": {
        "wall": "took {minutes} min {seconds:02d} s",
        "merchants": "Merchants",
        "told": "told",
        "reminded": "reminders",
        "acknowledged": "acknowledged",
        "chosen": "choice",
        "people": "people",
        "staff": " (staff)",
        "notices": "Notices to people",
        "state": "state",
        "wave": "wave {number}",
        "own": "by merchants",
        "all": "all",
        "sum": "sum",
        "population": "people affected",
        "missing": "no notice",
        "figures": "Figures",
        "leaked": "leaked",
        "leaked_counts": "names {names:,}  telephone numbers {phones:,}",
        "mail": "mail",
        "mail_counts": "requests {requests:,}  messages {messages:,}  duplicates {duplicates:,}",
        "temporal_counts": "workflows {workflows:,}  billable Actions {actions:,}"
        "  longest history {largest_history_events:,} events",
        "papers": "Filed and published",
        "places": "Where it lies",
        "data": "data folder",
        "outbox": "papers and letters",
        "register": "register",
        "logs": "logs",
        "temporal": "Temporal UI",
        "mailroom": "mailroom",
    },
}


def heading(board: Board, wall_seconds: float, language: ScreenLanguage) -> RenderableType:
    """Which incident, in which phase it ended, and how long the rehearsal took."""
    incident = board.incident
    minutes, seconds = divmod(round(wall_seconds), 60)
    badge = MARKINGS[language][incident.marking]
    return Text.assemble(
        (incident.code_name, "bold"),
        "  ",
        (f"● {PHASES[language][incident.phase]}", "bold green"),
        "  ",
        (f" {badge} ", "black on yellow") if badge else "",
        "  ",
        (_WORDS[language]["wall"].format(minutes=minutes, seconds=seconds) + "\n", "dim"),
    )


def merchants_table(board: Board, language: ScreenLanguage) -> Table:
    """Every merchant: told, reminded, acknowledged, what it chose, and its people."""
    words = _WORDS[language]
    table = titled_table(words["merchants"])
    table.add_column("", ratio=1)
    for word in ("told", "reminded", "acknowledged", "chosen"):
        table.add_column(words[word], no_wrap=True)
    table.add_column(words["people"], justify="right", no_wrap=True)
    for merchant in board.merchants:
        chosen = merchant.choice or ""
        table.add_row(
            Text(merchant.name),
            _moment(merchant.told_at),
            f"{merchant.reminders or '·'}{words['staff'] if merchant.escalated_at else ''}",
            _moment(merchant.acknowledged_at),
            CHOICES[language].get(chosen, chosen) or "·",
            f"{merchant.people:,}",
        )
    total = sum(merchant.people for merchant in board.merchants)
    table.add_section()
    table.add_row(Text(words["sum"], "bold"), "", "", "", "", Text(f"{total:,}", "bold"))
    return table


def notices_table(
    board: Board, population: int, without_notice: int, language: ScreenLanguage
) -> Table:
    """Notices by state, a column a wave, and below them the sum beside the population."""
    words = _WORDS[language]
    columns: list[tuple[str, Mapping[NoticeState, int]]] = [
        (words["wave"].format(number=wave.number), wave.counts) for wave in board.waves
    ]
    if own := told_by_merchants(board.notices, board.waves):
        columns.append((words["own"], own))
    columns.append((words["all"], board.notices))
    table = titled_table(words["notices"])
    table.add_column(words["state"], ratio=1)
    for name, _ in columns:
        table.add_column(name, justify="right", no_wrap=True)
    for state, style in STATE_STYLES.items():
        if any(counts.get(state) for _, counts in columns):
            label = Text.assemble(("■ ", style), NOTICE_STATES[language][state])
            table.add_row(label, *(_number(counts.get(state, 0)) for _, counts in columns))
    if without_notice:
        blank = [""] * (len(columns) - 1)
        table.add_row(Text(words["missing"], "red"), *blank, f"{without_notice:,}")
    table.add_section()
    sums = [sum(counts.values()) for _, counts in columns]
    sums[-1] += without_notice
    table.add_row(Text(words["sum"], "bold"), *(Text(f"{number:,}", "bold") for number in sums))
    populations = [wave.population for wave in board.waves] + ([sums[-2]] if own else [])
    agrees = [*populations, population] == sums
    table.add_row(
        Text(words["population"]),
        *(f"{number:,}" for number in populations),
        Text(f"{'=' if agrees else '≠'} {population:,}", "green" if agrees else "bold red"),
    )
    return table


def figures_table(numbers: Mapping[str, Any], language: ScreenLanguage) -> Table:
    """What leaked, what was mailed, and what it takes of Temporal."""
    words = _WORDS[language]
    rows = (
        (words["leaked"], words["leaked_counts"]),
        (words["mail"], words["mail_counts"]),
        ("Temporal", words["temporal_counts"]),
    )
    return pairs_table(
        words["figures"], ((name, Text(text.format(**numbers))) for name, text in rows)
    )


def papers_table(papers: Iterable[tuple[str, Path]], language: ScreenLanguage) -> Table:
    """Filings and releases with the files that they lie in."""
    rows = ((name, Text(_from_here(path), "dim")) for name, path in papers)
    return pairs_table(_WORDS[language]["papers"], rows)


def places_table(places: Mapping[str, str], language: ScreenLanguage) -> Table:
    """Where everything lies.

    Known names are `data`, `outbox`, `register`, `logs`, `temporal` and `mailroom`; any other is
    shown as it is.
    """
    words = _WORDS[language]
    rows = ((words.get(name, name), Text(place, "dim")) for name, place in places.items())
    return pairs_table(words["places"], rows)


def release_name(number: int | None, language: ScreenLanguage) -> str:
    """公表文 第1報, release 1."""
    if language == "en":
        return f"release {number or ''}".strip()
    return f"公表文 {release_words(number)}" if number else "公表文"


def _from_here(path: Path) -> str:
    """A path as somebody would type it: relative, where it lies below the current folder."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _moment(moment: datetime | None) -> str:
    return short_moment(moment) if moment else "·"


def _number(number: int) -> str:
    return f"{number:,}" if number else "·"
