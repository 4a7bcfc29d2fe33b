"""Options that the commands on waves share."""

from typing import Annotated

import typer

from commands import completing

Number = Annotated[
    int,
    typer.Argument(
        min=1, autocompletion=completing.waves, help="一斉通知の番号。 The wave's number."
    ),
]
