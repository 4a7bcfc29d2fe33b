"""The clocks of one incident or of every open one, as a list or as a calendar file."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import RenderableType

from commands.finding import find_incident
from commands.sentences import NotPossible
from domain.phases import ENDS
from register.case_time import case_time
from register.every_clock import EveryClock, read_every_clock
from register.overview import read_overview
from register.store import Register
from screens.clock_feed import clock_feed
from screens.clock_list import clock_list, clock_list_json
from screens.words import ScreenLanguage


@dataclass(frozen=True)
class Clocks:
    """Running clocks, the nearest by the time that is left first; case times by incident."""

    clocks: tuple[EveryClock, ...]
    case_times: dict[str, datetime]

    def as_json(self) -> dict[str, Any]:
        """For a program."""
        return {"clocks": clock_list_json(self.clocks, self.case_times)}

    def screen(self, language: ScreenLanguage) -> RenderableType:
        """For a person."""
        return clock_list(self.clocks, self.case_times, language)


def every_clock(register: Register, incident: str | None) -> Clocks:
    """The running clocks of one incident, or of all open ones.

    Raises:
        NotPossible: no incident, or more than one, is called so.
    """
    wanted = find_incident(register, incident) if incident is not None else None
    found = tuple(
        brief
        for brief in read_overview(register)
        if brief.id == wanted or (wanted is None and brief.phase not in ENDS)
    )
    now = datetime.now(UTC)
    with register.reading() as connection:
        times = {b.id: case_time(connection, b.id, b.marking, now) for b in found}
    clocks = read_every_clock(register, found)
    # Case times of a rehearsal and of a live incident are years apart, time left is not.
    ordered = sorted(clocks, key=lambda clock: clock.clock_at - times[clock.incident_id])
    return Clocks(tuple(ordered), times)


def write_calendar(clocks: Clocks, file: Path, language: ScreenLanguage) -> int:
    """Write the calendar file, whole or not at all; returns the number of its events.

    Raises:
        NotPossible: the file cannot be written.
    """
    feed = clock_feed(clocks.clocks, datetime.now(UTC), language)
    beside = file.with_name(f".{file.name}.part")
    try:
        beside.write_bytes(feed.encode())
        beside.replace(file)
    except OSError:
        raise NotPossible(
            en="The calendar file cannot be written: name a file in a folder that exists.",
            ja="カレンダーのファイルを書き込めません。存在するフォルダーのファイルを指定してください。",
        ) from None
    return len(clocks.clocks)
