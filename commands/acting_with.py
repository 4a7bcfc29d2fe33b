"""How every acting command runs: find, act once, say what the engine answered."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer
from pydantic import BaseModel, ValidationError
from ulid import ULID

from command_channel import Given
from commands.context import Commander, commander, find_incident
from commands.sentences import Language, NotPossible, one_sentence
from contracts.decision_kinds import DecisionKind
from domain.parties import StaffRole
from register.board import Board, read_board
from register.parties import PartyRow, ourselves, read_parties

M = TypeVar("M", bound=BaseModel)

As = Annotated[
    StaffRole,
    typer.Option("--as", help="どの立場で行うか。 The role in which you act."),
]
CommandId = Annotated[
    str | None,
    typer.Option(
        "--command-id",
        help="同じ操作を繰り返すときの番号。 Repeats a command: the same id takes effect once.",
    ),
]


class Acting(BaseModel):
    """What an act works with: the open house, the incident and who acts."""

    model_config = {"arbitrary_types_allowed": True, "frozen": True}

    commander: Commander
    incident_id: str
    actor: str
    command_id: str | None = None

    def board(self) -> Board:
        """The incident as the register shows it now."""
        return read_board(self.commander.register, self.incident_id, with_people=False, lines=0)

    def party(self, key: str) -> PartyRow:
        """The party with this key.

        Raises NotPossible, with the keys that there are.
        """
        register = self.commander.register
        with register.reading() as connection:
            sealer = register.sealer(self.incident_id, connection)
            known = read_parties(connection, sealer, self.incident_id).values()
        found = next((party for party in known if key in {party.key, party.id}), None)
        if found is None:
            keys = ", ".join(sorted(party.key for party in known))
            raise NotPossible(
                en=f"No party of this incident has that key. There are: {keys}",
                ja=f"その鍵の関係先はこの事案にありません。あるのは次のとおりです: {keys}",
            )
        return found


def act(
    incident: str,
    actor: str,
    language: Language | None,
    do: Callable[[Acting], Awaitable[str]],
    command_id: str | None = None,
) -> None:
    """Run one act and print its answer; refusals become one sentence and exit code 2."""
    with one_sentence(language):
        typer.echo(asyncio.run(_run(incident, actor, language, do, command_id)))


async def _run(
    incident: str,
    actor: str,
    language: Language | None,
    do: Callable[[Acting], Awaitable[str]],
    command_id: str | None,
) -> str:
    async with commander(language) as house:
        incident_id = find_incident(house.register, incident)
        acting = Acting(
            commander=house, incident_id=incident_id, actor=actor, command_id=command_id
        )
        answer = await do(acting)
        done = {"ja": "受け付けました", "en": "done"}[house.settings.language]
        return f"{done}: {answer}" if answer else done


def given(acting: Acting) -> Given:
    """Who gives the command, under which id."""
    return Given(acting.actor, command_id=acting.command_id or str(ULID()))


async def carry_out(acting: Acting, kind: DecisionKind, words: BaseModel) -> str:
    """Give a command that only records something."""
    said = words.model_dump(mode="json", exclude_none=True)
    outcome = await acting.commander.shirase.carry_out(
        acting.incident_id, kind, said, given(acting)
    )
    return outcome.sentence


def words_of(model: type[M], **fields: object) -> M:
    """The words of a command; what does not fit is said by field.

    Raises NotPossible.
    """
    given = {name: value for name, value in fields.items() if value is not None}
    try:
        return model.model_validate(given)
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(str(part) for part in item['loc'])}: {item['msg']}"
            for item in error.errors(include_input=False, include_url=False)
        )
        raise NotPossible(
            en=f"That does not fit: {problems}", ja=f"内容が合いません: {problems}"
        ) from None


def our_desk(acting: Acting) -> str:
    """The name of our own contact desk."""
    register = acting.commander.register
    with register.reading() as connection:
        sealer = register.sealer(acting.incident_id, connection)
        us = ourselves(read_parties(connection, sealer, acting.incident_id))
    return str(us.details.get("desk", {}).get("name", ""))
