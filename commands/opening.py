"""Commands before there is an incident: its file's schema, its check, and opening it."""

from pathlib import Path
from typing import Annotated

import typer

from commands.options import AsJson, ScreenLanguage
from commands.sentences import EXIT_FOUND_WRONG, one_sentence

app = typer.Typer()
File = Annotated[Path, typer.Argument(metavar="FILE", help="事案ファイル。 An incident file.")]


@app.command(
    name="open",
    short_help="事案を開始 (open an incident)",
    help="事案ファイルから、またはファイルなしで質問に答えて、事案を開始する。同じファイルで\n"
    "繰り返しても事案は一つ(番号は FILE.id に残る)。途中で止まった質問は続きから。\n\n"
    "Open an incident from a file, or without one by answering questions. The same file again\n"
    "finds the same incident (its id is kept in FILE.id); questions broken off go on later.\n\n"
    "\b\n例 Example:\n  shirase open\n  shirase open incident.yaml",
)
def open_incident(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]",
            help="事案ファイル。省略すると質問する。 An incident file; asks when left out.",
            show_default=False,
        ),
    ] = None,
    *,
    again: Annotated[
        bool,
        typer.Option("--again", help="同じファイルで別の事案を。 Another incident of this file."),
    ] = False,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Open an incident."""
    with one_sentence(language):
        import asyncio

        from commands.opening_act import open_from
        from commands.opening_questions import file_of_answers, forget_answers
        from screens.plain_json import as_json as json_of

        path = file if file is not None else file_of_answers(language)
        opened = asyncio.run(open_from(path, language, again=again))
        if file is None:
            forget_answers(language)
        typer.echo(json_of(opened.as_json()) if as_json else opened.said())


@app.command(
    short_help="事案ファイルの形式 (the JSON Schema of incident files)",
    help="事案ファイルの JSON Schema。エディターの補完に使う。\n\n"
    "The JSON Schema of incident files, for editors.\n\n"
    "\b\n例 Example:\n  shirase schema > incident.schema.json",
)
def schema() -> None:
    """Print the JSON Schema."""
    with one_sentence():
        import json

        from incident_file import incident_file_schema

        typer.echo(json.dumps(incident_file_schema(), ensure_ascii=False, indent=2))


@app.command(
    short_help="事案ファイルの検査 (check an incident file)",
    help="事案ファイルの問題をすべて、場所と直し方とともに示す。問題があれば終了コード1。\n\n"
    "Every problem of an incident file with its place and remedy; exit code 1 where there is one.\n"
    "\n\b\n例 Example:\n  shirase check incident.yaml",
)
def check(file: File, *, as_json: AsJson = False, language: ScreenLanguage = None) -> None:
    """Check an incident file."""
    with one_sentence(language):
        from commands.opening_check import checked
        from commands.sentences import screen_language
        from screens.plain_json import as_json as json_of

        result = checked(file)
        told = json_of(result.as_json()) if as_json else result.said(screen_language(language))
        typer.echo(told)
        raise typer.Exit(0 if result.fits else EXIT_FOUND_WRONG)
