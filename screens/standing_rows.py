"""Severity with its proposal, the alarm, and the work by tracks: the lines below the phases."""

from collections.abc import Iterator
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from domain.alarm import source_words
from domain.explanations import Bilingual, Locale
from domain.plain_text import clean_line
from domain.tasks import TaskTrack, TrackSum
from register.severity import SeverityStanding
from register.standing import AlarmStanding, Standing
from screens.words import SEVERITIES, ScreenLanguage

UNDECIDED = "undecided"
TRACKS: dict[TaskTrack, Bilingual] = {
    TaskTrack.FIRST_HOUR: Bilingual(ja="初動", en="first hour"),
    TaskTrack.CONTAINMENT: Bilingual(ja="封じ込め", en="containment"),
    TaskTrack.OTHER: Bilingual(ja="その他の作業", en="other tasks"),
}
_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "severity": "重大度",
        "proposed": "提案: {severity}",
        "alarm": "端緒",
        "vouched": "裏付け {who}",
        "called_back": "折返し {how}",
        "not_called_back": "折返しの確認が未了",
        "call_back": "shirase fact {incident} alarm.called_back --say 〔内容〕",
        "open": "未了 {count}",
        "overdue": "超過 {count}",
        "done": "完了 {done}/{total}",
        "not_done": "行わない {count}",
    },
    "en": {
        "severity": "severity",
        "proposed": "proposed: {severity}",
        "alarm": "alarm",
        "vouched": "vouched for by {who}",
        "called_back": "called back: {how}",
        "not_called_back": "not called back yet",
        "call_back": "shirase fact {incident} alarm.called_back --say WORDS",
        "open": "{count} open",
        "overdue": "{count} overdue",
        "done": "{done} of {total} done",
        "not_done": "{count} left undone",
    },
}


def standing_rows(standing: Standing, incident: str, language: ScreenLanguage) -> RenderableType:
    """A line each for severity, alarm and tracks; the last two only where there is anything.

    `incident` is what commands call it.
    """
    locale = Locale(language)
    grid = Table.grid(expand=True, padding=(0, 1))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row(_WORDS[language]["severity"], _severity(standing.severity, language))
    if standing.alarm.is_told:
        grid.add_row(_WORDS[language]["alarm"], _alarm(standing.alarm, incident, language))
    for track in standing.tracks:
        grid.add_row(TRACKS[track.track].read_in(locale), _track(track, language))
    return grid


def standing_json(standing: Standing) -> dict[str, Any]:
    """The same for a program."""
    severity = standing.severity
    return {
        "severity": {
            "decided": severity.decided,
            "proposed": severity.proposal.severity,
            "differs": severity.differs,
            "reasons": severity.proposal.reasons,
        },
        "alarm": {name: words or None for name, words in dict(standing.alarm).items()},
        "tracks": {
            track.track.value: {
                "open": track.open,
                "overdue": track.overdue,
                "done": track.done,
                "not_done": track.not_done,
            }
            for track in standing.tracks
        },
    }


def _severity(standing: SeverityStanding, language: ScreenLanguage) -> Text:
    words, names = _WORDS[language], SEVERITIES[language]
    decided = standing.decided.value if standing.decided else UNDECIDED
    cell = Text(names.get(decided, decided))
    if standing.differs:
        proposed = standing.proposal.severity.value
        because = standing.proposal.because(Locale(language))
        name = names.get(proposed, proposed)
        cell.append(f"  {words['proposed'].format(severity=name)}", "yellow")
        cell.append(f" ({because})", "dim")
    return cell


def _alarm(alarm: AlarmStanding, incident: str, language: ScreenLanguage) -> Text:
    words = _WORDS[language]
    parts = [source_words(alarm.source).read_in(Locale(language))] if alarm.source else []
    if alarm.vouched_by:
        parts.append(words["vouched"].format(who=clean_line(alarm.vouched_by)))
    cell = Text("  ".join([*parts, ""]))
    if alarm.called_back:
        cell.append(words["called_back"].format(how=clean_line(alarm.called_back)))
    else:
        cell.append(words["not_called_back"], "yellow")
        cell.append(f"\n{words['call_back'].format(incident=incident)}", "green")
    return cell


def _track(track: TrackSum, language: ScreenLanguage) -> Text:
    cell = Text(_WORDS[language]["done"].format(done=track.done, total=track.total))
    for name, count, style in _counts(track):
        cell.append(f"  {_WORDS[language][name].format(count=count)}", style)
    return cell


def _counts(track: TrackSum) -> Iterator[tuple[str, int, str]]:
    counts = (
        ("not_done", track.not_done, "dim"),
        ("open", track.open, "yellow"),
        ("overdue", track.overdue, "red"),
    )
    return ((name, count, style) for name, count, style in counts if count)
