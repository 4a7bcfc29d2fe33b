"""The running clocks of every open incident, the nearest first."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from register.every_clock import DUTY, EveryClock
from screens.running_clocks import left_cells
from screens.tables import titled_table
from screens.words import MARKINGS, ScreenLanguage, rule_name, short_due

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "title": "すべての事案の期限",
        "incident": "事案",
        "what": "内容",
        "due": "期限",
        "left": "残り",
        "task": "作業",
        "reply": "回答待ち",
        "update": "続報の公表",
        "later": "案 {day}（確認待ち）",
        "none": "未了の期限はありません",
    },
    "en": {
        "title": "Clocks of every incident",
        "incident": "incident",
        "what": "what",
        "due": "limit",
        "left": "left",
        "task": "task",
        "reply": "awaited reply",
        "update": "promised update",
        "later": "{day}, to be confirmed",
        "none": "No clock is running",
    },
}


def clock_list(
    clocks: Sequence[EveryClock], case_times: Mapping[str, datetime], language: ScreenLanguage
) -> RenderableType:
    """One row for each incident, rule and limit; `case_times` by incident."""
    words = _WORDS[language]
    if not clocks:
        return Text(words["none"])
    table = titled_table(words["title"])
    table.add_column(words["incident"], no_wrap=True)
    table.add_column(words["what"], ratio=1, overflow="fold")
    table.add_column(words["due"], no_wrap=True)
    table.add_column(words["left"], no_wrap=True)
    grouped: dict[tuple[str, str, datetime, datetime | None], list[EveryClock]] = {}
    for clock in clocks:
        name = clock.rule if clock.kind == DUTY else clock.kind
        place = (clock.incident_id, name, clock.clock_at, clock.later_at)
        grouped.setdefault(place, []).append(clock)
    for same in grouped.values():
        first = same[0]
        now = case_times[first.incident_id]
        due, left = left_cells(first.clock_at, now, language)
        if first.later_at is not None:
            due.append("\n" + words["later"].format(day=short_due(first.later_at, language)))
        table.add_row(_incident(first, language), _what(same, language), due, left)
    return table


def clock_list_json(
    clocks: Sequence[EveryClock], case_times: Mapping[str, datetime]
) -> list[dict[str, Any]]:
    """The same for a program; no grouping."""
    return [
        {
            "incident_id": clock.incident_id,
            "code_name": clock.code_name,
            "kind": clock.kind,
            "rule": clock.rule or None,
            "key": clock.key,
            "clock_at": clock.clock_at,
            "later_at": clock.later_at,
            "hard": clock.hard,
            "overdue": clock.clock_at < case_times[clock.incident_id],
        }
        for clock in clocks
    ]


def _incident(clock: EveryClock, language: ScreenLanguage) -> Text:
    marking = MARKINGS[language][clock.marking]
    return Text.assemble(clock.code_name, (f" {marking}" if marking else "", "yellow"))


def _what(same: Sequence[EveryClock], language: ScreenLanguage) -> Text:
    first = same[0]
    said = rule_name(first.rule, language) if first.kind == DUTY else _WORDS[language][first.kind]
    return Text.assemble(said, (f" ×{len(same)}" if len(same) > 1 else "", "dim"))
