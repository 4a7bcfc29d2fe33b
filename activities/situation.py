"""From the register to what the law needs to know: parties, moments and findings.

Only our own organisation and the merchants appear as debtors: what a vendor owes, others than we
have to see to.
"""

from datetime import datetime

from domain.facts import Ledger
from domain.known_findings import KnownFindings, answer
from domain.known_moments import KnownMoments, first_word
from domain.parties import PartyKind, PartyRole
from domain.situations import Entrustment, Moments, Party, Situation
from domain.standing import Standing
from register.parties import MerchantRow, PartyRow


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
        and party.role is not PartyRole.NONE
    }
    findings = KnownFindings(ledger)
    others = [party.key for party in debtors.values() if party.kind is PartyKind.MERCHANT]
    moments = KnownMoments(ledger, others)
    suspected_at = first_word(ledger, opened_at)
    return Situation(
        parties=tuple(
            _party(party, findings, moments, suspected_at, people) for party in debtors.values()
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


def _party(
    party: PartyRow,
    findings: KnownFindings,
    moments: KnownMoments,
    suspected_at: datetime,
    people: dict[str, int],
) -> Party:
    ours = party.kind is PartyKind.OURSELVES
    standing = Standing.model_validate(party.details.get("standing") or {})
    return Party(
        id=party.id,
        key=party.key,
        is_ourselves=ours,
        role=party.role,
        jurisdictions=standing.places,
        affected_in=standing.people_in,
        moments=_moments(party, moments, suspected_at),
        findings=findings.of(_count(party, people), standing.findings(), ourselves=ours),
    )


def _moments(party: PartyRow, known: KnownMoments, suspected_at: datetime) -> Moments:
    if party.kind is PartyKind.MERCHANT:
        return known.of_merchant(party.key)
    return known.ours().model_copy(update={"suspected_at": suspected_at})


def answer_of(ledger: Ledger, key: str) -> bool | None:
    """Yes, no, or None while the question is open (suspected counts as open)."""
    entry = ledger.current().get(key)
    return answer(entry.fact if entry else None)


def _count(party: PartyRow, people: dict[str, int]) -> int | None:
    """People held for a merchant; unknown, and never "few", while no list has come in."""
    if party.kind is PartyKind.OURSELVES:
        return sum(people.values()) or None
    return people.get(party.id)


def _told(merchant: MerchantRow | None, told_if: datetime | None) -> datetime | None:
    if merchant is None:
        return None
    return merchant.told_at or told_if
