"""How every acting command runs: find, act once, say what the engine answered."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, TypeVar

import typer
from pydantic import BaseModel, ValidationError
from typer._click.core import ParameterSource
from typer._click.globals import get_current_context
from ulid import ULID

from command_channel import Given
from commands.answer_words import answer_in
from commands.context import Commander, commander, find_incident
from commands.field_words import does_not_fit
from commands.roles_held import acting_role
from commands.sentences import Language, NotPossible, ScreenLanguage, one_sentence
from contracts.decision_kinds import DecisionKind
from domain.parties import PartyKind, StaffRole
from register.board import Board, read_board
from register.parties import PartyRow, ourselves, read_parties

M = TypeVar("M", bound=BaseModel)
SAID_AFTER_SECONDS = 8.0

As = Annotated[
    StaffRole,
    typer.Option("--as", help="どの立場で行うか。 The role in which you act."),
]
Reason = Annotated[str, typer.Option(help="理由。 Why.")]
CommandId = Annotated[
    str | None,
    typer.Option(
        "--command-id",
        help="同じ操作を繰り返すときの番号。 Repeats a command: the same id takes effect once.",
    ),
]

_KINDS: Mapping[PartyKind | None, tuple[str, str]] = {
    PartyKind.AUTHORITY: ("authority", "当局"),
    PartyKind.MERCHANT: ("merchant", "契約店舗"),
}


class Acting(BaseModel):
    """What an act works with: the open house, the incident and who acts."""

    model_config = {"arbitrary_types_allowed": True, "frozen": True}

    commander: Commander
    incident_id: str
    actor: str
    command_id: str

    def anew(self) -> "Acting":
        """The same person in the same incident, for a further command."""
        return self.model_copy(update={"command_id": str(ULID())})

    def board(self) -> Board:
        """The incident as the register shows it now."""
        return read_board(self.commander.register, self.incident_id, with_people=False, lines=0)

    def ourselves(self) -> str:
        """The key of our own organisation."""
        register = self.commander.register
        with register.reading() as connection:
            sealer = register.sealer(self.incident_id, connection)
            return ourselves(read_parties(connection, sealer, self.incident_id)).key

    def party(self, key: str, kind: PartyKind | None = None) -> PartyRow:
        """The party with this key, of this kind where one is named.

        Raises NotPossible, with the keys that there are.
        """
        register = self.commander.register
        with register.reading() as connection:
            sealer = register.sealer(self.incident_id, connection)
            known = read_parties(connection, sealer, self.incident_id).values()
        fitting = [party for party in known if kind in {None, party.kind}]
        found = next((party for party in fitting if key in {party.key, party.id}), None)
        if found is None:
            raise _no_such_party(sorted(party.key for party in fitting), kind)
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
        chosen = _says_who()
        typer.echo(asyncio.run(_run(incident, actor, language, do, command_id, chosen=chosen)))


def _says_who() -> bool:
    """Whether a person named the role; a command that was not typed names it itself."""
    context = get_current_context(silent=True)
    source = context.get_parameter_source("role") if context else None
    return source is not ParameterSource.DEFAULT


def _no_such_party(keys: list[str], kind: PartyKind | None) -> NotPossible:
    listed = ", ".join(keys)
    en, ja = _KINDS.get(kind, ("party", "関係先"))
    word = kind.value if kind else "KIND"
    return NotPossible(
        en=f"No {en} of this incident has that key. There are: {listed or 'none'}. A new one: "
        f"shirase party add INCIDENT KEY {word} --name NAME",
        ja=f"その鍵の{ja}はこの事案にありません。あるのは次のとおりです: {listed or 'なし'}。"
        f"加えるには: shirase party add INCIDENT KEY {word} --name NAME",
    )


async def _run(
    incident: str,
    actor: str,
    language: Language | None,
    do: Callable[[Acting], Awaitable[str]],
    command_id: str | None,
    *,
    chosen: bool,
) -> str:
    async with commander(language) as house:
        incident_id = find_incident(house.register, incident)
        actor = acting_role(house.register, incident_id, actor, chosen=chosen)
        known_id = _checked(command_id) or str(ULID())
        acting = Acting(commander=house, incident_id=incident_id, actor=actor, command_id=known_id)
        with _saying_that_we_wait(known_id, house.settings.language):
            answer = await do(acting)
        spoken = house.settings.language
        done = {"ja": "受け付けました", "en": "done"}[spoken]
        return f"{done}: {answer_in(answer, spoken, incident)}" if answer else done


def _checked(command_id: str | None) -> str | None:
    """The id that a person gave, or None; NotPossible for one that is none."""
    try:
        return str(ULID.from_str(command_id)) if command_id is not None else None
    except ValueError:
        raise NotPossible(
            en="--command-id is 26 letters and digits (a ULID); leave it out, and one is made.",
            ja="--command-id は26文字の英数字(ULID)です。省略すれば自動で付きます。",
        ) from None


@contextmanager
def _saying_that_we_wait(command_id: str, language: ScreenLanguage) -> Iterator[None]:
    """After a while, say how the command can be given again if nobody wants to wait longer."""
    said = {
        "ja": "エンジンの応答を待っています。Ctrl-C で中断しても構いません。同じ操作を次の番号で"
        f"繰り返せます: --command-id {command_id}",
        "en": "Still waiting for the engine. Ctrl-C does no harm: give the same command again with "
        f"--command-id {command_id}",
    }[language]
    loop = asyncio.get_running_loop()
    waiting = loop.call_later(SAID_AFTER_SECONDS, lambda: typer.echo(said, err=True))
    try:
        yield
    finally:
        waiting.cancel()


def given(acting: Acting) -> Given:
    """Who gives the command, under which id."""
    return Given(acting.actor, command_id=acting.command_id)


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
        raise does_not_fit(error) from None


def our_desk(acting: Acting) -> str:
    """The name of our own contact desk."""
    register = acting.commander.register
    with register.reading() as connection:
        sealer = register.sealer(acting.incident_id, connection)
        us = ourselves(read_parties(connection, sealer, acting.incident_id))
    return str(us.details.get("desk", {}).get("name", ""))
