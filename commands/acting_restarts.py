"""Commands that start an incident again: an ended one reopened, a lost one rebuilt."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

import typer

from command_channel import Given
from commands.acting_with import Acting, As, CommandId, act, given
from commands.context import Commander, commander, find_incident
from commands.options import Incident, ScreenLanguage
from commands.sentences import Language, one_sentence
from domain.parties import StaffRole
from domain.phases import ENDS
from register.overview import read_overview

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    short_help="事案を再開する (reopen an incident)",
    help="終結した事案を同じ番号で再開する。理由が必要。文書、一斉通知、契約店舗、期限は記録簿から"
    "引き継がれる。\n\n"
    "Open an ended incident again under its number, for a reason. Documents, waves, merchants "
    "and clocks go on from the register.\n\n"
    "\b\n例 Example:\n  shirase reopen HAYATE --reason 対象者が新たに判明した",
)
def reopen(
    incident: Incident,
    *,
    reason: Annotated[str, typer.Option(help="再開する理由。 What has come up.")],
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Reopen an incident."""

    async def do(acting: Acting) -> str:
        shirase = acting.commander.shirase
        await shirase.reopen(acting.incident_id, reason, given(acting))
        return {
            "ja": f"事案を再開しました。いま必要なこと: shirase next {incident}",
            "en": f"the incident is open again; what it needs: shirase next {incident}",
        }[acting.commander.settings.language]

    act(incident, role.value, language, do, command_id)


@app.command(
    short_help="失われた進行を作り直す (rebuild lost incidents)",
    help="Temporal の記録が失われたとき、動いていない進行中の事案を記録簿から作り直す。動いている"
    "事案はそのまま。事案を省略すると、進行中のすべて。\n\n"
    "After a lost Temporal store: start every open incident that does not run, from the register. "
    "What runs is left as it is. Without INCIDENT all open ones.\n\n"
    "\b\n例 Example:\n  shirase rebuild",
)
def rebuild(
    incident: Annotated[
        str | None,
        typer.Argument(
            metavar="[INCIDENT]",
            help="省略すると進行中のすべての事案。 All open incidents when left out.",
            show_default=False,
        ),
    ] = None,
    *,
    role: As = StaffRole.COMMANDER,
    language: ScreenLanguage = None,
) -> None:
    """Rebuild incidents whose workflows were lost."""
    with one_sentence(language):
        asyncio.run(_rebuild(incident, role, language))


async def _rebuild(incident: str | None, role: StaffRole, language: Language | None) -> None:
    async with commander(language) as house:
        words = {
            "ja": ("作り直しました", "動いています", "進行中の事案はありません。"),
            "en": ("rebuilt", "runs", "No incident is open."),
        }[house.settings.language]
        rebuilt, runs, none = words
        found = False
        async for name, was_lost in _each(house, incident, role):
            found = True
            typer.echo(f"{name}: {rebuilt if was_lost else runs}")
        if not found:
            typer.echo(none)


async def _each(
    house: Commander, incident: str | None, role: StaffRole
) -> AsyncIterator[tuple[str, bool]]:
    """Each incident's name, and whether it had to be rebuilt."""
    wanted = find_incident(house.register, incident) if incident else None
    for known in read_overview(house.register):
        named = known.id == wanted
        if not named and (wanted or known.phase in ENDS):
            continue
        lost = not await house.shirase.is_running(known.id)
        if lost:
            await house.shirase.rebuild(known.id, Given(role.value))
        yield known.code_name, lost
