"""Commands on our own people while an incident runs: who is away, and who is back."""

from datetime import datetime
from typing import Annotated

import typer

from commands.acting_with import Acting, As, CommandId, act, carry_out, words_of
from commands.options import Incident, ScreenLanguage
from contracts.decision_kinds import DecisionKind
from contracts.staff_words import StaffAway
from domain.parties import StaffRole

DAY = ["%Y-%m-%d"]
app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    help="担当者の不在を記録する。不在の間、督促は代理の方へ届く。\n\n"
    "Somebody of our own is away: alerts go to whoever stands in meanwhile. Days are those of that "
    "person's own zone, the first and the last included.\n\n"
    "\b\n例 Example:\n  shirase party away HAYATE counsel --since 2026-12-29 --until 2027-01-03\n"
    "  shirase party away HAYATE counsel --back"
)
def away(
    incident: Incident,
    who: Annotated[StaffRole, typer.Argument(metavar="ROLE", help="不在の役割。 The role.")],
    *,
    since: Annotated[
        datetime | None, typer.Option(help="初日(省略すると今日)。 The first day.", formats=DAY)
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(help="最終日。 The last day.", formats=DAY)
    ] = None,
    mail: Annotated[
        str | None,
        typer.Option(help="同じ役割が複数いる場合に指定。 Which one, where several hold the role."),
    ] = None,
    back: Annotated[bool, typer.Option("--back", help="復帰した。 Is back from today.")] = False,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Record an absence, or its end."""
    said = words_of(
        StaffAway,
        role=who,
        since=since and since.date(),
        until=until and until.date(),
        mail=mail,
        back=back,
    )

    async def do(acting: Acting) -> str:
        return await carry_out(acting, DecisionKind.STAFF_AWAY, said)

    act(incident, role.value, language, do, command_id)
