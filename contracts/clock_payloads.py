"""Payloads of clocks and of the alerts that they raise."""

from datetime import datetime

from contracts.incident_payloads import DutyClock
from contracts.payloads import Payload
from contracts.policy import Rung
from domain.casetime import CaseClock


class ClockEntry(Payload):
    """One running clock: which rungs have been climbed, and until which one it is silenced.

    `rungs_done` counts rungs of the ladder in order of time.
    """

    key: str
    due_at: datetime
    rungs_done: int = 0


class ClockInput(Payload):
    """Input of `ClockWorkflow`, and what it continues with."""

    incident_id: str
    shard: int
    ladder: tuple[Rung, ...]
    work_ladder: tuple[Rung, ...] = ()
    clock: CaseClock = CaseClock()
    entries: tuple[ClockEntry, ...] = ()
    alerts_sent: int = 0


class DutiesReplaced(Payload):
    """Signal: these are the open duties of this shard now; others have ended."""

    clocks: tuple[DutyClock, ...]


class AlertLine(Payload):
    """One duty that reached one rung."""

    duty_key: str
    due_at: datetime
    rung: str
    roles: tuple[str, ...]


class Alert(Payload):
    """Lines to send, one mail a person; `alert_key` makes a repeat harmless."""

    incident_id: str
    alert_key: str
    at: datetime
    lines: tuple[AlertLine, ...]


class AlertSent(Payload):
    """How many mails an alert became; none means that no role had anybody."""

    mails: int
