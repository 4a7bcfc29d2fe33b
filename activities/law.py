"""The law, computed where it may change: in an activity, from regime files and calendars."""

from datetime import datetime

from sqlalchemy import Connection

from activities.duty_status import DutyStatus
from activities.open_clocks import read_clocks
from activities.situation import situation
from contracts.incident_payloads import AssessDuties, DutiesAssessed
from domain.documents import digest_of
from domain.duties import Assessment, assess
from domain.facts import Ledger
from regimes.calendars import calendars
from regimes.loader import load_bundled
from register import audit
from register.documents import read_documents
from register.duties import DutyRow, read_duties, write_duties
from register.evidence import people_held
from register.incidents import read_incident
from register.ledger import read_ledger
from register.parties import read_entrustments, read_merchants, read_parties
from register.severity import note_proposal
from register.store import Register
from sealing.values import ValueSealer


def assess_incident(
    connection: Connection,
    sealer: ValueSealer,
    incident_id: str,
    ledger: Ledger,
    at: datetime,
    told_if: datetime | None = None,
) -> Assessment:
    """All duties of an incident by the rules and calendars known at case time `at`."""
    incident = read_incident(connection, sealer, incident_id)
    seen = situation(
        read_parties(connection, sealer, incident_id),
        read_merchants(connection, incident_id),
        read_entrustments(connection, incident_id),
        ledger,
        incident.opened_at,
        people_held(connection, incident_id),
        told_if,
    )
    rules = [rule for regime in load_bundled() for rule in regime.rules]
    return assess(seen, rules, calendars(at.date()), with_questions=False)


def assess_duties(register: Register, request: AssessDuties) -> DutiesAssessed:
    """Recompute duties, write them, and say which clocks run on."""
    incident_id = request.incident_id
    sealer = register.sealer(incident_id)
    with register.writing() as connection:
        ledger = read_ledger(connection, sealer, incident_id)
        assessment = assess_incident(connection, sealer, incident_id, ledger, request.at)
        before = read_duties(connection, incident_id)
        rows = DutyStatus(
            connection,
            incident_id,
            read_merchants(connection, incident_id),
            read_documents(connection, incident_id),
            ledger.revision,
        ).rows(assessment, before)
        changed = write_duties(connection, incident_id, rows, request.at, before)
        _audit(connection, sealer, request, before, rows, changed)
        note_proposal(connection, sealer, incident_id, request.at)
        running = read_clocks(connection, incident_id)
        severity = read_incident(connection, sealer, incident_id).severity
    return DutiesAssessed(
        open_clocks=running.clocks,
        digest=digest_of(row.model_dump_json() for row in rows),
        changed=len(changed),
        severity=severity,
        more_after=running.more_after,
    )


def _audit(
    connection: Connection,
    sealer: ValueSealer,
    request: AssessDuties,
    before: tuple[DutyRow, ...],
    rows: tuple[DutyRow, ...],
    changed: tuple[str, ...],
) -> None:
    """One line for the computation; one more for each duty whose status moved."""
    if not changed:
        return
    old = {row.key: row for row in before}
    line = audit.AuditLine(
        at=request.at,
        actor="engine",
        action="duties.assessed",
        subject=request.incident_id,
        detail={"changed": len(changed), "duties": len(rows)},
    )
    audit.append(connection, sealer, request.incident_id, line)
    for row in rows:
        known = old.get(row.key)
        if known is not None and known.status != row.status:
            line = audit.AuditLine(
                at=request.at,
                actor="engine",
                action="duty.status",
                subject=row.key,
                detail={"from": known.status, "to": row.status, "late": row.late},
            )
            audit.append(connection, sealer, request.incident_id, line)
