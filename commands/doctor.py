"""`shirase doctor`: is everything there that an incident needs, and what to do where it is not."""

import typer

from commands.options import AsJson, ScreenLanguage
from commands.sentences import EXIT_FOUND_WRONG, one_sentence

app = typer.Typer()


@app.command(
    short_help="動作環境の点検 (check keys, server, register, …)",
    help="鍵、Temporal、ワーカー、受付、郵便、記録簿、差出人、祝日、時計、ディスクを点検し、直し方を\n"
    "示す。何も変更しない。直すべきものがあれば終了コード1。\n\n"
    "Check keys, Temporal, worker, intake, mail, register, sender, holidays, clocks and disk, and\n"
    "say what to do. Changes nothing; exit code 1 where something must be mended.\n\n"
    "\b\n例 Example:\n  shirase doctor",
)
def doctor(*, as_json: AsJson = False, language: ScreenLanguage = None) -> None:
    """Check everything."""
    with one_sentence(language):
        import asyncio

        from commands.checks.finding_table import findings_table
        from commands.checks.round import examine
        from commands.sentences import screen_language
        from screens.console import show
        from screens.plain_json import as_json as json_of

        spoken = screen_language(language)
        findings = asyncio.run(examine())
        healthy = all(finding.status != "fail" for finding in findings)
        if as_json:
            told = [finding.as_json() for finding in findings]
            typer.echo(json_of({"healthy": healthy, "checks": told}))
        else:
            show(findings_table(findings, spoken))
        raise typer.Exit(0 if healthy else EXIT_FOUND_WRONG)
