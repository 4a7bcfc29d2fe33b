"""The log's lines on what a computation of duties changed: status, dates, and what it proposes."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from register import audit
from register.duties import DutyRow
from sealing.values import ValueSealer

KEYS_IN_A_LINE = 20
_Moved = tuple[str, str, datetime | None, datetime | None]


def audit_changes(
    connection: Connection,
    sealer: ValueSealer,
    incident_id: str,
    at: datetime,
    before: tuple[DutyRow, ...],
    rows: tuple[DutyRow, ...],
    changed: int,
) -> None:
    """One line for the computation, one for each status that moved, one for dates that moved alike.

    Merchants that were told together move together: their dates are one line a rule.
    """
    old = {row.key: row for row in before}
    detail: dict[str, str | int | bool | None] = {"changed": changed, "duties": len(rows)}
    lines = [_line(at, "duties.assessed", incident_id, detail)]
    moved: dict[_Moved, list[str]] = {}
    for row in rows:
        known = old.get(row.key)
        if known is None:
            continue
        if known.status != row.status:
            detail = {"from": known.status, "to": row.status, "late": row.late}
            lines.append(_line(at, "duty.status", row.key, detail))
        for action, old_at, new_at in _dates_moved(known, row):
            moved.setdefault((action, row.rule, old_at, new_at), []).append(row.key)
    for (action, rule, old_at, new_at), keys in moved.items():
        detail = {
            "rule": rule,
            "from": old_at.isoformat() if old_at else None,
            "to": new_at.isoformat() if new_at else None,
            "duties": len(keys),
            "keys": " ".join(keys[:KEYS_IN_A_LINE]),
        }
        subject = keys[0] if len(keys) == 1 else incident_id
        lines.append(_line(at, action, subject, detail))
    for line in lines:
        audit.append(connection, sealer, incident_id, line)


def _dates_moved(
    known: DutyRow, row: DutyRow
) -> Iterable[tuple[str, datetime | None, datetime | None]]:
    if known.clock_at != row.clock_at:
        yield "duty.date_taken", known.clock_at, row.clock_at
    if row.proposal is not None and row.proposal != known.proposal:
        yield "duty.later_proposed", row.clock_at, row.proposal.clock_at
    if known.proposal is not None and row.proposal is None and row.dates == known.dates:
        yield "duty.proposal_gone", known.proposal.clock_at, row.clock_at


def _line(
    at: datetime, action: str, subject: str, detail: dict[str, str | int | bool | None]
) -> audit.AuditLine:
    return audit.AuditLine(at=at, actor="engine", action=action, subject=subject, detail=detail)
