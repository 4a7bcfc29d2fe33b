"""Options of commands that write a document out; kept apart so that `--help` stays quick."""

from pathlib import Path
from typing import Annotated, Literal

import typer

PaperFormat = Annotated[
    Literal["html", "text", "md", "docx", "pdf"] | None,
    typer.Option(
        "--format",
        help="形式(既定はファイル名による)。 The format; by the file's name unless given.",
        show_default=False,
    ),
]
OutFile = Annotated[
    Path | None,
    typer.Option(
        help="新しいファイルへ書く(.html .txt .md .docx .pdf)。 Write a new file, by its ending.",
        show_default=False,
    ),
]
