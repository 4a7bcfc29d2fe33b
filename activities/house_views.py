"""What a document says of the house and of the people: its kind, their relation, the progress."""

from typing import Any

from sqlalchemy import Connection, select

from contracts.document_context import ClockView, ProgressView
from domain.explanations import Locale
from domain.voices import OrganisationForm, ReaderRelation, relation_of
from regimes.loader import load_bundled
from register.duties import ENDED, read_duties
from register.parties import PartyRow
from register.people_bridge import read_bridge
from register.tables_incident import affected_groups
from sealing.values import ValueSealer

ERA = "era"


def voice_of(connection: Connection, signer: PartyRow) -> dict[str, Any]:
    """The fields of a context that say how the signer speaks, and to whom."""
    words = connection.execute(
        select(affected_groups.c.relation)
        .where(affected_groups.c.party_id == signer.id)
        .order_by(affected_groups.c.id)
    ).scalars()
    found = {relation_of(word) for word in words}
    # A letter to several relations at once speaks as to customers, whom all of them understand.
    relation = found.pop() if len(found) == 1 else ReaderRelation.CUSTOMER
    return {
        "form": OrganisationForm(signer.details.get("form") or OrganisationForm.COMPANY),
        "era_dates": signer.details.get("dates") == ERA,
        "relation": relation,
    }


def progress_of(
    connection: Connection, sealer: ValueSealer, incident_id: str
) -> ProgressView | None:
    """How many of the people of all lists are told; None while there is no list."""
    total = read_bridge(connection, sealer, incident_id).total
    if not total.people:
        return None
    return ProgressView(affected=total.people, told=total.told, untold=total.people - total.told)


def rule_titles(locale: Locale) -> dict[str, str]:
    """The titles of all rules, by id."""
    return {
        rule.id: rule.title.read_in(locale) for regime in load_bundled() for rule in regime.rules
    }


def own_clocks(
    connection: Connection, incident_id: str, us: str, locale: Locale
) -> tuple[ClockView, ...]:
    """What we owe ourselves and have not done yet, the nearest first."""
    titles = rule_titles(locale)
    open_ones = [
        (duty.due_at, titles.get(duty.rule, duty.rule))
        for duty in read_duties(connection, incident_id)
        if duty.debtor_id == us and duty.status not in ENDED and duty.due_at is not None
    ]
    return tuple(ClockView(title=title, due=due) for due, title in sorted(open_ones))
