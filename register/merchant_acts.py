"""What we did towards merchants: told, reminded, escalated; each with its audit line, once."""

from datetime import datetime

from sqlalchemy import Connection, update

from contracts.merchant_payloads import EscalateMerchants, RemindMerchants
from register import audit
from register.tables_incident import merchants
from sealing.values import ValueSealer


def note_told(
    connection: Connection, sealer: ValueSealer, incident_id: str, merchant_id: str, at: datetime
) -> None:
    """The notice to a merchant left; the first time counts."""
    untold = (merchants.c.party_id == merchant_id) & merchants.c.told_at.is_(None)
    changed = connection.execute(update(merchants).where(untold).values(told_at=at)).rowcount
    if changed:
        _audit(connection, sealer, incident_id, at, "merchant.told", merchant_id)


def note_reminder(
    connection: Connection, sealer: ValueSealer, reminder: RemindMerchants, merchant_id: str
) -> None:
    """A reminder left; a repeat of the same one changes nothing."""
    fewer = (merchants.c.party_id == merchant_id) & (merchants.c.reminders < reminder.number)
    values = {"reminders": reminder.number}
    changed = connection.execute(update(merchants).where(fewer).values(**values)).rowcount
    if changed:
        _audit(
            connection, sealer, reminder.incident_id, reminder.at, "merchant.reminded", merchant_id
        )


def note_escalation(
    connection: Connection, sealer: ValueSealer, escalation: EscalateMerchants, merchant_id: str
) -> None:
    """Staff was sent after a silent merchant; the first time counts."""
    fresh = (merchants.c.party_id == merchant_id) & merchants.c.escalated_at.is_(None)
    values = {"escalated_at": escalation.at}
    changed = connection.execute(update(merchants).where(fresh).values(**values)).rowcount
    if changed:
        _audit(
            connection,
            sealer,
            escalation.incident_id,
            escalation.at,
            "merchant.escalated",
            merchant_id,
        )


def _audit(
    connection: Connection,
    sealer: ValueSealer,
    incident_id: str,
    at: datetime,
    action: str,
    merchant_id: str,
) -> None:
    line = audit.AuditLine(at=at, actor="engine", action=action, subject=merchant_id)
    audit.append(connection, sealer, incident_id, line)
