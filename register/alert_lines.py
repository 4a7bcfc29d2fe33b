"""Lines of alerts: entered once, joined with those of other shards, said in one message.

Several shards of clocks reach rungs in the same moment and share the people to tell. Whoever
enters lines first waits a moment for the others and then says them all.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from register.tables_alerts import alert_lines, outside_messages

NOBODY = ""
"""The audience of a line for which there was nobody."""
LEFT_BEHIND = timedelta(seconds=30)
"""Lines that have waited so long have lost whoever would have said them."""

Line = dict[str, Any]


def enter(
    connection: Connection,
    incident_id: str,
    alert_key: str,
    lines: Mapping[str, Sequence[tuple[str, Line]]],
    now: datetime,
) -> bool:
    """Enter lines (clock key and content) by audience; False when this alert did so before."""
    if _has_entered(connection, incident_id, alert_key, lines):
        return False
    rows = [
        {
            "incident_id": incident_id,
            "alert_key": alert_key,
            "audience": audience,
            "clock_key": key,
            "line": line,
            "entered_at": now,
            "said_by": alert_key if audience == NOBODY else None,
        }
        for audience, said in lines.items()
        for key, line in said
    ]
    if rows:
        connection.execute(insert(alert_lines), rows)
    return True


def others_will_say(
    connection: Connection,
    incident_id: str,
    alert_key: str,
    audiences: Iterable[str],
    now: datetime,
) -> bool:
    """Whether another alert waits with lines for all of these, and will say ours with its own."""
    wanted = set(audiences)
    waiting = connection.execute(
        select(alert_lines.c.audience)
        .distinct()
        .where(
            alert_lines.c.incident_id == incident_id,
            alert_lines.c.alert_key != alert_key,
            alert_lines.c.said_by.is_(None),
            alert_lines.c.entered_at > now - LEFT_BEHIND,
        )
    ).scalars()
    return wanted <= set(waiting)


def take(connection: Connection, incident_id: str, alert_key: str) -> dict[str, list[Line]]:
    """Everything that waits for the audiences of this alert, now to be said by it.

    The same again gets the same lines; those of another alert are nobody else's any more.
    """
    of_incident = alert_lines.c.incident_id == incident_id
    audiences = connection.execute(
        select(alert_lines.c.audience)
        .distinct()
        .where(of_incident, alert_lines.c.alert_key == alert_key)
    ).scalars()
    chosen = of_incident & alert_lines.c.audience.in_(sorted(set(audiences) - {NOBODY}))
    connection.execute(
        update(alert_lines).where(chosen, alert_lines.c.said_by.is_(None)).values(said_by=alert_key)
    )
    rows = connection.execute(
        select(alert_lines.c.audience, alert_lines.c.line)
        .where(chosen, alert_lines.c.said_by == alert_key)
        .order_by(alert_lines.c.clock_key, alert_lines.c.entered_at)
    )
    found: dict[str, list[Line]] = {}
    for row in rows:
        found.setdefault(row.audience, []).append(row.line)
    return found


def channels_that_took(connection: Connection, incident_id: str, alert_key: str) -> set[str]:
    """The outside channels that have taken an alert's message."""
    rows = connection.execute(
        select(outside_messages.c.channel).where(
            outside_messages.c.incident_id == incident_id,
            outside_messages.c.alert_key == alert_key,
        )
    )
    return set(rows.scalars())


def note_taken(
    connection: Connection, incident_id: str, alert_key: str, channel: str, now: datetime
) -> None:
    """Note that an outside channel has taken an alert's message."""
    connection.execute(
        insert(outside_messages).values(
            incident_id=incident_id, alert_key=alert_key, channel=channel, taken_at=now
        )
    )


def _has_entered(
    connection: Connection, incident_id: str, alert_key: str, audiences: Iterable[str]
) -> bool:
    return (
        connection.execute(
            select(alert_lines.c.clock_key)
            .where(
                alert_lines.c.incident_id == incident_id,
                alert_lines.c.alert_key == alert_key,
                alert_lines.c.audience.in_(sorted(audiences)),
            )
            .limit(1)
        ).first()
        is not None
    )
