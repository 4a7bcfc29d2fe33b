"""From the register to what the law needs to know: parties, moments and findings.

Only our own organisation and the merchants appear as debtors: what a vendor owes, others than we
have to see to.
"""

from datetime import datetime

from domain.conditions import Findings
from domain.facts import FactStatus, Ledger
from domain.parties import PartyKind, PartyRole
from domain.situations import Entrustment, Moments, Party, Situation
from register.parties import MerchantRow, PartyRow

JAPAN = "JP"
DISCOVERED = "discovered"
CATEGORIES = ("special_care", "property_damage", "wrongful_purpose")
# Facts whose withdrawal says "no": the question was asked and answered.
ANSWERS = {FactStatus.KNOWN: True, FactStatus.WITHDRAWN: False}


def situation(
    known: dict[str, PartyRow],
    merchants: dict[str, MerchantRow],
    entrustments: tuple[tuple[str, str], ...],
    ledger: Ledger,
    opened_at: datetime,
    people: dict[str, int],
    told_if: datetime | None = None,
) -> Situation:
    """The incident as the law sees it.

    `people`: held people by merchant. `told_if`: reckon as though every merchant that was not
    told were told then; None for what really happened.
    """
    debtors = {
        party.id: party
        for party in known.values()
        if party.kind in {PartyKind.OURSELVES, PartyKind.MERCHANT}
        and party.role not in {PartyRole.NONE, PartyRole.PLATFORM}
    }
    return Situation(
        parties=tuple(
            Party(
                id=party.id,
                role=party.role,
                jurisdictions=(JAPAN,),
                moments=(
                    Moments(suspected_at=_first_word(ledger, opened_at))
                    if party.kind is PartyKind.OURSELVES
                    else Moments()
                ),
                findings=(_findings(ledger, _count(party, people)),),
            )
            for party in debtors.values()
        ),
        entrustments=tuple(
            Entrustment(
                entrustor=entrustor,
                entrustee=entrustee,
                notified_at=_told(merchants.get(entrustor), told_if),
            )
            for entrustor, entrustee in entrustments
            if entrustor in debtors and entrustee in debtors
        ),
    )


def _first_word(ledger: Ledger, opened_at: datetime) -> datetime:
    """The strict reading of knowing: the earliest moment that anybody ever recorded for it."""
    moments = [entry.fact.moment for entry in ledger.history(DISCOVERED) if entry.fact.moment]
    return min([opened_at, *moments])


def _findings(ledger: Ledger, at_most: int | None) -> Findings:
    answers = {name: answer_of(ledger, f"category.{name}") for name in CATEGORIES}
    return Findings(affected_at_most=at_most, **answers)


def answer_of(ledger: Ledger, key: str) -> bool | None:
    """Yes, no, or None while the question is open (suspected counts as open)."""
    entry = ledger.current().get(key)
    return ANSWERS.get(entry.fact.status) if entry else None


def _count(party: PartyRow, people: dict[str, int]) -> int | None:
    """People held for a merchant; unknown, and never "few", while no list has come in."""
    if party.kind is PartyKind.OURSELVES:
        return sum(people.values()) or None
    return people.get(party.id)


def _told(merchant: MerchantRow | None, told_if: datetime | None) -> datetime | None:
    if merchant is None:
        return None
    return merchant.told_at or told_if
