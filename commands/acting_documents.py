"""Commands on documents: prepare, approve, reject, issue, withdraw."""

from typing import Annotated

import typer

from commands import completing
from commands.acting_with import Acting, As, CommandId, Reason, act, given
from commands.document_answers import (
    approved,
    cannot_go_yet,
    drafted,
    issued,
    sent_back,
    wait_for_draft,
    withdrawn,
)
from commands.finding import find_document
from commands.merchant_kits import telling_themselves
from commands.options import Incident, ScreenLanguage
from commands.release_draft import next_release, require_draftable
from commands.sentences import NotPossible
from domain.documents import (
    FILINGS,
    FOR_EVERYBODY,
    IN_HOUSE,
    RELEASES,
    RETRACTIONS,
    DocumentKind,
)
from domain.parties import PartyKind, StaffRole
from register.parties import PartyRow, mandates_in_force, read_parties

app = typer.Typer(add_completion=False, rich_markup_mode=None)
Number = Annotated[
    int,
    typer.Argument(
        min=1, autocompletion=completing.documents, help="文書の番号。 The document's number."
    ),
]


@app.command(
    short_help="文書を起案 (draft a document)",
    help="事実台帳から文書を起案する。\n\nDraft a document from the fact ledger.\n\n"
    "\b\n例 Example:\n  shirase prepare HAYATE preliminary_report --authority ppc",
)
def prepare(
    incident: Incident,
    kind: Annotated[DocumentKind, typer.Argument(help="文書の種類。 Its kind.")],
    *,
    role: As = StaffRole.PRIVACY_OFFICER,
    merchant: Annotated[
        list[str] | None,
        typer.Option(
            help="対象の契約店舗(複数可)。既定は全店、当局報告では報告を含む委任のある店舗、"
            "merchant_kit では自ら通知する店舗。 Merchants; all unless named, of filings those "
            "whose mandate covers them, of a kit those that notify by themselves."
        ),
    ] = None,
    authority: Annotated[
        str | None, typer.Option(help="報告先(当局報告のみ)。 The authority, for filings.")
    ] = None,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Draft a document."""

    async def do(acting: Acting) -> str:
        named = tuple(acting.party(key, PartyKind.MERCHANT).id for key in merchant or ())
        filing = kind in FILINGS
        if kind in RETRACTIONS:
            # Whom it goes to follows from who was warned; naming somebody only narrows it.
            merchants: tuple[str, ...] = ()
            addressees = (_authority(acting, authority),) if filing and authority else named
        else:
            merchants = named or (_filed_by_us(acting) if filing else _all(acting))
            to = (_authority(acting, authority),) if filing else ()
            addressees = to if filing else () if kind in FOR_EVERYBODY | IN_HOUSE else merchants
        if kind is DocumentKind.MERCHANT_KIT:
            addressees = telling_themselves(acting, incident, named)
        if kind in RELEASES - RETRACTIONS:
            next_release(acting.board(), kind, again=command_id is not None)
        require_draftable(acting.commander.register, acting.incident_id, kind)
        prepared = await acting.commander.shirase.prepare_document(
            acting.incident_id,
            kind.value,
            given(acting),
            addressees=addressees,
            on_behalf_of=merchants if filing else (),
        )
        await wait_for_draft(acting, prepared.number)
        said = drafted(acting, incident, prepared.number, kind)
        return f"{said}{cannot_go_yet(acting, prepared.number)}"

    act(incident, role.value, language, do, command_id)


@app.command(
    short_help="文書を承認 (approve a document)",
    help="いまの文面をそのまま承認する。\n\nApprove exactly the text as it stands.\n\n"
    "\b\n例 Example:\n  shirase approve HAYATE 3 --as counsel",
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
    """Approve a document."""

    async def do(acting: Acting) -> str:
        find_document(acting.board(), number)
        await acting.commander.shirase.approve(
            acting.incident_id, number, given(acting), comment=comment
        )
        return f"{approved(acting, incident, number)}{cannot_go_yet(acting, number)}"

    act(incident, role.value, language, do, command_id)


@app.command(
    short_help="文書を差し戻す (reject a document)",
    help="理由を付けて差し戻す。\n\nSend a document back, with a reason.\n\n"
    "\b\n例 Example:\n  shirase reject HAYATE 3 --reason 件数を確認してください --as counsel",
)
def reject(
    incident: Incident,
    number: Number,
    *,
    role: As,
    reason: Reason,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Reject a document."""

    async def do(acting: Acting) -> str:
        find_document(acting.board(), number)
        if not reason.strip():
            raise NotPossible(
                en="A document is sent back for a reason: say with --reason what has to change.",
                ja="差し戻しには理由が必要です。何を直すかを --reason に書いてください。",
            )
        await acting.commander.shirase.approve(
            acting.incident_id, number, given(acting), approves=False, comment=reason
        )
        return sent_back(acting, incident, number)

    act(incident, role.value, language, do, command_id)


@app.command(
    short_help="文書を発出 (issue a document)",
    help="承認済みの文書を送信、書き出し、または公表する。\n\n"
    "Send, write out or publish an approved document.\n\n"
    "\b\n例 Example:\n  shirase issue HAYATE 3",
)
def issue(
    incident: Incident,
    number: Number,
    *,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Issue a document."""

    async def do(acting: Acting) -> str:
        find_document(acting.board(), number)
        await acting.commander.shirase.issue(acting.incident_id, number, given(acting))
        return issued(acting, incident, number)

    act(incident, role.value, language, do, command_id)


@app.command(
    short_help="文書を取り下げる (withdraw a document)",
    help="まだ発出していない文書を取り下げる。理由が必要。\n\n"
    "Take back a document that was not issued, for a reason.\n\n"
    "\b\n例 Example:\n  shirase withdraw HAYATE 3 --reason 対象の店舗を取り違えたため",
)
def withdraw(
    incident: Incident,
    number: Number,
    *,
    reason: Reason,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Withdraw a document."""

    async def do(acting: Acting) -> str:
        shirase = acting.commander.shirase
        await shirase.withdraw_document(acting.incident_id, number, reason, given(acting))
        return withdrawn(acting, incident, number)

    act(incident, role.value, language, do, command_id)


def _parties(acting: Acting) -> list[PartyRow]:
    register = acting.commander.register
    with register.reading() as connection:
        sealer = register.sealer(acting.incident_id, connection)
        return list(read_parties(connection, sealer, acting.incident_id).values())


def _all(acting: Acting) -> tuple[str, ...]:
    return tuple(party.id for party in _parties(acting) if party.kind is PartyKind.MERCHANT)


def _filed_by_us(acting: Acting) -> tuple[str, ...]:
    """Merchants whose mandate covers filings now; with none the filing is ours alone."""
    with acting.commander.register.reading() as connection:
        granted = mandates_in_force(connection, acting.incident_id)
    return tuple(sorted(party_id for party_id, with_filing in granted.items() if with_filing))


def _authority(acting: Acting, key: str | None) -> str:
    if key is not None:
        return acting.party(key, PartyKind.AUTHORITY).id
    found = [party for party in _parties(acting) if party.kind is PartyKind.AUTHORITY]
    return found[0].id if len(found) == 1 else acting.party("", PartyKind.AUTHORITY).id
