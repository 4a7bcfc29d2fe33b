"""To whom a retraction goes: not chosen, but read from who was warned."""

from typing import NamedTuple

from sqlalchemy import Connection

from domain.documents import DocumentKind, DocumentState
from domain.fact_catalogue import FALSE_ALARM_FACTS
from domain.facts import FactStatus, Ledger
from register.documents import DocumentRow, read_documents
from register.incidents import read_incident
from register.ledger import read_ledger
from register.refusals import NotAllowedError
from register.retraction_papers import WAITING, filings_owed, public_owed, series_of
from register.retractions import (
    merchants_to_address,
    people_to_plan,
    substituted,
)
from sealing.values import ValueSealer


class Scope(NamedTuple):
    """Addressees by party id, and for whom a withdrawal of filings is made."""

    addressees: tuple[str, ...] = ()
    on_behalf_of: tuple[str, ...] = ()


def scope_of(
    connection: Connection,
    sealer: ValueSealer,
    incident_id: str,
    kind: DocumentKind,
    wanted: tuple[str, ...],
) -> Scope:
    """Everybody who is owed a retraction of this kind, or those of them who are wanted.

    Raises:
        NotAllowedError: the ground is missing, nobody is owed one, or not everybody wanted is.
    """
    ledger = read_ledger(connection, sealer, incident_id)
    public = kind is DocumentKind.RETRACTION_RELEASE
    if missing := missing_facts(ledger, public=public):
        raise NotAllowedError(*map(missing_fact_sentence, missing))
    documents = read_documents(connection, incident_id)
    if public:
        return _public(connection, sealer, incident_id, documents)
    if kind is DocumentKind.WITHDRAWAL_REPORT:
        return _filing(documents, wanted)
    if kind is DocumentKind.MERCHANT_RETRACTION:
        owed = merchants_to_address(connection, incident_id, documents)
    else:
        owed = tuple(people_to_plan(connection, incident_id))
    if not owed:
        raise NotAllowedError(
            "nobody is left to whom this retraction would go: it is for those who were warned, "
            "once, and a draft that is under way has its own"
        )
    if strangers := set(wanted) - set(owed):
        raise NotAllowedError(
            f"{len(strangers)} of these were not warned or have a retraction already: "
            "leave them out, or name nobody to address everybody who is owed one"
        )
    return Scope(addressees=wanted or owed)


def missing_facts(ledger: Ledger, *, public: bool) -> tuple[str, ...]:
    """The facts that a false alarm rests on and that are not known (or, if wanted, not public)."""
    current = ledger.current()

    def stands(key: str) -> bool:
        entry = current.get(key)
        if entry is None or entry.fact.status is not FactStatus.KNOWN or not entry.fact.statement:
            return False
        return entry.fact.public or not public

    return tuple(key for key in FALSE_ALARM_FACTS if not stands(key))


def missing_fact_sentence(key: str) -> str:
    """What to record before anything can be retracted."""
    return (
        f"the fact '{key}' is missing: record it as known, with --public where it is to be "
        f"published (shirase fact INCIDENT {key} --say WORDS)"
    )


def _public(
    connection: Connection,
    sealer: ValueSealer,
    incident_id: str,
    documents: tuple[DocumentRow, ...],
) -> Scope:
    if read_incident(connection, sealer, incident_id).private:
        raise NotAllowedError("a private incident publishes nothing")
    if not public_owed(documents, substituted(connection, incident_id)):
        raise NotAllowedError("nothing was published, so there is nothing to retract publicly")
    return Scope()


def _filing(documents: tuple[DocumentRow, ...], wanted: tuple[str, ...]) -> Scope:
    """The first series of filings for which no withdrawal is written."""
    begun = {series_of(document) for document in documents if _is_withdrawal_under_way(document)}
    owed = [filing for filing in filings_owed(documents) if series_of(filing) not in begun]
    if wanted:
        owed = [filing for filing in owed if set(wanted) <= set(filing.addressees)]
    if not owed:
        raise NotAllowedError(
            "no filing with a receipt is left to be withdrawn there, or its withdrawal is under way"
        )
    return Scope(owed[0].addressees, owed[0].on_behalf_of)


def _is_withdrawal_under_way(document: DocumentRow) -> bool:
    waits = document.state in WAITING
    unreceipted = document.state is DocumentState.ISSUED and not document.receipt_number
    return document.kind is DocumentKind.WITHDRAWAL_REPORT and (waits or unreceipted)
