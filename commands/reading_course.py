"""Commands that read the whole course: who knew and when, and the report for the board."""

from pathlib import Path
from typing import Annotated

import typer

from commands.dossier_files import write_dossier, write_private
from commands.options import AsJson, Incident, ScreenLanguage
from commands.sentences import one_sentence

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    short_help="誰がいつ知ったか (who knew, and when)",
    help="誰が、いつ、何によって知ったか。メール、届出、やり取り、公表、通知、記録から。\n\n"
    "Who knew, since when, and by which act: from mails, filings, threads, releases, waves and "
    "what is on record.\n\n"
    "\b\n例 Example:\n  shirase knew HAYATE --out knew.xlsx",
)
def knew(
    incident: Incident,
    *,
    out: Annotated[
        Path | None, typer.Option(help="Excel ファイルへ。 Into a workbook (.xlsx).")
    ] = None,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """List who knew."""
    with one_sentence(language):
        from datetime import UTC, datetime

        from commands.context import find_incident, reader
        from commands.knowing import KNEW_HEAD, knew_rows
        from printing.sheets import Sheet, as_workbook
        from register.who_knew import read_who_knew
        from screens.console import show
        from screens.knew_table import knew_table
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register):
            identity = find_incident(register, incident)
            with register.reading() as connection:
                sealer = register.sealer(identity, connection)
                found = read_who_knew(connection, sealer, identity)
        rows, head = knew_rows(found, settings.language), KNEW_HEAD[settings.language]
        if out is not None:
            write_private(out, as_workbook([Sheet("knew", head, rows)], datetime.now(UTC)))
            typer.echo(f"{out}")
        elif as_json:
            typer.echo(json_of({"knew": [one._asdict() for one in found]}))
        else:
            show(knew_table(head, rows))


@app.command(
    short_help="経過報告書 (the report for the board)",
    help="経過報告書を作る: 経過の図、期限と余裕、件数の推移、決定と理由、全記録。"
    "HTML、PDF、Excel(すべての表)。`shirase report INCIDENT` でも同じ。\n\n"
    "Make the report for the board: the course as a picture, duties with margins, figures over "
    "time, decisions with who and why, the whole log. HTML, PDF, and a workbook of every table. "
    "`shirase report INCIDENT` does the same.\n\n"
    "\b\n例 Example:\n  shirase dossier HAYATE --out report",
)
def dossier(
    incident: Incident,
    *,
    out: Annotated[Path, typer.Option(help="フォルダー。 The folder.")],
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Make the report for the board."""
    write_dossier(incident, out, as_json=as_json, language=language)
