"""The head of a screen: which incident, at which case time, in which phase."""

from datetime import datetime

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from domain.phases import Phase
from register.incidents import IncidentRow
from screens.words import MARKINGS, PHASES, ScreenLanguage, screen_moment

TRACK = (
    Phase.DETECTED,
    Phase.ASSESSING,
    Phase.CONTAINING,
    Phase.NOTIFYING,
    Phase.FOLLOWING_UP,
    Phase.CLOSED,
)
JOINTS = (" ── ", " ─ ", " ")
_ZONE: dict[ScreenLanguage, str] = {"ja": "日本時間", "en": "Japan time"}


def header(incident: IncidentRow, now: datetime, language: ScreenLanguage) -> RenderableType:
    """Code name, title and marking, and below them the case time in Japan."""
    badge = MARKINGS[language][incident.marking]
    grid = Table.grid(expand=True, padding=(0, 1))
    grid.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    grid.add_column(no_wrap=True)
    grid.add_row(
        Text.assemble((incident.code_name, "bold"), "  ", incident.title),
        Text(f" {badge} ", "black on yellow") if badge else "",
    )
    grid.add_row(
        Text.assemble((screen_moment(now, language), "bold"), (f"  {_ZONE[language]}", "dim")), ""
    )
    return grid


def phase_track(phase: Phase, language: ScreenLanguage, width: int) -> Text:
    """The phases as steps, as wide as fits; a false alarm has left the track."""
    if phase not in TRACK:
        return Text(f"● {PHASES[language][phase]}", "bold")
    tracks = [_track(phase, language, joint) for joint in JOINTS]
    return next((track for track in tracks if track.cell_len <= width), tracks[-1])


def _track(phase: Phase, language: ScreenLanguage, joint: str) -> Text:
    words = PHASES[language]
    reached = TRACK.index(phase)
    track = Text(no_wrap=True, overflow="ellipsis")
    for index, step in enumerate(TRACK):
        if index:
            track.append(joint, "green" if index <= reached else "bright_black")
        if index == reached:
            track.append(f"● {words[step]}", "bold green")
        else:
            past = index < reached
            track.append(f"{'●' if past else '○'} ", "green" if past else "bright_black")
            track.append(words[step], "default" if past else "bright_black")
    return track
