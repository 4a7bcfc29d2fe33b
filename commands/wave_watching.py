"""Shows where waves stand, once or until they are over."""

import json
import time

import typer
from rich.console import Group, RenderableType
from rich.live import Live

from commands.wave_reading import SeenWave, read_waves
from register.board import Board
from register.store import Register
from register.wave_states import WaveState
from screens.console import console, show
from screens.plain_json import as_json as json_of
from screens.plain_json import plain
from screens.sending_lines import sending_lines
from screens.wave_table import wave_page, wave_table
from screens.words import ScreenLanguage

LOOK_SECONDS = 2.0
_OVER = frozenset({WaveState.FINISHED, WaveState.CANCELLED})


def show_waves(
    register: Register,
    incident: str,
    number: int | None,
    language: ScreenLanguage,
    *,
    as_json: bool,
) -> None:
    """Print the waves as they stand; NotPossible for an incident or wave that there is not."""
    board, seen = read_waves(register, incident, number)
    if as_json:
        typer.echo(json_of({"waves": [item.as_json() for item in seen]}))
    else:
        show(_page(board, seen, language))


def watch_waves(
    register: Register,
    incident: str,
    number: int | None,
    language: ScreenLanguage,
    *,
    as_json: bool,
) -> None:
    """Show the waves again and again until all of them are over; as JSON, one look a line.

    Ends quietly with Ctrl-C.
    """
    board, seen = read_waves(register, incident, number)
    try:
        if as_json:
            while True:
                looked = {"waves": [item.as_json() for item in seen]}
                typer.echo(json.dumps(plain(looked), ensure_ascii=False))
                if _are_over(seen):
                    return
                time.sleep(LOOK_SECONDS)
                board, seen = read_waves(register, incident, number)
        with Live(_page(board, seen, language), console=console(), auto_refresh=False) as live:
            while not _are_over(seen):
                time.sleep(LOOK_SECONDS)
                board, seen = read_waves(register, incident, number)
                live.update(_page(board, seen, language), refresh=True)
    except KeyboardInterrupt:
        return


def _are_over(seen: tuple[SeenWave, ...]) -> bool:
    return all(item.wave.state in _OVER for item in seen)


def _page(board: Board, seen: tuple[SeenWave, ...], language: ScreenLanguage) -> RenderableType:
    if not seen:
        return wave_table([], language)
    parts: list[RenderableType] = []
    for item in seen:
        one = board.model_copy(update={"waves": (item.wave,), "notices": item.wave.counts})
        parts.append(wave_page(one, item.standing, item.merchants, language))
        if item.wave.state is WaveState.SENDING:
            parts.extend(sending_lines(item.progress, language))
    return Group(*parts)
