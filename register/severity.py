"""The severity that a person decided, beside the one that the facts propose now."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, func, select, update

from domain.severity import Proposal, Severity, findings_of, propose
from register import audit
from register.evidence import people_held
from register.ledger import read_ledger
from register.tables_incident import incidents, merchants
from sealing.values import ValueSealer


class SeverityStanding(BaseModel):
    """`decided` is None while nobody has decided."""

    model_config = ConfigDict(frozen=True)

    decided: Severity | None
    proposal: Proposal

    @property
    def differs(self) -> bool:
        """Whether the facts propose something else than what stands."""
        return self.decided is not self.proposal.severity


def read_severity(
    connection: Connection, sealer: ValueSealer, incident_id: str
) -> SeverityStanding:
    """What was decided, and what the ledger and the lists that came in propose."""
    stands = connection.execute(
        select(incidents.c.severity).where(incidents.c.id == incident_id)
    ).scalar_one()
    businesses = connection.execute(
        select(func.count()).select_from(merchants).where(merchants.c.incident_id == incident_id)
    ).scalar_one()
    ledger = read_ledger(connection, sealer, incident_id)
    people = sum(people_held(connection, incident_id).values())
    return SeverityStanding(
        decided=Severity(stands) if stands in set(Severity) else None,
        proposal=propose(findings_of(ledger, people, businesses)),
    )


def note_proposal(
    connection: Connection, sealer: ValueSealer, incident_id: str, at: datetime
) -> None:
    """Write to the log when the facts propose something else than last time; `at` is case time."""
    standing = read_severity(connection, sealer, incident_id)
    which = incidents.c.id == incident_id
    before = connection.execute(select(incidents.c.severity_proposed).where(which)).scalar_one()
    proposed = standing.proposal.severity.value
    if before == proposed:
        return
    connection.execute(update(incidents).where(which).values(severity_proposed=proposed))
    line = audit.AuditLine(
        at=at,
        actor="engine",
        action="severity.proposed",
        subject=incident_id,
        detail={
            "from": before,
            "to": proposed,
            "decided": standing.decided.value if standing.decided else None,
            "why": "、".join(reason.ja for reason in standing.proposal.reasons),
        },
    )
    audit.append(connection, sealer, incident_id, line)


def severity_of(connection: Connection, incident_id: str) -> str:
    """The severity in force, or `undecided`."""
    query = select(incidents.c.severity).where(incidents.c.id == incident_id)
    return str(connection.execute(query).scalar_one())


def set_severity(connection: Connection, incident_id: str, severity: Severity) -> None:
    """Record a person's decision."""
    connection.execute(
        update(incidents).where(incidents.c.id == incident_id).values(severity=severity.value)
    )
