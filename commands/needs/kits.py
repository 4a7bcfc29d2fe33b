"""Merchants that tell their people themselves: their kit is prepared, then handed over.

In between its words wait for approval and issue, as every document does.
"""

from collections.abc import Iterator
from datetime import datetime

from activities.duty_status import INDIVIDUAL
from activities.merchant_kit_words import KIT, NoKitWordsError, standing_words
from commands import phrases
from commands.needs.look import Look
from commands.needs.need import Need
from domain.documents import DocumentKind, DocumentState
from domain.facts import Ledger
from domain.parties import MerchantChoice, StaffRole
from register.board import BoardDocument, BoardMerchant
from register.ledger import read_ledger
from register.produced_files import files_of
from screens.words import short_name

NAMED_AT_MOST = 20
"""So many merchants one command names; the others follow when these have their words."""
ROLES = (StaffRole.MERCHANT_CARE.value, StaffRole.COMMANDER.value)
_DONE = "people_notified"


def kit_needs(look: Look) -> Iterator[Need]:
    """Kits to be prepared, in one command, and kits to be handed over, one by one."""
    telling = [
        merchant
        for merchant in look.board.merchants
        if merchant.choice == MerchantChoice.OWN_NOTICE and _DONE not in merchant.reports
    ]
    if not telling:
        return
    incident_id = look.board.incident.id
    ledger = read_ledger(look.connection, look.sealer, incident_id)
    handed = {
        file.party_id: file.made_at
        for file in files_of(look.connection, incident_id)
        if file.kind == KIT
    }
    lacking: list[BoardMerchant] = []
    for merchant in telling:
        party_id = look.ids[merchant.key]
        newest = _newest(look, party_id)
        if newest is None:
            lacking.append(merchant)
        elif newest.state is DocumentState.ISSUED and not _is_handed(newest, handed.get(party_id)):
            if _stands(look, ledger, party_id):
                yield _to_hand_over(look, merchant, newest)
            else:
                lacking.append(merchant)
    if lacking:
        yield _to_prepare(look, lacking)


def _newest(look: Look, party_id: str) -> BoardDocument | None:
    of_it = [
        document
        for document in look.board.documents
        if document.kind is DocumentKind.MERCHANT_KIT
        and party_id in document.addressees
        and document.state is not DocumentState.WITHDRAWN
    ]
    return of_it[-1] if of_it else None


def _is_handed(document: BoardDocument, made_at: datetime | None) -> bool:
    """Whether a kit was made of these words; what moves afterwards calls for no other."""
    return made_at is not None and (document.issued_at is None or made_at >= document.issued_at)


def _stands(look: Look, ledger: Ledger, party_id: str) -> bool:
    try:
        standing_words(look.connection, ledger, look.board.incident.id, party_id)
    except NoKitWordsError:
        return False
    return True


def _to_prepare(look: Look, merchants: list[BoardMerchant]) -> Need:
    first, more = short_name(merchants[0].name), len(merchants) - 1
    rest_ja, rest_en = (f" ほか{more}社", f" and {more} more") if more else ("", "")
    keys = [merchant.key for merchant in merchants[:NAMED_AT_MOST]]
    return Need(
        kind=KIT,
        what_ja=f"{first}{rest_ja} に渡す文面(自社通知)を起案",
        what_en=f"{first}{rest_en}: draft the words of its kit",
        roles=ROLES,
        due_at=_due(look, {merchant.key for merchant in merchants}),
        since=_since(look, merchants[0]),
        command=phrases.prepare(look.incident, DocumentKind.MERCHANT_KIT.value, keys),
    )


def _to_hand_over(look: Look, merchant: BoardMerchant, words: BoardDocument) -> Need:
    name = short_name(merchant.name)
    return Need(
        kind=KIT,
        what_ja=f"{name} に資料(名簿と文面)を渡す",
        what_en=f"{name}: make its kit and hand it over",
        roles=ROLES,
        due_at=_due(look, {merchant.key}),
        since=words.issued_at or words.prepared_at,
        command=phrases.merchant_kit(look.incident, merchant.key),
    )


def _due(look: Look, keys: set[str]) -> datetime | None:
    """When the first of them must have told its people."""
    clocks = (
        duty.clock_at
        for duty in look.open_duties
        if duty.rule in INDIVIDUAL and duty.debtor in keys
    )
    return min((clock for clock in clocks if clock), default=None)


def _since(look: Look, merchant: BoardMerchant) -> datetime:
    return merchant.acknowledged_at or merchant.told_at or look.board.incident.opened_at
