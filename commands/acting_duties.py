"""Commands that decide about duties: a later date, a filing, a waiver, the moment that counts."""

from datetime import datetime
from typing import Annotated

import typer

from commands import completing
from commands.acting_with import Acting, As, CommandId, Reason, act, carry_out, words_of
from commands.finding import find_duty
from commands.options import Incident, ScreenLanguage
from commands.sentences import NotPossible, one_sentence
from contracts.decision_kinds import DecisionKind
from contracts.duty_decision_words import (
    ConfirmedDate,
    DutiesConfirmed,
    DutyFiled,
    DutyWaived,
    MomentDecided,
)
from domain.parties import StaffRole
from register.board import BoardDuty
from register.duties import ENDED, PROPOSED

TIME_FORMATS = ["%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M:%S%z"]
app = typer.Typer(add_completion=False, rich_markup_mode=None)
Duty = Annotated[
    str,
    typer.Argument(
        autocompletion=completing.duties, help="義務の鍵(clocks で確認)。 The duty's key."
    ),
]


@app.command(
    short_help="遅くなる期限を確認 (confirm a later date)",
    help="新しい事実によって遅くなる期限、または消える義務を、示された内容のとおりに確認する。"
    "確認するまでは早い方の期限で進む。\n\n"
    "Confirm a date that facts would make later, or a duty that they would end, as shown. Until "
    "then the stricter date runs.\n\n"
    "\b\n例 Example:\n  shirase confirm HAYATE final:ourselves:ppc --reason 不正の目的と確定\n"
    "  shirase confirm HAYATE --all --reason 知った日を法務が決定",
)
def confirm(
    incident: Incident,
    duty: Annotated[
        str | None,
        typer.Argument(
            metavar="[DUTY]",
            autocompletion=completing.duties,
            help="義務の鍵(clocks で確認)。 The duty's key.",
            show_default=False,
        ),
    ] = None,
    *,
    reason: Reason,
    everything: Annotated[
        bool,
        typer.Option("--all", help="遅くなる期限のすべて。 Every date that would become later."),
    ] = False,
    role: As = StaffRole.COUNSEL,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Confirm later dates."""
    with one_sentence(language):
        _one_or_all(duty, everything=everything)

    async def do(acting: Acting) -> str:
        words = words_of(
            DutiesConfirmed,
            duties=tuple(
                ConfirmedDate(
                    key=found.key, clock_at=found.proposal.clock_at if found.proposal else None
                )
                for found in _to_confirm(acting, duty)
            ),
            reason=reason,
        )
        return await carry_out(acting, DecisionKind.DUTIES_CONFIRMED, words)

    act(incident, role.value, language, do, command_id)


@app.command(
    short_help="提出を記録 (record a filing)",
    help="文書によらずに行った提出(外国の当局、取引所、契約の相手など)を、提出日時と受付番号を証跡として"
    "記録する。\n\n"
    "Record a filing that was made outside our documents (a foreign authority, an exchange, a "
    "contract partner), with submission time and receipt or reference as evidence.\n\n"
    "\b\n例 Example:\n  shirase filing HAYATE early-warning:ourselves \\\n"
    "      --submitted-at 2026-01-09T17:40+01:00 --receipt BSI-2026-0007",
)
def filing(
    incident: Incident,
    duty: Duty,
    *,
    submitted_at: Annotated[
        datetime, typer.Option(help="提出日時(時差付き)。 When it went.", formats=TIME_FORMATS)
    ],
    receipt: Annotated[
        str, typer.Option(help="受付番号・整理番号。 The receipt number or reference.")
    ],
    role: As = StaffRole.PRIVACY_OFFICER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Record a filing."""

    async def do(acting: Acting) -> str:
        key = find_duty(acting.board(), duty).key
        words = words_of(DutyFiled, key=key, submitted_at=submitted_at, receipt=receipt)
        return await carry_out(acting, DecisionKind.DUTY_FILED, words)

    act(incident, role.value, language, do, command_id)


@app.command(
    short_help="目安の期限を見送る (waive a guidance clock)",
    help="目安または契約による期限を、理由を付けて見送る。法定の期限は見送れない。"
    "目安の期限を見送っても、義務そのものは残る。\n\n"
    "Let the clock of guidance or of a contract go, for a reason; never one that the law sets. "
    "The duty behind a guidance clock stays.\n\n"
    "\b\n例 Example:\n  shirase waive HAYATE preliminary:ourselves --reason 当局と調整済み",
)
def waive(
    incident: Incident,
    duty: Duty,
    *,
    reason: Reason,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Waive a clock."""

    async def do(acting: Acting) -> str:
        key = find_duty(acting.board(), duty).key
        words = words_of(DutyWaived, key=key, reason=reason)
        return await carry_out(acting, DecisionKind.DUTY_WAIVED, words)

    act(incident, role.value, language, do, command_id)


@app.command(
    short_help="知った時を決める (decide which moment counts)",
    help="知った時などの候補が複数あるとき、どれによるかを法務が決める。"
    "遅くなる期限は、続けて confirm で確認する。\n\n"
    "Of several times that were stated for one moment, counsel decides which counts. Dates that "
    "become later by it are then confirmed.\n\n"
    "\b\n例 Example:\n  shirase awareness HAYATE 2026-01-08T11:00+09:00 \\\n"
    "      --reason 報告記録による",
)
def awareness(
    incident: Incident,
    at: Annotated[
        datetime,
        typer.Argument(
            metavar="WHEN", help="採る日時(時差付き)。 The time that counts.", formats=TIME_FORMATS
        ),
    ],
    *,
    reason: Reason,
    party: Annotated[
        str | None,
        typer.Option(help="関係先の鍵(既定は自社)。 The party's key; ourselves unless named."),
    ] = None,
    moment: Annotated[
        str | None,
        typer.Option(
            help="別の時点(confirmed, occurred など)。 Another moment than that of knowing first."
        ),
    ] = None,
    role: As = StaffRole.COUNSEL,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Decide which moment counts."""

    async def do(acting: Acting) -> str:
        named = acting.party(party).key if party else acting.ourselves()
        words = words_of(MomentDecided, party=named, moment=moment, at=at, reason=reason)
        return await carry_out(acting, DecisionKind.MOMENT_DECIDED, words)

    act(incident, role.value, language, do, command_id)


def _one_or_all(key: str | None, *, everything: bool) -> None:
    if (key is None) != everything:
        raise NotPossible(
            en="Name one duty, or give --all.", ja="義務を一つ指定するか、--all を付けてください。"
        )


def _to_confirm(acting: Acting, key: str | None) -> tuple[BoardDuty, ...]:
    board = acting.board()
    if key is not None:
        return (find_duty(board, key),)
    found = tuple(
        duty
        for duty in board.duties
        if duty.proposal is not None and duty.status not in {*ENDED, PROPOSED}
    )
    if not found:
        raise NotPossible(
            en="No date waits to be confirmed.", ja="確認を待っている期限はありません。"
        )
    return found
