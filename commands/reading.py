"""Commands that read: incidents, one incident, what is needed now, clocks, merchants."""

from pathlib import Path
from typing import Annotated

import typer

from commands import completing
from commands.options import AsJson, Incident, ScreenLanguage
from commands.sentences import one_sentence

app = typer.Typer()


@app.command(
    name="list",
    short_help="事案の一覧 (incidents)",
    help="進行中の事案を、次の期限とともに一覧する。\n\n"
    "List the open incidents, each with its next clock.\n\n"
    "\b\n例 Example:\n  shirase list --all",
)
def list_incidents(
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="終結した事案も。 Those that have ended, too.")
    ] = False,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """List incidents."""
    with one_sentence(language):
        from datetime import UTC, datetime

        from commands.context import reader
        from domain.phases import ENDS
        from register.case_time import case_time
        from register.overview import read_overview
        from screens.console import show
        from screens.incident_list import incident_list
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register):
            known = read_overview(register)
            found = [item for item in known if everything or item.phase not in ENDS]
            if as_json:
                typer.echo(json_of({"incidents": found}))
                return
            now = datetime.now(UTC)
            with register.reading() as connection:
                timed = [
                    (item, case_time(connection, item.id, item.marking, now)) for item in found
                ]
            show(incident_list(timed, settings.language))


@app.command(
    short_help="事案の全体像 (one incident at a glance)",
    help="段階、期限、契約店舗、通知、発出前の文書、直近の記録。\n\n"
    "Phase, clocks, merchants, waves, documents not issued yet, and the last lines of the log.\n\n"
    "\b\n例 Example:\n  shirase status HAYATE",
)
def status(incident: Incident, *, as_json: AsJson = False, language: ScreenLanguage = None) -> None:
    """Show one incident."""
    with one_sentence(language):
        from commands.context import reader
        from commands.looking import look_at
        from screens.console import console
        from screens.plain_json import as_json as json_of
        from screens.status_screen import status_screen

        with reader(language) as (settings, register):
            seen = look_at(register, incident, settings.language)
            if as_json:
                typer.echo(json_of(seen.as_json()))
                return
            screen = console()
            screen.print(
                status_screen(
                    seen.board,
                    seen.case_time,
                    seen.missing,
                    seen.log,
                    seen.standing,
                    settings.language,
                    screen.width,
                )
            )


@app.command(
    name="next",
    short_help="いま必要なこと (what needs me now)",
    help="いま人の判断や作業が必要なことを、急ぐ順に、打つべきコマンドとともに示す。"
    "既定では一画面に収まるだけ、--all ですべて。\n\n"
    "What needs a person now, the most urgent first, each with the exact command that does it: "
    "as much as fits a screen, all of it with --all.\n\n"
    "\b\n例 Example:\n  shirase next --role counsel",
)
def next_needs(
    incident: Annotated[
        str | None,
        typer.Argument(
            metavar="[INCIDENT]",
            autocompletion=completing.incidents,
            help="省略すると進行中のすべての事案。 All open incidents when left out.",
            show_default=False,
        ),
    ] = None,
    *,
    role: Annotated[
        str | None,
        typer.Option(
            help="この役割に必要なことだけ(commander, counsel など)。 Only what this role is "
            "asked for (commander, counsel, …).",
            show_default=False,
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="画面に収まらないものも。 What does not fit, too.")
    ] = False,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Show what needs a person now."""
    with one_sentence(language):
        from commands.context import reader
        from commands.needs.agenda import agendas, require_role
        from commands.needs.agenda_list import Listed, show_agenda
        from screens.plain_json import as_json as json_of

        require_role(role)
        with reader(language) as (settings, register):
            found = agendas(register, incident, role)
            if as_json:
                typer.echo(json_of({"needs": [item.as_json(role) for item in found]}))
                return
            listed = (Listed(item.code_name, item.case_time, item.need) for item in found)
            named = "".join(f" {word}" for word in (incident, role and f"--role {role}") if word)
            line = f"shirase next{named} --all"
            show_agenda(listed, role, settings.language, everything=everything, line=line)


@app.command(
    short_help="期限の一覧と説明 (clocks and how they were reckoned)",
    help="すべての義務の期限、目標、状態、余裕。--explain で一つの算定の説明と根拠。"
    "事案を省略すると、進行中のすべての事案の期限を早い順に示す。"
    "--ics でカレンダーのファイルに書き出す。\n\n"
    "All duties with limit, target, state and margin; --explain tells how one was reckoned. "
    "Without an incident, the clocks of all open ones, soonest first; --ics writes a calendar.\n\n"
    "\b\n例 Example:\n  shirase clocks HAYATE --explain preliminary:merchant-a\n"
    "  shirase clocks --ics shirase.ics",
)
def clocks(
    incident: Annotated[
        str | None,
        typer.Argument(
            metavar="[INCIDENT]",
            autocompletion=completing.incidents,
            help="省略すると進行中のすべての事案。 All open incidents when left out.",
            show_default=False,
        ),
    ] = None,
    *,
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="KEY",
            autocompletion=completing.duties,
            help="義務の鍵、またはその先頭。 A duty's key, or the beginning of it.",
            show_default=False,
        ),
    ] = None,
    ics: Annotated[
        Path | None,
        typer.Option(
            "--ics",
            metavar="FILE",
            help="iCalendar のファイルへ書き出す。 Write an iCalendar file.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Show all duties, or explain one."""
    with one_sentence(language):
        from commands.context import reader
        from commands.looking import clocks_of
        from screens.console import show
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register):
            if incident is None or ics is not None:
                from commands.clocks_everywhere import every_clock, write_calendar

                found = every_clock(register, incident)
                if ics is not None:
                    typer.echo(f"{ics}: {write_calendar(found, ics, settings.language)}")
                elif as_json:
                    typer.echo(json_of(found.as_json()))
                else:
                    show(found.screen(settings.language))
                return
            seen = clocks_of(register, incident, explain)
            if as_json:
                typer.echo(json_of(seen.as_json()))
            else:
                show(seen.screen(settings.language))


@app.command(
    short_help="契約店舗の一覧 (merchants)",
    help="契約店舗ごとの通知、督促、受領、選択、委任、対象者数、申告。\n\n"
    "Every merchant: told, reminded, acknowledged, its choice, mandate, people, reports.\n\n"
    "\b\n例 Example:\n  shirase merchants HAYATE --json",
)
def merchants(
    incident: Incident, *, as_json: AsJson = False, language: ScreenLanguage = None
) -> None:
    """Show the merchants of an incident."""
    with one_sentence(language):
        from commands.context import find_incident, reader
        from register.board import read_board
        from screens.board_json import merchant_json
        from screens.console import show
        from screens.merchant_table import merchant_table
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register):
            identity = find_incident(register, incident)
            board = read_board(register, identity, with_people=False)
            if as_json:
                listed = [merchant_json(merchant) for merchant in board.merchants]
                typer.echo(json_of({"merchants": listed}))
            else:
                show(merchant_table(board.merchants, settings.language))
