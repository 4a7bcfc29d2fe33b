"""Commands that read releases: the series, and one of them."""

from typing import Annotated

import typer

from commands import completing
from commands.options import AsJson, Incident, ScreenLanguage
from commands.sentences import one_sentence

app = typer.Typer(add_completion=False, rich_markup_mode=None)
Number = Annotated[
    int,
    typer.Argument(
        metavar="N",
        min=1,
        autocompletion=completing.releases,
        help="公表の番号(第1報は1)。 The release's number.",
    ),
]


@app.command(
    name="list",
    help="公表の一覧。状態、公表日時、保存先、次回の約束、公表しない判断。\n\n"
    "The releases: state, time, where their files lie; promised updates; decisions not to "
    "publish.\n\n\b\n例 Example:\n  shirase release list HAYATE --json",
)
def list_releases(
    incident: Incident, *, as_json: AsJson = False, language: ScreenLanguage = None
) -> None:
    """List the releases."""
    with one_sentence(language):
        from rich.text import Text

        from commands.context import reader
        from commands.release_reading import read_series
        from screens.console import console, show
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register):
            seen = read_series(register, incident, settings.data_dir, settings.language)
        if as_json:
            typer.echo(json_of(seen.as_json()))
        else:
            show(seen.screen(settings.language))
            for line in seen.below(settings.language):
                # A path and a line to type are copied whole; a sentence is folded.
                console().print(Text(line), soft_wrap=line.startswith(" "))


@app.command(
    name="show",
    help="公表文を読む。\n\nRead a release.\n\n\b\n例 Example:\n  shirase release show HAYATE 1",
)
def show_release(
    incident: Incident,
    number: Number,
    *,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Show the words of a release."""
    with one_sentence(language):
        from commands.context import find_incident, reader
        from commands.document_reading import read_page
        from commands.finding import find_release
        from register.board import read_board
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register):
            identity = find_incident(register, incident)
            board = read_board(register, identity, with_people=False, lines=0)
            document = find_release(board, number)
            page = read_page(register, identity, document.number, None, settings.language)
        typer.echo(json_of(page.as_json()) if as_json else page.with_head(settings.language))
