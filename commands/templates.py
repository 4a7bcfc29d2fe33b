"""Commands on templates: look at one document, and check all of them."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from commands.options import AsJson, ScreenLanguage
from commands.paper_options import OutFile, PaperFormat
from commands.sentences import EXIT_FOUND_WRONG, one_sentence
from domain.documents import DocumentKind

app = typer.Typer(add_completion=False, rich_markup_mode=None)
templates = typer.Typer(
    name="template",
    help="文書のひな形。\n\nTemplates of documents.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
DEMO = Path(__file__).parent.parent / "cases" / "demo.yaml"
IncidentFileArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FILE]",
        help="事案ファイル(既定は cases/demo.yaml)。 An incident file; the demo's unless given.",
        show_default=False,
    ),
]


@templates.command(
    name="list",
    short_help="ひな形の一覧 (all templates)",
    help="すべての種類と言語のひな形。版は承認が結び付く照合番号の先頭、自社は差し替えたファイルの数。\n\n"
    "Every kind and language: the start of the version that approvals bind, and how many files\n"
    "are your own.\n\n"
    "\b\n例 Example:\n  shirase template list",
)
def list_templates(*, as_json: AsJson = False, language: ScreenLanguage = None) -> None:
    """List all templates."""
    with one_sentence(language):
        from activities.words_environment import use_templates
        from commands.sentences import screen_language
        from commands.template_list import read_templates, template_table
        from screens.console import show
        from screens.plain_json import as_json as json_of
        from settings import Settings

        use_templates(Settings.load().templates_dir)
        rows = read_templates()
        if as_json:
            typer.echo(json_of({"templates": [row._asdict() for row in rows]}))
        else:
            show(template_table(rows, screen_language(language)))


@templates.command(
    short_help="ひな形の検査 (check all templates)",
    help="すべての種類と言語のひな形を、実際の事案、最悪の事実、空の台帳で文書にし、誤りを場所と直し方"
    "とともに示す。誤りがあれば終了コード 1。\n\n"
    "Render every template of every kind and language against a real case, worst-case facts and\n"
    "an empty ledger; name each fault with file, line and remedy (exit code 1).\n\n"
    "\b\n例 Example:\n  SHIRASE_TEMPLATES_DIR=our-templates shirase template check",
)
def check(
    file: IncidentFileArgument = None,
    *,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Check all templates."""
    with one_sentence(language):
        from activities.words_environment import use_templates
        from commands.sentences import screen_language
        from commands.template_check import check_templates
        from incident_file import load_incident_file
        from screens.plain_json import as_json as json_of
        from settings import Settings

        folder = Settings.load().templates_dir
        use_templates(folder)
        spoken = screen_language(language)
        tried, faults = check_templates(load_incident_file(file or DEMO), spoken, folder)
        if as_json:
            listed = [fault._asdict() for fault in faults]
            typer.echo(json_of({"rendered": tried, "faults": listed}))
        else:
            for fault in faults:
                typer.echo(str(fault))
            said = {
                "ja": f"{tried}通の文書を作り、誤りは{len(faults)}件です。",
                "en": f"{tried} documents rendered, {len(faults)} faults.",
            }
            typer.echo(said[spoken])
        if faults:
            raise typer.Exit(EXIT_FOUND_WRONG)


@app.command(
    short_help="文書の見本 (preview a document)",
    help="事案ファイルの事実で、文書の見本を示す。何も記録せず、送らない。\n\n"
    "Show what a kind of document says, with the facts of an incident file. Nothing is recorded\n"
    "and nothing leaves.\n\n"
    "\b\n例 Example:\n  shirase preview first_release\n"
    "  shirase preview board_memo --locale en --out memo.pdf",
)
def preview(
    kind: Annotated[DocumentKind, typer.Argument(help="文書の種類。 Its kind.")],
    file: IncidentFileArgument = None,
    *,
    locale: Annotated[
        Literal["ja", "en"] | None,
        typer.Option(help="文書の言語(既定は事案の言語)。 The document's language."),
    ] = None,
    wanted: PaperFormat = None,
    out: OutFile = None,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Preview a document."""
    with one_sentence(language):
        from activities.words_environment import use_templates
        from commands.paper_formats import write_out
        from commands.previews import Preview
        from incident_file import load_incident_file
        from screens.plain_json import as_json as json_of
        from settings import Settings

        settings = Settings.load()
        use_templates(settings.templates_dir)
        shown = Preview(load_incident_file(file or DEMO), kind, locale, settings.language)
        if as_json:
            typer.echo(json_of(shown.as_json()))
        else:
            write_out(shown.written_as, wanted, out)
