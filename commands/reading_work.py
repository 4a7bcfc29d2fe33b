"""Commands that list the work around an incident: tasks, threads, parties, holds, retention.

Each app joins the group of the commands that act on the same things.
"""

from typing import Annotated

import typer

from commands import completing
from commands.options import AsJson, Incident, ScreenLanguage
from commands.sentences import one_sentence
from domain.parties import PartyKind

OnlyOpen = Annotated[bool, typer.Option("--open", help="未了のものだけ。 Only what is still open.")]

tasks = typer.Typer(add_completion=False, rich_markup_mode=None)
threads = typer.Typer(add_completion=False, rich_markup_mode=None)
parties = typer.Typer(add_completion=False, rich_markup_mode=None)
holds = typer.Typer(add_completion=False, rich_markup_mode=None)
retention = typer.Typer(add_completion=False, rich_markup_mode=None)


@tasks.command(
    name="list",
    help="作業の一覧。初動、封じ込め、その他の順に、未了のものから。\n\n"
    "The tasks by track (first hour, containment, other), open ones first.\n\n"
    "\b\n例 Example:\n  shirase task list HAYATE --open",
)
def list_tasks(
    incident: Incident,
    *,
    only_open: OnlyOpen = False,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """List the tasks."""
    with one_sentence(language):
        from commands.context import reader
        from commands.work_reading import opened, read_task_list, task_json
        from screens.console import show
        from screens.plain_json import as_json as json_of
        from screens.task_table import task_table

        with reader(language) as (settings, register), opened(register, incident) as look:
            found = read_task_list(look, only_open=only_open)
            if as_json:
                listed = [task_json(task, look.at) for task in found]
                typer.echo(json_of({"at": look.at, "tasks": listed}))
            else:
                show(task_table(found, look.at, settings.language))


@tasks.command(
    name="show",
    help="作業一つの内容、理由、証跡。\n\nOne task: what, why, and what shows it.\n\n"
    "\b\n例 Example:\n  shirase task show HAYATE 3",
)
def show_task(
    incident: Incident,
    task: Annotated[
        str,
        typer.Argument(
            metavar="N", autocompletion=completing.tasks, help="作業の番号。 The task's number."
        ),
    ],
    *,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Show one task."""
    with one_sentence(language):
        from commands.context import reader
        from commands.work_reading import find_task, opened, task_json
        from screens.console import show
        from screens.plain_json import as_json as json_of
        from screens.task_table import task_page

        with reader(language) as (settings, register), opened(register, incident) as look:
            found = find_task(look, task)
            if as_json:
                typer.echo(json_of(task_json(found, look.at)))
            else:
                show(task_page(found, look.at, settings.language))


@threads.command(
    name="list",
    help="全関係先の求めと約束の一覧。番号、状態、どちらの番か、期限。\n\n"
    "Every ask and promise of all threads: number, state, whose turn, due.\n\n"
    "\b\n例 Example:\n  shirase thread list HAYATE --open",
)
def list_threads(
    incident: Incident,
    *,
    only_open: OnlyOpen = False,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """List what is asked and promised."""
    with one_sentence(language):
        from commands.context import reader
        from commands.work_reading import matter_json, opened, read_matter_list
        from screens.console import show
        from screens.plain_json import as_json as json_of
        from screens.task_table import matter_table

        with reader(language) as (settings, register), opened(register, incident) as look:
            found = read_matter_list(look, only_open=only_open)
            if as_json:
                listed = [matter_json(item, look.at) for item in found]
                typer.echo(json_of({"at": look.at, "matters": listed}))
            else:
                show(matter_table(found, look.at, settings.language))


@parties.command(
    name="list",
    help="関係先の一覧。鍵、名称、種類、立場、連絡先の数。\n\n"
    "The parties: key, name, kind, standing, number of contacts.\n\n"
    "\b\n例 Example:\n  shirase party list HAYATE --kind vendor",
)
def list_parties(
    incident: Incident,
    *,
    kind: Annotated[
        PartyKind | None, typer.Option(help="この種類だけ。 Only of this kind.")
    ] = None,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """List the parties."""
    with one_sentence(language):
        from commands.context import reader
        from commands.work_reading import opened, read_party_list
        from screens.console import show
        from screens.plain_json import as_json as json_of
        from screens.record_tables import party_table

        with reader(language) as (settings, register), opened(register, incident) as look:
            found = read_party_list(look, kind)
            if as_json:
                typer.echo(json_of({"parties": [item.as_json() for item in found]}))
            else:
                contacts = {item.party.id: len(item.contacts) for item in found}
                known = [item.party for item in found]
                show(party_table(known, contacts, settings.language))


@parties.command(
    name="show",
    help="関係先一つと、その連絡先。\n\nOne party with its contacts.\n\n"
    "\b\n例 Example:\n  shirase party show HAYATE app-vendor",
)
def show_party(
    incident: Incident,
    party: Annotated[
        str,
        typer.Argument(
            metavar="KEY", autocompletion=completing.parties, help="関係先の鍵。 The party's key."
        ),
    ],
    *,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Show one party."""
    with one_sentence(language):
        from commands.context import reader
        from commands.work_reading import find_party, opened
        from screens.console import show
        from screens.plain_json import as_json as json_of
        from screens.record_tables import party_page

        with reader(language) as (settings, register), opened(register, incident) as look:
            found = find_party(look, party)
        if as_json:
            typer.echo(json_of(found.as_json()))
        else:
            show(party_page(found.party, found.contacts, settings.language))


@holds.command(
    name="list",
    help="証拠の保全の一覧。\n\nThe holds: what may not be deleted, for whom.\n\n"
    "\b\n例 Example:\n  shirase hold list HAYATE",
)
def list_holds(
    incident: Incident, *, as_json: AsJson = False, language: ScreenLanguage = None
) -> None:
    """List the holds."""
    with one_sentence(language):
        from commands.context import reader
        from commands.work_reading import opened
        from register.holds import read_holds
        from register.retention import read_data_sets
        from screens.console import show
        from screens.plain_json import as_json as json_of
        from screens.record_tables import hold_table

        with reader(language) as (settings, register), opened(register, incident) as look:
            found = read_holds(look.connection, look.sealer, look.incident_id)
            lists = read_data_sets(look.connection, look.incident_id)
        if as_json:
            told = [{**dict(hold), "in_force": hold.in_force} for hold in found]
            typer.echo(json_of({"holds": told}))
        else:
            merchants = {item.id: item.merchant for item in lists}
            show(hold_table(found, merchants, settings.language))


@retention.command(
    name="list",
    help="名簿ごとの扱いの決定。\n\nWhat was decided about each data set.\n\n"
    "\b\n例 Example:\n  shirase retention list HAYATE",
)
def list_retention(
    incident: Incident, *, as_json: AsJson = False, language: ScreenLanguage = None
) -> None:
    """List the data sets and what happens to them."""
    with one_sentence(language):
        from commands.context import reader
        from commands.work_reading import opened
        from register.holds import read_holds
        from register.retention import decisions_in_force, read_data_sets
        from screens.console import show
        from screens.plain_json import as_json as json_of
        from screens.record_tables import retention_table

        with reader(language) as (settings, register), opened(register, incident) as look:
            lists = read_data_sets(look.connection, look.incident_id)
            decisions = decisions_in_force(look.connection, look.sealer, look.incident_id)
            found = read_holds(look.connection, look.sealer, look.incident_id)
        if as_json:
            told = [
                {
                    **dict(item),
                    "decision": dict(decisions[item.id]) if item.id in decisions else None,
                    "on_hold": any(hold.covers(item.id) for hold in found),
                }
                for item in lists
            ]
            typer.echo(json_of({"data_sets": told}))
        else:
            show(retention_table(lists, decisions, found, settings.language))
