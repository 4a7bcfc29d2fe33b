"""`shirase ledger`: what is in force, and what changed between two revisions."""

from typing import Annotated

import typer

from commands.options import AsJson, Incident, ScreenLanguage
from commands.sentences import one_sentence

ledgers = typer.Typer(
    name="ledger",
    help="事実台帳。\n\nThe fact ledger.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
Revision = Annotated[int, typer.Argument(min=0, help="版の番号。 A revision.")]


@ledgers.command(
    name="list",
    help="台帳の版の一覧。いつ、どの事実が変わったか。\n\n"
    "The revisions of the ledger: when each was made, and which facts it changed.\n\n"
    "\b\n例 Example:\n  shirase ledger list HAYATE",
)
def list_revisions(
    incident: Incident, *, as_json: AsJson = False, language: ScreenLanguage = None
) -> None:
    """List the revisions."""
    with one_sentence(language):
        from commands.context import reader
        from commands.ledger_reading import ledger_of, revisions_of
        from screens.console import show
        from screens.ledger_table import revisions_screen
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register):
            ledger = ledger_of(register, incident)
        listed = revisions_of(ledger)
        if as_json:
            told = [
                {"revision": number, "recorded_at": at, "keys": keys}
                for number, (at, keys) in listed.items()
            ]
            typer.echo(json_of({"revisions": told}))
        else:
            show(revisions_screen(listed, settings.language))


@ledgers.command(
    name="show",
    help="現在の事実、決まっていない食い違い、第三者の主張。--at で以前の版。\n\n"
    "What is in force, what competes undecided, what others claim; --at an earlier revision.\n\n"
    "\b\n例 Example:\n  shirase ledger show HAYATE --at 3",
)
def show_ledger(
    incident: Incident,
    *,
    at: Annotated[
        int | None, typer.Option(help="版の番号。 The revision.", show_default=False)
    ] = None,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Show the ledger."""
    with one_sentence(language):
        from commands.context import reader
        from commands.ledger_reading import entry_json, ledger_of
        from screens.console import show
        from screens.ledger_table import ledger_screen
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register):
            ledger = ledger_of(register, incident, at)
        if not as_json:
            show(*ledger_screen(ledger, incident, settings.language))
            return
        competing = {
            key: [entry_json(ledger, entry) for entry in entries]
            for key, entries in ledger.competing().items()
        }
        told = {
            "revision": ledger.revision,
            "facts": [entry_json(ledger, entry) for entry in ledger.current().values()],
            "competing": competing,
            "claims": [entry_json(ledger, entry) for entry in ledger.claims],
        }
        typer.echo(json_of(told))


@ledgers.command(
    name="diff",
    help="2つの版の間に変わった事実を、前と後を並べて示す。\n\n"
    "The facts that changed between two revisions, before and after.\n\n"
    "\b\n例 Example:\n  shirase ledger diff HAYATE 3 7",
)
def diff(
    incident: Incident,
    before: Revision,
    after: Revision,
    *,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Show what changed between two revisions."""
    with one_sentence(language):
        from commands.context import reader
        from commands.ledger_reading import changes_between, entry_json, ledger_of
        from screens.console import show
        from screens.ledger_table import changes_screen
        from screens.plain_json import as_json as json_of

        first, last = sorted((before, after))
        with reader(language) as (settings, register):
            ledger = ledger_of(register, incident, last)
        changes = changes_between(ledger, first, last)
        if as_json:
            listed = [
                {
                    "key": key,
                    "before": entry_json(ledger, was),
                    "after": entry_json(ledger, now),
                    "differs_in": now.fact.differs_in(was.fact) if was else None,
                }
                for key, (was, now) in changes.items()
            ]
            typer.echo(json_of({"from": first, "to": last, "changed": listed}))
        else:
            show(*changes_screen(changes, (first, last), settings.language))
