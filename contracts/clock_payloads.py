"""Payloads of clocks and of the alerts that they raise."""

from datetime import datetime, timedelta

from contracts.incident_payloads import DutyClock
from contracts.payloads import Payload
from contracts.policy import MAIL, Ladders
from domain.casetime import CaseClock
from domain.quiet_hours import QuietHours


class ClockEntry(Payload):
    """One running clock: which rungs have been climbed, and until which one it is silenced.

    `rungs_done` counts rungs of the ladder in order of time, `repeats_done` how often the last of
    them has spoken again, `steps_done` how far it was handed on since it spoke last (`spoken_at`):
    1 to the deputies, 2 up. `taken_up` silences until the next rung or repeat. What falls before
    `since` was never for this clock to say: it began, or was moved, only then. All times are case
    times.
    """

    key: str
    due_at: datetime
    rungs_done: int = 0
    repeats_done: int = 0
    steps_done: int = 0
    spoken_at: datetime | None = None
    taken_up: bool = False
    hard: bool = True
    since: datetime | None = None


class AlertLine(Payload):
    """One clock that reached one rung, its repeat, or a step of handing it on.

    `roles` are those of the rung; `steps` says how far it is handed on (none, to the deputies, up).
    `missed` are the times of earlier rungs that nobody was told of while the engine was down, and
    `missed_more` counts those beyond. A clock that was taken up after `reached_at` stays silent.
    """

    duty_key: str
    due_at: datetime
    rung: str
    roles: tuple[str, ...]
    rung_en: str = ""
    repeat: int = 0
    steps: tuple[int, ...] = ()
    up: tuple[str, ...] = ()
    channels: tuple[str, ...] = (MAIL,)
    reached_at: datetime | None = None
    missed: tuple[datetime, ...] = ()
    missed_more: int = 0


class ClockInput(Ladders):
    """Input of `ClockWorkflow`, and what it continues with.

    `shards` is how many such clocks the incident has. `unsent` are lines that still wait for
    their mail.
    """

    incident_id: str
    shard: int
    clock: CaseClock = CaseClock()
    entries: tuple[ClockEntry, ...] = ()
    alerts_sent: int = 0
    shards: int = 1
    quiet_hours: tuple[QuietHours, ...] = ()
    merge_within: timedelta = timedelta(0)
    severity: str = ""
    unsent: tuple[AlertLine, ...] = ()


class DutiesReplaced(Payload):
    """Signal: these are the open duties of this shard now; others have ended.

    `severity` is the incident's, whose quiet hours apply; empty leaves it as it was.
    """

    clocks: tuple[DutyClock, ...]
    severity: str = ""


class ClockTakenUp(Payload):
    """Signal: somebody sees to this clock; it is silent until its next rung."""

    key: str


class Alert(Payload):
    """Lines to send, one mail a person; `alert_key` makes a repeat harmless.

    With several `shards` the alerts of the others that come at the same moment are joined.
    """

    incident_id: str
    alert_key: str
    at: datetime
    lines: tuple[AlertLine, ...]
    shards: int = 1


class AlertSent(Payload):
    """How many mails an alert became; none means that no role had anybody."""

    mails: int


class OutsideSent(Payload):
    """How many outside channels an alert reached."""

    channels: int
