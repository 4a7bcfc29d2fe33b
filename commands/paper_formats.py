"""Writes a document out in the format that was asked for, to a new file or to the screen."""

from collections.abc import Callable
from pathlib import Path

import typer

from commands.document_reading import write_page
from commands.sentences import NotPossible
from printing.document_formats import BINARY, BY_SUFFIX, DocumentFormat


def write_out(
    written_as: Callable[[DocumentFormat], bytes], typed: str | None, out: Path | None
) -> None:
    """The document to the file, or to the screen where none is given.

    Raises:
        NotPossible: PDF and DOCX are no text for a screen; or there is such a file already.
    """
    by_name = BY_SUFFIX.get(out.suffix.lower(), DocumentFormat.TEXT) if out else DocumentFormat.TEXT
    wanted = DocumentFormat(typed) if typed else by_name
    if out is not None:
        write_page(out, written_as(wanted))
        typer.echo(str(out))
    elif wanted in BINARY:
        raise NotPossible(
            en=f"A {wanted} is no text: name the file it goes to with --out.",
            ja=f"{wanted} は画面に表示できません。--out で書き出し先のファイルを指定してください。",
        )
    else:
        typer.echo(written_as(wanted).decode())
