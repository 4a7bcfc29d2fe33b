"""`shirase filing`: what was filed, the sheet to copy into a form, and two reports compared."""

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from commands import acting_duties, completing
from commands.options import AsJson, Incident, ScreenLanguage
from commands.sentences import NotPossible, one_sentence

RECORD = "record"


class RecordingGroup(TyperGroup):
    """A group in which `record` may be left out: `shirase filing HAYATE DUTY --receipt …`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is named; an incident in its place means `record`."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            args = [RECORD, *args]
        return super().resolve_command(ctx, args)


filings = typer.Typer(
    name="filing",
    cls=RecordingGroup,
    help="当局などへの提出と、その様式。\n\nFilings, and what is typed into their forms.\n\n"
    "\b\n例 Example:\n  shirase filing HAYATE early-warning:ourselves \\\n"
    "      --submitted-at 2026-01-09T17:40+01:00 --receipt BSI-2026-0007",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
filings.command(
    name=RECORD,
    help="文書によらずに行った提出(外国の当局、取引所、契約の相手など)を、提出日時と受付番号を証跡として"
    "記録する。\n\n"
    "Record a filing that was made outside our documents, with submission time and receipt or "
    "reference as evidence.\n\n"
    "\b\n例 Example:\n  shirase filing record HAYATE early-warning:ourselves \\\n"
    "      --submitted-at 2026-01-09T17:40+01:00 --receipt BSI-2026-0007",
)(acting_duties.filing)

Number = Annotated[
    int,
    typer.Argument(
        min=1, autocompletion=completing.documents, help="文書の番号。 The document's number."
    ),
]


@filings.command(
    name="list",
    help="当局などへの提出の一覧。提出日時と受付番号。\n\n"
    "Every filing with its submission time and receipt.\n\n"
    "\b\n例 Example:\n  shirase filing list HAYATE",
)
def list_filings(
    incident: Incident, *, as_json: AsJson = False, language: ScreenLanguage = None
) -> None:
    """List the filings."""
    with one_sentence(language):
        from commands.context import reader
        from commands.filing_list import filings_of
        from screens.console import show
        from screens.filing_table import filings_table
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register):
            found = filings_of(register, incident, settings.language)
        if as_json:
            listed = [
                {"filing": what, "submitted_at": at, "receipt": receipt}
                for what, at, receipt in found
            ]
            typer.echo(json_of({"filings": listed}))
        else:
            show(filings_table(found, settings.language))


@filings.command(
    help="様式の項目順に、そのまま転記できる形で示す。文書の番号か、--duty で他の当局の義務を"
    "指定する。\n\nThe fields in the order of the form, ready to be copied; of a document by its "
    "number, or with --duty what another authority's law wants said.\n\n"
    "\b\n例 Example:\n  shirase filing sheet HAYATE 2\n"
    "  shirase filing sheet HAYATE --duty authority:ourselves --language en",
)
def sheet(
    incident: Incident,
    number: Annotated[
        int | None,
        typer.Argument(
            min=1,
            autocompletion=completing.documents,
            help="文書の番号。 The document's number.",
            show_default=False,
        ),
    ] = None,
    *,
    duty: Annotated[
        str | None,
        typer.Option(
            autocompletion=completing.duties, help="義務の鍵。 A duty's key.", show_default=False
        ),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", help="宛先の鍵。 The addressee's key.", show_default=False),
    ] = None,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Show a copy sheet."""
    with one_sentence(language):
        from commands.context import reader
        from commands.filing_reading import duty_sheet, sheet_of
        from screens.console import show
        from screens.filing_table import sheet_screen
        from screens.plain_json import as_json as json_of

        if (number is None) == (duty is None):
            raise NotPossible(
                en="Name one: the number of a report, or --duty with a duty's key.",
                ja="報告書の文書番号か、--duty の義務の鍵のどちらか一つを指定してください。",
            )
        with reader(language) as (settings, register):
            if number is not None:
                found = sheet_of(register, incident, number, to, settings.language)
            else:
                found = duty_sheet(register, incident, duty or "", settings.language)
        if as_json:
            typer.echo(json_of(found.as_json()))
            return
        submitted = (found.submitted_at, found.receipt)
        show(
            *sheet_screen(found.title, found.lines, found.entrustors, submitted, settings.language)
        )


@filings.command(
    help="2つの報告(速報と確報など)を項目ごとに比べる。\n\n"
    "Two reports (preliminary and final) compared field by field.\n\n"
    "\b\n例 Example:\n  shirase filing diff HAYATE 2 7",
)
def diff(
    incident: Incident,
    before: Number,
    after: Number,
    *,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Compare two reports."""
    with one_sentence(language):
        from commands.context import reader
        from commands.filing_reading import changes_of
        from screens.console import show
        from screens.filing_table import changes_screen
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register):
            found = changes_of(register, incident, before, after)
        if as_json:
            listed = [change._asdict() for change in found]
            typer.echo(json_of({"from": before, "to": after, "changed": listed}))
        else:
            show(*changes_screen((before, after), found, settings.language))
