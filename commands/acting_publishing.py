"""Commands around publishing: planned times, holds, corrections of published pages."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from activities.site_after_issue import site_of
from activities.site_publishing import ChangedUnsaidError
from commands.acting_with import Acting, As, CommandId, act, carry_out, words_of
from commands.answer_words import answer_in
from commands.document_answers import cannot_go_yet
from commands.finding import find_release
from commands.options import Incident, ScreenLanguage
from commands.reading_releases import Number
from commands.sentences import NotPossible
from commands.site_building import site_problem
from contracts.decision_kinds import DecisionKind
from contracts.release_words import (
    PublicationFreed,
    PublicationHeld,
    ReleaseCorrected,
    ReleasePlanned,
)
from domain.documents import DocumentKind
from domain.parties import StaffRole
from domain.publication_holds import HoldGround
from publishing.writing import SiteFolderError

TIME_FORMATS = ["%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M:%S%z"]

app = typer.Typer(add_completion=False, rich_markup_mode=None)
Until = Annotated[
    datetime,
    typer.Option(
        help="次に確認する日時(2026-01-13T17:00+09:00)。 When to ask again.", formats=TIME_FORMATS
    ),
]
Reason = Annotated[str, typer.Option(help="理由。 Why.")]


@app.command(
    help="公表の予定時刻を決める。その時刻に担当者へ実行の指示を求め、自動では公表しない。\n"
    "--none で予定を取り消す。\n\n"
    "Plan when a release is published. A person is asked then; nothing is published by itself. "
    "--none gives the plan up.\n\n"
    "\b\n例 Example:\n  shirase release schedule HAYATE 2 2026-01-13T15:00+09:00",
)
def schedule(
    incident: Incident,
    number: Number,
    at: Annotated[
        datetime | None,
        typer.Argument(
            metavar="AT",
            help="公表の時刻(2026-01-13T15:00+09:00)。 When.",
            formats=TIME_FORMATS,
            show_default=False,
        ),
    ] = None,
    *,
    none: Annotated[
        bool, typer.Option("--none", help="予定なしに戻す。 No plan any more.")
    ] = False,
    role: As = StaffRole.PUBLIC_RELATIONS,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Plan a release."""

    async def do(acting: Acting) -> str:
        if (at is None) is not none:
            raise NotPossible(
                en="Name the time, or --none to give the plan up.",
                ja="公表の時刻か、予定を取り消す --none のどちらかを指定してください。",
            )
        said = words_of(ReleasePlanned, release=number, publish_at=at)
        answer = await carry_out(acting, DecisionKind.RELEASE_PLANNED, said)
        if at is None:
            return answer
        document = find_release(acting.board(), number).number
        # Each in its language: an answer with something behind it is no answer of the engine.
        spoken = answer_in(answer, acting.commander.settings.language, incident)
        return f"{spoken}{cannot_go_yet(acting, document, at)}"

    act(incident, role.value, language, do, command_id)


@app.command(
    help="警察や調整機関などの求めにより、公表を控える。当局への報告は止まらない。\n"
    "--until の時刻には解除か延長かを確認する(自動では解けない)。\n\n"
    "Hold back what is published, at the request of police, a coordinator or others. Filings are "
    "never stopped. At --until somebody is asked; time alone ends no hold.\n\n"
    "\b\n例 Example:\n  shirase release hold HAYATE --for ppc --scope 手口 \\\n"
    "    --until 2026-01-20T12:00+09:00",
)
def hold(
    incident: Incident,
    *,
    requester: Annotated[
        str,
        typer.Option("--for", help="求めた関係先の鍵または役割。 Who asked: a party or a role."),
    ],
    scope: Annotated[str, typer.Option(help="控える内容。 What is not to be public yet.")],
    until: Until,
    ground: Annotated[
        HoldGround, typer.Option(help="根拠。 The ground.", case_sensitive=False)
    ] = HoldGround.OTHER,
    kinds: Annotated[
        list[DocumentKind] | None,
        typer.Option("--kind", help="対象の文書の種類(なければ公表すべて)。 Only these kinds."),
    ] = None,
    role: As = StaffRole.COUNSEL,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Hold publishing back."""
    said = words_of(
        PublicationHeld,
        requester=requester,
        scope=scope,
        until=until,
        ground=ground,
        kinds=tuple(kinds or ()),
    )

    async def do(acting: Acting) -> str:
        return await carry_out(acting, DecisionKind.PUBLICATION_HELD, said)

    act(incident, role.value, language, do, command_id)


@app.command(
    help="公表を控える求めを、求めた相手に確認のうえ解く。--until を付ければ延長。\n\n"
    "End a hold on publishing once its requester was asked; with --until prolong it.\n\n"
    "\b\n例 Example:\n  shirase release free HAYATE 1 --reason 警察の了解を得た",
)
def free(
    incident: Incident,
    number: Annotated[int, typer.Argument(metavar="N", min=1, help="番号。 The hold's number.")],
    *,
    reason: Reason,
    until: Annotated[
        datetime | None,
        typer.Option(help="延長後の確認日時。 Prolong until.", formats=TIME_FORMATS),
    ] = None,
    role: As = StaffRole.COUNSEL,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """End or prolong a hold on publishing."""
    said = words_of(PublicationFreed, hold=number, reason=reason, until=until)

    async def do(acting: Acting) -> str:
        return await carry_out(acting, DecisionKind.PUBLICATION_FREED, said)

    act(incident, role.value, language, do, command_id)


@app.command(
    help="公表済みのページに、後の公表で訂正した旨の注記を付ける。元の文面は変わらない。\n\n"
    "Note on a published page that a later release corrects it; its words stay as they were.\n\n"
    "\b\n例 Example:\n  shirase release correct HAYATE 1 --in 2",
)
def correct(
    incident: Incident,
    number: Number,
    *,
    corrected_in: Annotated[
        int, typer.Option("--in", min=1, help="訂正した公表の番号。 The release that corrects it.")
    ],
    role: As = StaffRole.PUBLIC_RELATIONS,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Mark a published release as corrected."""
    said = words_of(ReleaseCorrected, release=number, corrected_in=corrected_in)

    async def do(acting: Acting) -> str:
        answer = await carry_out(acting, DecisionKind.RELEASE_CORRECTED, said)
        site = site_of(acting.commander.register, acting.commander.settings)
        if site is not None:
            try:
                site.publish(datetime.now(UTC))
            except (ChangedUnsaidError, SiteFolderError) as error:
                problem = site_problem(error, site.folder)
                typer.echo(problem.in_language(acting.commander.settings.language), err=True)
        return answer

    act(incident, role.value, language, do, command_id)
