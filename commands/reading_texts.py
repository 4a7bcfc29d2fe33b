"""`shirase document`: the list of documents, and the words of two compared."""

from typing import Annotated

import typer

from commands import completing, reading_papers
from commands.options import AsJson, Incident, ScreenLanguage
from commands.sentences import one_sentence

papers = typer.Typer(
    name="document",
    help="文書の一覧と、文面の比較。\n\nDocuments, and their words compared.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
Number = Annotated[
    int,
    typer.Argument(
        min=1, autocompletion=completing.documents, help="文書の番号。 A document's number."
    ),
]


papers.command(
    name="list",
    help="文書の一覧。`shirase documents` と同じ。\n\n"
    "The documents, as `shirase documents` lists them.\n\n"
    "\b\n例 Example:\n  shirase document list HAYATE",
)(reading_papers.documents)


@papers.command(
    help="二つの文書の文面の違い。\n\nWhat differs between the words of two documents.\n\n"
    "\b\n例 Example:\n  shirase document diff HAYATE 3 7",
)
def diff(
    incident: Incident,
    one: Number,
    other: Number,
    *,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Compare two documents."""
    with one_sentence(language):
        from commands.context import reader
        from commands.document_reading import read_page
        from screens.plain_json import as_json as json_of
        from screens.text_diff import text_diff

        with reader(language) as (settings, register):
            pages = [
                read_page(register, incident, number, None, settings.language)
                for number in (one, other)
            ]
        lines = text_diff(*(f"{page.words.subject}\n{page.text}" for page in pages))
        same = {"ja": "文面に違いはありません。", "en": "The words do not differ."}
        if as_json:
            typer.echo(json_of({"documents": [one, other], "lines": lines}))
        else:
            typer.echo("\n".join(lines) or same[settings.language])
