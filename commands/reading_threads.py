"""Commands that read one thread: its numbered matters and entries, and a reminder for them."""

from typing import Annotated

import typer

from commands.options import AsJson, Incident, ScreenLanguage
from commands.sentences import one_sentence

Party = Annotated[str, typer.Argument(help="関係先の鍵。 The party's key.")]


def show_thread(
    incident: Incident, party: Party, *, as_json: AsJson = False, language: ScreenLanguage = None
) -> None:
    """Show one thread."""
    with one_sentence(language):
        from commands.context import reader
        from commands.thread_reading import read_thread
        from screens.console import show
        from screens.plain_json import as_json as json_of
        from screens.thread_table import thread_screen

        with reader(language) as (settings, register):
            seen = read_thread(register, incident, party)
        if as_json:
            typer.echo(json_of(seen.as_json()))
        else:
            show(thread_screen(seen.thread, seen.case_time, settings.language))


def remind(
    incident: Incident,
    party: Party,
    numbers: Annotated[
        list[int] | None,
        typer.Argument(min=1, help="番号(省略時は未了すべて)。 Numbers; all open when left out."),
    ] = None,
    *,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Print a reminder for the other side."""
    with one_sentence(language):
        from commands.context import reader
        from commands.thread_reading import read_thread, reminder_for
        from screens.plain_json import as_json as json_of

        with reader(language) as (_, register):
            seen = read_thread(register, incident, party)
            subject, text = reminder_for(seen, numbers or [])
        typer.echo(
            json_of({"subject": subject, "text": text}) if as_json else f"{subject}\n\n{text}"
        )
