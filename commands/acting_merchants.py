"""Commands for merchants: acknowledgement, mandate, own notice, reports."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

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
from commands.dossier_files import write_dossier
from commands.options import AsJson, Incident, ScreenLanguage
from commands.sentences import NotPossible, one_sentence
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
    short_help="経過報告書、契約店舗の報告 (for the board; or what a merchant did)",
    help="事案だけを指定すると、取締役会向けの経過報告書を作る(`shirase dossier` と同じ)。\n\n"
    "契約店舗を続けると、契約店舗が自ら行ったことを記録する:\n\n"
    "published, preliminary_filed, final_filed, people_notified,\n"
    "retraction_received, people_corrected (誤報の訂正).\n\n"
    "With the incident alone: make the report for the board, as `shirase dossier` does. "
    "With a merchant: record what it did itself.\n\n"
    "\b\n例 Example:\n  shirase report HAYATE --out report\n"
    "  shirase report HAYATE merchant-b preliminary_filed \\\n"
    "      --submitted-at 2026-01-09T17:40+09:00 --receipt 2026-000101",
)
def report(
    incident: Incident,
    merchant: Annotated[
        str | None,
        typer.Argument(
            autocompletion=completing.merchants,
            help="契約店舗の鍵。なければ経過報告書。 The merchant's key; none: the board's report.",
            show_default=False,
        ),
    ] = None,
    what: Annotated[
        str | None, typer.Argument(help="何を行ったか。 What it did.", show_default=False)
    ] = None,
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            help="経過報告書のフォルダー(既定は report-コードネーム)。 The board's folder."
        ),
    ] = None,
    as_json: AsJson = False,
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
    """Make the board's report; or record a merchant's: a filing needs its time and its receipt."""
    details = {
        "receipt_number": receipt,
        "count": count,
        "submitted_at": submitted_at.isoformat() if submitted_at else None,
        "no_receipt": no_receipt,
    }
    stated = {name: value for name, value in details.items() if value is not None}
    with one_sentence(language):
        _require_one_report(merchant, what, stated, for_board=as_json or out is not None)
    if merchant is None or what is None:
        write_dossier(incident, out, as_json=as_json, language=language)
        return

    async def do(acting: Acting) -> str:
        party = acting.party(merchant, PartyKind.MERCHANT).id
        shirase = acting.commander.shirase
        outcome = await shirase.report(acting.incident_id, party, what, given(acting), stated)
        return outcome.sentence

    act(incident, role.value, language, do, command_id)


def _require_one_report(
    merchant: str | None, what: str | None, stated: dict[str, Any], *, for_board: bool
) -> None:
    """Either the board's report or a merchant's, never a mixture of both.

    Raises:
        NotPossible: options of both are there, or half of what a merchant's report needs.
    """
    if merchant is None and stated:
        raise NotPossible(
            en="A receipt, a time or a count belongs to what a merchant did: name the merchant and "
            "what it did after the incident. With the incident alone the board's report is made.",
            ja="受付番号、日時、人数は契約店舗が行ったことの記録に付けるものです。事案の後に契約店舗と"
            "行ったことを書いてください。事案だけなら取締役会向けの経過報告書を作ります。",
        )
    if merchant is not None and what is None:
        raise NotPossible(
            en=f"Say what '{merchant}' did, such as preliminary_filed (`shirase report --help` "
            "lists them). With the incident alone the board's report is made.",
            ja=f"「{merchant}」が何を行ったかを、preliminary_filed のように続けてください"
            "(`shirase report --help` に一覧)。事案だけなら取締役会向けの経過報告書を作ります。",
        )
    if merchant is not None and for_board:
        raise NotPossible(
            en="--out and --json are for the board's report, which is made with the incident "
            "alone: leave them out, or leave out the merchant.",
            ja="--out と --json は取締役会向けの経過報告書(事案だけを指定)のものです。"
            "これらを外すか、契約店舗を外してください。",
        )
