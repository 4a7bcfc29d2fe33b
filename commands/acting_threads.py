"""Commands on threads: what was asked, answered, promised, noted or taken back."""

from datetime import datetime
from typing import Annotated

import typer

from commands.acting_with import As, CommandId, words_of
from commands.acting_work import TIME_FORMATS, record
from commands.options import Incident, ScreenLanguage
from contracts import decision_words as words
from contracts.decision_kinds import DecisionKind
from domain.parties import StaffRole
from domain.threads import Demand, Direction

threads = typer.Typer(
    name="thread",
    help="関係先とのやり取り。\n\nThreads: the talk with a party.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


def _thread_command(direction: Direction, japanese: str, english: str) -> None:
    @threads.command(
        name=direction.value,
        help=f"{japanese}\n\n{english}\n\n\b\n例 Example:\n"
        f"  shirase thread {direction.value} HAYATE app-vendor --summary 内容",
    )
    def say(
        incident: Incident,
        party: Annotated[str, typer.Argument(help="関係先の鍵。 The party's key.")],
        number: Annotated[
            int | None, typer.Argument(min=1, help="答える番号。 The number answered.")
        ] = None,
        *,
        summary: Annotated[str, typer.Option(help="内容。 The words.")],
        officer: Annotated[str, typer.Option(help="相手の担当者。 Whom we spoke to.")] = "",
        due: Annotated[
            datetime | None,
            typer.Option(help="回答の期限。 Reply due.", formats=TIME_FORMATS),
        ] = None,
        demand: Annotated[Demand, typer.Option(help="求めるもの。 What is asked for.")] = (
            Demand.OTHER
        ),
        partial: Annotated[bool, typer.Option(help="一部の回答。 A partial answer.")] = False,
        role: As = StaffRole.COMMANDER,
        command_id: CommandId = None,
        language: ScreenLanguage = None,
    ) -> None:
        answers = direction is Direction.ANSWERED
        said = words_of(
            words.ThreadWords,
            party=party,
            direction=direction,
            text=summary,
            officer=officer,
            reply_due_at=due,
            demand=demand,
            answers=number,
            complete=not partial if answers else None,
        )
        record(incident, role, language, command_id, DecisionKind.THREAD_ENTRY, said)


for _direction, _japanese, _english in (
    (Direction.ASKED, "関係先に求めた、または求められた。", "Something was asked."),
    (Direction.ANSWERED, "番号の求めに回答があった。", "The numbered ask was answered."),
    (Direction.PROMISED, "約束があった。", "Something was promised."),
    (Direction.NOTED, "その他の連絡。", "Something else was said."),
    (Direction.WITHDRAWN, "番号の求めを取り下げた。", "The numbered ask is withdrawn."),
):
    _thread_command(_direction, _japanese, _english)
