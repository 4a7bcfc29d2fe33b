"""`shirase document`: the list, the texts that each has had, and the words of two compared."""

from typing import Annotated

import typer

from commands import completing, reading_papers
from commands.options import AsJson, Incident, ScreenLanguage
from commands.sentences import EXIT_FOUND_WRONG, one_sentence

papers = typer.Typer(
    name="document",
    help="文書の一覧、これまでの文面、文面の比較。\n\n"
    "Documents, the texts that each has had, and words compared.",
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
    help="文書がこれまでに承認に付された文面の一覧。いつの、台帳のどの版の、誰が承認した文面か。"
    "保存された文面が照合値と一致することも確かめる。\n\n"
    "The texts of a document that were put to approval: when, from which revision of the ledger, "
    "who approved which. The words kept are checked against what was approved.\n\n"
    "\b\n例 Example:\n  shirase document texts HAYATE 3",
)
def texts(
    incident: Incident,
    number: Number,
    *,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """List the texts of a document."""
    with one_sentence(language):
        from commands.context import reader
        from commands.document_texts import is_proven, text_json, texts_of
        from commands.finding import find_document
        from commands.looking import look_at
        from screens.console import show
        from screens.plain_json import as_json as json_of
        from screens.text_table import text_table

        with reader(language) as (settings, register):
            board = look_at(register, incident, settings.language).board
            document = find_document(board, number)
            found = texts_of(register, board)[number]
            proven = {text.number: is_proven(register, document, text) for text in found}
        if as_json:
            told = [text_json(text) | {"proven": proven[text.number]} for text in found]
            typer.echo(json_of({"document": number, "texts": told}))
        else:
            broken = [text for text in proven if not proven[text]]
            show(text_table(found, number, broken, settings.language))
        if not all(proven.values()):
            raise typer.Exit(EXIT_FOUND_WRONG)


@papers.command(
    help="文面の違い。番号が一つなら、その文書の以前の文面(既定は一つ前)と現在の文面。"
    "二つなら、二つの文書。\n\n"
    "What differs between the words of two documents, or of one: an earlier text (the one before, "
    "unless --with-text names another) and the one that stands.\n\n"
    "\b\n例 Example:\n  shirase document diff HAYATE 3 7\n"
    "  shirase document diff HAYATE 3 --with-text 1",
)
def diff(
    incident: Incident,
    one: Number,
    other: Annotated[
        int | None,
        typer.Argument(
            min=1,
            autocompletion=completing.documents,
            help="もう一つの文書の番号。 Another document's number.",
            show_default=False,
        ),
    ] = None,
    *,
    with_text: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="以前の文面の番号。 The number of an earlier text.",
            show_default=False,
        ),
    ] = None,
    addressee: Annotated[
        str | None,
        typer.Option(
            "--to", metavar="KEY", help="宛先の鍵。 The addressee's key.", show_default=False
        ),
    ] = None,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Compare two documents, or two texts of one."""
    with one_sentence(language):
        from commands.context import reader
        from commands.text_comparing import compared
        from screens.plain_json import as_json as json_of
        from screens.text_diff import text_diff

        with reader(language) as (settings, register):
            pages = compared(
                register, incident, (one, other), with_text, addressee, settings.language
            )
        lines = text_diff(*(f"{page.words.subject}\n{page.text}" for page in pages))
        same = {"ja": "文面に違いはありません。", "en": "The words do not differ."}
        if as_json:
            told = {
                "documents": [page.document.number for page in pages],
                "texts": [page.chosen.number for page in pages],
                "lines": lines,
            }
            typer.echo(json_of(told))
        else:
            typer.echo("\n".join(lines) or same[settings.language])
