"""The clocks of an incident that run, in parts that fit into one of Temporal's payloads."""

from sqlalchemy import Connection

from contracts.incident_payloads import ClocksRead, DutyClock
from register.duties import running_clocks
from register.open_work import open_clocks

CLOCKS_A_PART = 5_000
"""Well under a payload's 2 MB: a clock takes some 120 bytes."""


def read_clocks(connection: Connection, incident_id: str, after: str = "") -> ClocksRead:
    """Duties, tasks, awaited replies and promises by key, from the first one after `after`."""
    duties = running_clocks(connection, incident_id, after, CLOCKS_A_PART + 1)
    clocks = [DutyClock(key=clock.key, due_at=clock.at, hard=clock.hard) for clock in duties]
    # No law strikes where a task, a reply or a promise is due.
    clocks += [
        DutyClock(key=key, due_at=due_at, hard=False)
        for key, due_at in open_clocks(connection, incident_id)
        if key > after
    ]
    clocks.sort(key=lambda clock: clock.key)
    part = tuple(clocks[:CLOCKS_A_PART])
    return ClocksRead(clocks=part, more_after=part[-1].key if len(clocks) > len(part) else "")
