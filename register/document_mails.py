"""The mails of a document to its parties: who was told by them, and which are in doubt.

A crash between claim and answer leaves a mail of which nobody knows whether it left. The provider's
report settles it, if the mail ever got there. Where none comes, a person looks into the provider's
record and decides: the party counts as told, or is mailed once more under a fresh claim.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, select, update

from domain.notices import TOLD_BY_MAIL, AttemptState
from register.doubts import DoubtDecision
from register.requests import DECIDED_RANK
from register.retractions import MERCHANT_NOTICE, MERCHANT_RETRACTION
from register.tables_incident import contacts, dispatches, documents

_TOLD = tuple(sorted(state.value for state in TOLD_BY_MAIL))
_DECIDED = {
    DoubtDecision.TOLD: AttemptState.SETTLED,
    DoubtDecision.SEND_AGAIN: AttemptState.CANCELLED,
}
# Requests to approve are mails of a document, too; `next` shows these anyway.
_TO_PARTIES = dispatches.c.purpose.in_([MERCHANT_NOTICE, MERCHANT_RETRACTION])


class MailDoubt(NamedTuple):
    """A document's mails to one party that are in doubt, and when the newest was claimed."""

    number: int
    party_id: str
    mails: int
    claimed_at: datetime

    def decide_from(self, patience: timedelta) -> datetime:
        """When the provider would have reported (case time)."""
        return self.claimed_at + patience


def told_at(connection: Connection, document_id: str) -> dict[str, datetime]:
    """The parties that a document has told, and when their mail was claimed (case time)."""
    rows = connection.execute(
        select(contacts.c.party_id, func.min(dispatches.c.claimed_at))
        .join(contacts, contacts.c.id == dispatches.c.contact_id)
        .where(dispatches.c.document_id == document_id, _TO_PARTIES, dispatches.c.state.in_(_TOLD))
        .group_by(contacts.c.party_id)
    )
    return {row.party_id: row[1] for row in rows}


def mail_doubts(connection: Connection, incident_id: str) -> tuple[MailDoubt, ...]:
    """Every doubt of an incident, by document; none of a party that another mail has told."""
    told = (
        select(dispatches.c.document_id, contacts.c.party_id)
        .join(contacts, contacts.c.id == dispatches.c.contact_id)
        .where(dispatches.c.incident_id == incident_id, _TO_PARTIES, dispatches.c.state.in_(_TOLD))
        .distinct()
        .subquery()
    )
    rows = connection.execute(
        select(
            documents.c.number,
            contacts.c.party_id,
            func.count(),
            func.max(dispatches.c.claimed_at),
        )
        .select_from(dispatches)
        .join(documents, documents.c.id == dispatches.c.document_id)
        .join(contacts, contacts.c.id == dispatches.c.contact_id)
        .outerjoin(
            told,
            and_(told.c.document_id == documents.c.id, told.c.party_id == contacts.c.party_id),
        )
        .where(
            dispatches.c.incident_id == incident_id,
            _TO_PARTIES,
            dispatches.c.state == AttemptState.UNKNOWN.value,
            told.c.party_id.is_(None),
        )
        .group_by(documents.c.number, contacts.c.party_id)
        .order_by(documents.c.number, contacts.c.party_id)
    )
    return tuple(MailDoubt(*row) for row in rows)


def numbers_in_doubt(connection: Connection, incident_id: str) -> frozenset[int]:
    """The numbers of the documents with mails in doubt."""
    return frozenset(doubt.number for doubt in mail_doubts(connection, incident_id))


def decide_mails(
    connection: Connection,
    document_id: str,
    party_ids: Iterable[str],
    decision: DoubtDecision,
    at: datetime,
) -> int:
    """Carry out a decision for these parties; how many mails it moved, none the second time.

    Only what is still unknown is moved: a mail whose report has come keeps what it says.
    """
    theirs = select(contacts.c.id).where(contacts.c.party_id.in_(tuple(party_ids)))
    return connection.execute(
        update(dispatches)
        .where(
            dispatches.c.document_id == document_id,
            _TO_PARTIES,
            dispatches.c.contact_id.in_(theirs),
            dispatches.c.state == AttemptState.UNKNOWN.value,
        )
        .values(state=_DECIDED[decision].value, rank=DECIDED_RANK, updated_at=at)
    ).rowcount


def newest_key(states: Mapping[str, str], key: str) -> str:
    """The key of a mail; one that a person wants sent again has another, claimed once as well."""
    newest, tries = key, 1
    while states.get(newest) == AttemptState.CANCELLED:
        tries += 1
        newest = f"{key}:{tries}"
    return newest
