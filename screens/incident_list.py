"""The list of incidents: one line each."""

from collections.abc import Iterable
from datetime import datetime

from rich.console import RenderableType
from rich.text import Text

from domain.phases import ENDS
from register.overview import IncidentBrief
from screens.running_clocks import left_cells
from screens.tables import titled_table
from screens.words import MARKINGS, PHASES, SEVERITIES, ScreenLanguage, rule_name

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "title": "事案",
        "code_name": "名称・番号",
        "phase": "段階",
        "severity": "重大度",
        "next": "次の期限",
        "task": "作業",
        "reply": "回答",
        "update": "公表",
        "none": "進行中の事案はありません。",
    },
    "en": {
        "title": "Incidents",
        "code_name": "name, id",
        "phase": "phase",
        "severity": "severity",
        "next": "next clock",
        "task": "task",
        "reply": "reply",
        "update": "release",
        "none": "No incident is open.",
    },
}


def incident_list(
    incidents: Iterable[tuple[IncidentBrief, datetime]], language: ScreenLanguage
) -> RenderableType:
    """Incidents, each with its present case time."""
    words = _WORDS[language]
    table = titled_table(words["title"])
    table.add_column(words["code_name"], no_wrap=True)
    table.add_column(words["phase"], ratio=1, overflow="fold")
    table.add_column(words["severity"], no_wrap=True)
    table.add_column(words["next"], ratio=1, overflow="fold")
    for incident, now in incidents:
        table.add_row(*_cells(incident, now, language))
    return table if table.row_count else Text(words["none"])


def _cells(incident: IncidentBrief, now: datetime, language: ScreenLanguage) -> Iterable[Text]:
    ended = incident.phase in ENDS
    badge = MARKINGS[language][incident.marking]
    yield Text.assemble(
        (incident.code_name, "bold"),
        (f"  {badge}" if badge else "", "yellow"),
        (f"\n{incident.id}", "dim"),
    )
    yield Text(PHASES[language][incident.phase], "bright_black" if ended else "default")
    yield Text(SEVERITIES[language].get(incident.severity, incident.severity))
    if incident.next_clock_at is None:
        yield Text("·", "bright_black")
        return
    due, left = left_cells(incident.next_clock_at, now, language)
    if incident.next_rule is None:
        name = _WORDS[language][incident.next_clock_of or "task"]
    else:
        name = rule_name(incident.next_rule, language)
    yield Text.assemble(f"{name} ", due, "\n", left)
