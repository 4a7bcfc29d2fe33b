"""From the register to what the law needs to know: parties, moments and findings.

Only our own organisation and the merchants appear as debtors: what a vendor owes, others than we
have to see to.
"""

from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from domain.decided_moments import Decided, as_decided
from domain.facts import Ledger
from domain.known_findings import KnownFindings, answer
from domain.known_moments import KnownMoments, first_words
from domain.parties import PartyKind, PartyRole
from domain.situations import DECIDED_ROLES, Entrustment, Moments, Party, Situation
from domain.standing import Standing
from domain.telling_counts import TellingCounts
from register.parties import MerchantRow, PartyRow

NOTHING_STATED = Standing()
NO_AUTHORITIES: Mapping[str, str] = {}


class Recorded(BaseModel):
    """What the record holds of parties besides facts, each by the party's id.

    `people` counts those held for a merchant; `telling` says which counts are one to the law, so
    that merchants that are alike are reckoned once. `submitted` is when something was first
    submitted by rule, `people_told` when the affected people had their notices, `decided` a
    person's choices among times that were stated.
    """

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    people: Mapping[str, int] = {}
    telling: TellingCounts | None = None
    submitted: Mapping[str, Mapping[str, datetime]] = {}
    people_told: Mapping[str, datetime] = {}
    decided: Mapping[str, Mapping[str, Decided]] = {}


def situation(
    known: dict[str, PartyRow],
    merchants: dict[str, MerchantRow],
    entrustments: tuple[tuple[str, str], ...],
    ledger: Ledger,
    opened_at: datetime,
    recorded: Recorded,
    told_if: datetime | None = None,
) -> Situation:
    """The incident as the law sees it.

    `told_if`: reckon as though every merchant that was not told were told then; None for what
    really happened.
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
    words = first_words(ledger, opened_at)
    # The register has checked all of this when it was entered.
    return Situation.model_construct(
        parties=tuple(
            _party(party, findings, _moments(party, moments, words, recorded), recorded)
            for party in debtors.values()
        ),
        entrustments=tuple(
            Entrustment.model_construct(
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
    moments: Moments,
    recorded: Recorded,
) -> Party:
    ours = party.kind is PartyKind.OURSELVES
    stated = party.details.get("standing")
    standing = Standing.model_validate(stated) if stated else NOTHING_STATED
    return Party.model_construct(
        id=party.id,
        key=party.key,
        is_ourselves=ours,
        role=party.role,
        # Whoever leaves a default out pays for finding it, once a party.
        candidate_roles=DECIDED_ROLES,
        authorities=NO_AUTHORITIES,
        jurisdictions=standing.places,
        affected_in=standing.people_in,
        moments=moments,
        findings=findings.of(_count(party, recorded), standing.findings(), ourselves=ours),
    )


def _moments(
    party: PartyRow, known: KnownMoments, words: tuple[datetime, ...], recorded: Recorded
) -> Moments:
    """What was stated, then what the record proves, then what a person decided."""
    moments = known.of_merchant(party.key)
    if party.kind is not PartyKind.MERCHANT:
        moments = known.ours()
        candidates = {**moments.candidates, **({"suspected_at": words[1:]} if words[1:] else {})}
        moments = moments.model_copy(update={"suspected_at": words[0], "candidates": candidates})
    proven: dict[str, object] = {}
    if submitted := recorded.submitted.get(party.id):
        stated = moments.submitted_at
        earliest = {rule: min(at, stated.get(rule, at)) for rule, at in submitted.items()}
        proven["submitted_at"] = {**stated, **earliest}
    if (told_at := recorded.people_told.get(party.id)) and moments.individuals_notified_at is None:
        proven["individuals_notified_at"] = told_at
    if proven:
        moments = moments.model_copy(update=proven)
    return as_decided(moments, recorded.decided.get(party.id, {}))


def answer_of(ledger: Ledger, key: str) -> bool | None:
    """Yes, no, or None while the question is open (suspected counts as open)."""
    entry = ledger.current().get(key)
    return answer(entry.fact if entry else None)


def _count(party: PartyRow, recorded: Recorded) -> int | None:
    """People held for a merchant; unknown, and never "few", while no list has come in."""
    if party.kind is PartyKind.OURSELVES:
        return sum(recorded.people.values()) or None
    held = recorded.people.get(party.id)
    return held if held is None or recorded.telling is None else recorded.telling.alike(held)


def _told(merchant: MerchantRow | None, told_if: datetime | None) -> datetime | None:
    if merchant is None:
        return None
    return merchant.told_at or told_if
