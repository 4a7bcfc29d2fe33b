"""Lines of one alert on their way to their readers, together with those of other shards."""

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from contracts.clock_payloads import Alert, AlertLine
from register import alert_lines, audit
from register.store import Register

JOIN_SECONDS = 0.4
"""How long the first of several shards waits for the others; a rung has two seconds."""


def join(
    register: Register,
    alert: Alert,
    by_audience: Mapping[str, Sequence[AlertLine]],
    entries: Sequence[audit.AuditLine],
) -> dict[str, list[AlertLine]]:
    """What this alert has to say now, by audience; nothing where another shard's will say it.

    Lines and audit lines are written once, however often this is called for one alert; a repeat
    gets the same lines, and whatever somebody else left behind.
    """
    lines = {
        audience: [(line.duty_key, line.model_dump(mode="json")) for line in said]
        for audience, said in by_audience.items()
    }
    told = set(lines) - {alert_lines.NOBODY}
    key, now = (alert.incident_id, alert.alert_key), datetime.now(UTC)
    sealer = register.sealer(alert.incident_id)
    with register.writing() as connection:
        waits = alert.shards > 1 and alert_lines.others_will_say(connection, *key, told, now)
        is_new = alert_lines.enter(connection, *key, lines, now)
        if is_new:
            audit.append_all(connection, sealer, alert.incident_id, entries)
    if is_new and (waits or not told):
        return {}
    if is_new and alert.shards > 1:
        time.sleep(JOIN_SECONDS)
    with register.writing() as connection:
        found = alert_lines.take(connection, *key)
    return {
        audience: [AlertLine.model_validate(line) for line in said]
        for audience, said in found.items()
    }
