"""Commands for merchants: acknowledgement, mandate, own notice, reports."""

from datetime import datetime
from typing import Annotated

import typer

from commands import completing
from commands.acting_with import (
    Acting,
    As,
    CommandId,
    act,
    carry_out,
    given,
    our_desk,
    words_of,
)
from commands.acting_work import TIME_FORMATS
from commands.answer_words import answer_in
from commands.options import Incident, ScreenLanguage
from contracts.decision_kinds import DecisionKind
from contracts.decision_words import MandateWithdrawn
from domain.mandates import MandateTerms
from domain.parties import MerchantChoice, PartyKind, StaffRole

app = typer.Typer(add_completion=False, rich_markup_mode=None)
Merchant = Annotated[
    str,
    typer.Argument(autocompletion=completing.merchants, help="契約店舗の鍵。 The merchant's key."),
]


@app.command(
    short_help="受領を確認 (a merchant acknowledges)",
    help="契約店舗が通知を受け取ったと記録する。\n\nRecord that a merchant has the notice.\n\n"
    "\b\n例 Example:\n  shirase ack HAYATE merchant-a",
)
def ack(
    incident: Incident,
    merchant: Merchant,
    *,
    role: As = StaffRole.MERCHANT_CARE,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Record an acknowledgement."""

    async def do(acting: Acting) -> str:
        party = acting.party(merchant, PartyKind.MERCHANT).id
        shirase = acting.commander.shirase
        return (await shirase.acknowledge(acting.incident_id, party, given(acting))).sentence

    act(incident, role.value, language, do, command_id)


@app.command(
    short_help="委任を記録 (a merchant's mandate)",
    help="契約店舗の委任を記録する。これがないとお客様には通知できない。\n\n"
    "Record a merchant's mandate; without one its people are not written to.\n\n"
    "\b\n例 Example:\n"
    "  shirase mandate HAYATE merchant-a --given-by 総務部長 \\\n"
    "      --accepts-provider --filing",
)
def mandate(
    incident: Incident,
    merchant: Merchant,
    *,
    given_by: Annotated[str, typer.Option(help="委任した方の役職。 Who gave it (a role).")] = "",
    sender_name: Annotated[
        str | None, typer.Option(help="差出人名(既定は店舗名)。 Sender shown; its own name.")
    ] = None,
    desk: Annotated[
        str | None, typer.Option(help="窓口名(既定は当社の窓口)。 Desk shown; ours.")
    ] = None,
    accepts_provider: Annotated[
        bool,
        typer.Option(help="メール配信事業者の利用に同意。 Accepts our mail provider."),
    ] = False,
    filing: Annotated[bool, typer.Option(help="当局報告の代行を含む。 Includes filings.")] = False,
    withdraw: Annotated[
        str | None, typer.Option(help="委任の撤回とその理由。 Withdraws it, for this reason.")
    ] = None,
    role: As = StaffRole.MERCHANT_CARE,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Record, or withdraw, a mandate."""

    async def do(acting: Acting) -> str:
        party = acting.party(merchant, PartyKind.MERCHANT)
        if withdraw is not None:
            words = words_of(MandateWithdrawn, merchant=party.key, reason=withdraw)
            return await carry_out(acting, DecisionKind.MANDATE_WITHDRAWN, words)
        terms = MandateTerms(
            given_by=given_by,
            sender_name=sender_name or party.name,
            desk=desk or our_desk(acting),
            sub_processors_accepted=accepts_provider,
        )
        outcome = await acting.commander.shirase.choose(
            acting.incident_id,
            party.id,
            MerchantChoice.MANDATE.value,
            given(acting),
            terms=terms,
            includes_filing=filing,
        )
        return outcome.sentence

    act(incident, role.value, language, do, command_id)


@app.command(
    name="own-notice",
    short_help="自社通知の選択 (a merchant notifies by itself)",
    help="契約店舗が自ら通知すると記録する。\n\nRecord that a merchant notifies by itself.\n\n"
    "\b\n例 Example:\n  shirase own-notice HAYATE merchant-b",
)
def own_notice(
    incident: Incident,
    merchant: Merchant,
    *,
    role: As = StaffRole.MERCHANT_CARE,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Record that a merchant notifies by itself."""

    async def do(acting: Acting) -> str:
        outcome = await acting.commander.shirase.choose(
            acting.incident_id,
            acting.party(merchant, PartyKind.MERCHANT).id,
            MerchantChoice.OWN_NOTICE.value,
            given(acting),
        )
        return answer_in(outcome.sentence, acting.commander.settings.language, incident, merchant)

    act(incident, role.value, language, do, command_id)


@app.command(
    short_help="契約店舗の報告を記録 (what a merchant did)",
    help="契約店舗が自ら行ったことを記録する。\n\n"
    "published, preliminary_filed, final_filed, people_notified,\n"
    "retraction_received, people_corrected (誤報の訂正).\n\n"
    "Record what a merchant did itself.\n\n"
    "\b\n例 Example:\n  shirase report HAYATE merchant-b preliminary_filed \\\n"
    "      --submitted-at 2026-01-09T17:40+09:00 --receipt 2026-000101",
)
def report(
    incident: Incident,
    merchant: Merchant,
    what: Annotated[str, typer.Argument(help="何を行ったか。 What it did.")],
    *,
    receipt: Annotated[str | None, typer.Option(help="受付番号。 Receipt number.")] = None,
    submitted_at: Annotated[
        datetime | None,
        typer.Option(help="提出日時(時差付き)。 When it was filed.", formats=TIME_FORMATS),
    ] = None,
    no_receipt: Annotated[
        str | None, typer.Option(help="受付番号がない理由。 Why there is no receipt number.")
    ] = None,
    count: Annotated[int | None, typer.Option(min=0, help="人数。 How many people.")] = None,
    role: As = StaffRole.MERCHANT_CARE,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Record a merchant's report; a filing needs its time, and its receipt or why there is none."""

    async def do(acting: Acting) -> str:
        details = {
            "receipt_number": receipt,
            "count": count,
            "submitted_at": submitted_at.isoformat() if submitted_at else None,
            "no_receipt": no_receipt,
        }
        outcome = await acting.commander.shirase.report(
            acting.incident_id,
            acting.party(merchant, PartyKind.MERCHANT).id,
            what,
            given(acting),
            {name: value for name, value in details.items() if value is not None},
        )
        return outcome.sentence

    act(incident, role.value, language, do, command_id)
