"""Commands on releases: prepare, approve, issue, promise the next, decline."""

from datetime import datetime
from typing import Annotated

import typer

from commands import acting_publishing, reading_releases
from commands.acting_with import Acting, As, CommandId, act, carry_out, given, words_of
from commands.document_answers import approved, cannot_go_yet, drafted, wait_for_draft
from commands.finding import find_release
from commands.options import Incident, ScreenLanguage
from commands.reading_releases import Number
from commands.release_draft import UNISSUED, next_release, require_draftable
from contracts.decision_kinds import DecisionKind
from contracts.decision_words import ReleaseDeclined, ReleasePromised
from contracts.release_words import ReleaseDespite
from domain.documents import DocumentKind
from domain.parties import StaffRole
from register.releases import open_updates

TIME_FORMATS = ["%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M:%S%z"]

releases = typer.Typer(
    name="release",
    help="公表。\n\nReleases: what the public is told, and when it is told next.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
releases.add_typer(reading_releases.app)
releases.add_typer(acting_publishing.app)


@releases.command(
    help="公表文を起案する。最初は第1報、その後は続報、--final で最終報。\n\n"
    "Draft a release: the first one, later a follow-up; with --final the final one.\n\n"
    "\b\n例 Example:\n  shirase release prepare HAYATE",
)
def prepare(
    incident: Incident,
    *,
    final: Annotated[
        bool, typer.Option("--final", help="最終報として起案。 As the final release.")
    ] = False,
    role: As = StaffRole.PUBLIC_RELATIONS,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Draft the next release."""

    async def do(acting: Acting) -> str:
        following = next_release(acting.board(), again=command_id is not None)
        kind = DocumentKind.FINAL_RELEASE if final else following
        require_draftable(acting.commander.register, acting.incident_id, kind)
        prepared = await acting.commander.shirase.prepare_document(
            acting.incident_id, kind.value, given(acting)
        )
        await wait_for_draft(acting, prepared.number)
        said = drafted(acting, incident, prepared.number, kind)
        return f"{said}{_still_promised(acting)}{cannot_go_yet(acting, prepared.number)}"

    act(incident, role.value, language, do, command_id)


@releases.command(
    help="公表文をいまの文面のまま承認する。\n\nApprove a release exactly as it stands.\n\n"
    "\b\n例 Example:\n  shirase release approve HAYATE 1 --as counsel",
)
def approve(
    incident: Incident,
    number: Number,
    *,
    role: As,
    comment: Annotated[str, typer.Option(help="所見。 A comment.")] = "",
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Approve a release."""

    async def do(acting: Acting) -> str:
        document = find_release(acting.board(), number).number
        shirase = acting.commander.shirase
        await shirase.approve(acting.incident_id, document, given(acting), comment=comment)
        return f"{approved(acting, incident, document)}{cannot_go_yet(acting, document)}"

    act(incident, role.value, language, do, command_id)


@releases.command(
    help="承認済みの公表文を公表する。当局・契約店舗・ご本人などへの連絡が先に残っていれば、"
    "理由(--despite)がない限り止まる。\n\n"
    "Publish an approved release. While others are still to be told before it, it is stopped "
    "unless somebody says why (--despite).\n\n"
    "\b\n例 Example:\n  shirase release issue HAYATE 1\n"
    "  shirase release issue HAYATE 1 --despite 既に報道されているため",
)
def issue(
    incident: Incident,
    number: Number,
    *,
    despite: Annotated[
        str | None,
        typer.Option(help="先に知らせるべき相手が残っていても公表する理由。 Why it may not wait."),
    ] = None,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Issue a release."""

    async def do(acting: Acting) -> str:
        release = find_release(acting.board(), number)
        # A command that is repeated finds the release issued, and nothing to let through.
        if despite is not None and release.state in UNISSUED:
            said = words_of(ReleaseDespite, release=number, reason=despite)
            await carry_out(acting.anew(), DecisionKind.RELEASE_DESPITE, said)
        shirase = acting.commander.shirase
        return (await shirase.issue(acting.incident_id, release.number, given(acting))).sentence

    act(incident, role.value, language, do, command_id)


@releases.command(
    help="次回の公表の期日を約束として記録する。次の公表で履行となり、過ぎれば督促される。\n"
    "起案中の公表文があれば、それに書くのか(--stated-in)、別に約束したのか(--elsewhere)を示す。\n\n"
    "Record when the public was promised the next update. The next release keeps it; overdue, it "
    "escalates. While a release is in preparation, say whether that states it, or that it was "
    "promised elsewhere.\n\n"
    "\b\n例 Example:\n  shirase release promise HAYATE 2026-01-13T17:00+09:00 --stated-in 1",
)
def promise(
    incident: Incident,
    when: Annotated[
        datetime,
        typer.Argument(
            metavar="WHEN",
            help="期日(2026-01-13T17:00+09:00)。 Until when.",
            formats=TIME_FORMATS,
        ),
    ],
    *,
    stated_in: Annotated[
        int | None,
        typer.Option(min=1, help="約束を書く公表の番号。 The release that states it."),
    ] = None,
    elsewhere: Annotated[
        bool,
        typer.Option("--elsewhere", help="公表文の外で約束した。 Promised outside of a release."),
    ] = False,
    role: As = StaffRole.PUBLIC_RELATIONS,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Promise the next update."""
    said = words_of(ReleasePromised, due_at=when, stated_in=stated_in, elsewhere=elsewhere)

    async def do(acting: Acting) -> str:
        return await carry_out(acting, DecisionKind.RELEASE_PROMISED, said)

    act(incident, role.value, language, do, command_id)


@releases.command(
    help="公表しないと、理由とともに決める(指揮者または法務)。後から公表することはできる。"
    "--timely-disclosure では、適時開示だけを不要と決める。\n\n"
    "Decide not to publish, for a reason (commander or counsel); a later release is possible. "
    "With --timely-disclosure only that no timely disclosure is needed.\n\n"
    "\b\n例 Example:\n"
    "  shirase release decline HAYATE --reason 個別に通知済みのため --as counsel\n"
    "  shirase release decline HAYATE --timely-disclosure --reason 影響が軽微なため",
)
def decline(
    incident: Incident,
    *,
    reason: Annotated[str, typer.Option(help="理由。 Why.")],
    timely_disclosure: Annotated[
        bool,
        typer.Option("--timely-disclosure", help="適時開示だけ。 The timely disclosure alone."),
    ] = False,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Decide not to publish."""
    said = words_of(ReleaseDeclined, reason=reason, timely_disclosure=timely_disclosure)

    async def do(acting: Acting) -> str:
        return await carry_out(acting, DecisionKind.RELEASE_DECLINED, said)

    act(incident, role.value, language, do, command_id)


def _still_promised(acting: Acting) -> str:
    """A hint where the draft still states the promise that it is going to keep."""
    register = acting.commander.register
    with register.reading() as connection:
        if not open_updates(connection, acting.incident_id):
            return ""
    return {
        "ja": "。次回の公表の期日を `shirase release promise` で新しくしてください",
        "en": "; renew the next update with `shirase release promise`",
    }[acting.commander.settings.language]
