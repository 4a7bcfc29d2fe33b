"""Arguments and options that many commands share, so that they read alike everywhere."""

from typing import Annotated

import typer

from commands import completing
from commands.sentences import Language

Incident = Annotated[
    str,
    typer.Argument(
        metavar="INCIDENT",
        autocompletion=completing.incidents,
        help="コードネーム、事案番号、またはその先頭。 Code name, id, or the beginning of the id.",
        show_default=False,
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="JSON で標準出力へ。 As JSON, on standard output.")
]
ScreenLanguage = Annotated[
    Language | None,
    typer.Option(
        "--language",
        help="画面の言語(既定は SHIRASE_LANGUAGE)。 The screen's language (SHIRASE_LANGUAGE).",
        show_default=False,
    ),
]
