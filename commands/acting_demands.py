"""Commands on a whole thread: the standard demands to a vendor, and who of us leads the talk."""

from datetime import datetime
from typing import Annotated

import typer

from commands.acting_with import Acting, As, CommandId, act, carry_out, words_of
from commands.acting_work import TIME_FORMATS
from commands.options import Incident, ScreenLanguage
from commands.sentences import NotPossible
from contracts import decision_words as words
from contracts.decision_kinds import DecisionKind
from domain.parties import StaffRole
from domain.threads import Demand

Party = Annotated[str, typer.Argument(help="関係先の鍵。 The party's key.")]


def demand(
    incident: Incident,
    party: Party,
    *,
    standard: Annotated[bool, typer.Option(help="標準の求めをすべて。 All of them.")] = False,
    only: Annotated[
        list[Demand] | None, typer.Option(help="このものだけ。 Only these, named one by one.")
    ] = None,
    officer: Annotated[str, typer.Option(help="先方の担当者。 Whom of them we spoke to.")] = "",
    due: Annotated[
        datetime | None, typer.Option(help="期限(時差付き)。 By when.", formats=TIME_FORMATS)
    ] = None,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Make the standard demands to a vendor."""

    async def do(acting: Acting) -> str:
        if standard == bool(only):
            raise NotPossible(
                en="Give --standard for all standard demands, or name some by --only; "
                "`shirase thread asked` asks anything else.",
                ja="標準の求めすべてなら --standard、一部なら --only を指定してください。"
                "それ以外は `shirase thread asked` で求めます。",
            )
        fields = {"party": party, "demands": tuple(only or ()), "due_at": due, "officer": officer}
        said = words_of(words.ThreadDemands, **fields)
        return await carry_out(acting, DecisionKind.THREAD_DEMANDS, said)

    act(incident, role.value, language, do, command_id)


def assign(
    incident: Incident,
    party: Party,
    owner: Annotated[StaffRole, typer.Argument(help="担当。 Who leads.")],
    *,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Let somebody lead a thread."""

    async def do(acting: Acting) -> str:
        said = words_of(words.ThreadAssigned, party=party, owner=owner)
        return await carry_out(acting, DecisionKind.THREAD_ASSIGNED, said)

    act(incident, role.value, language, do, command_id)
