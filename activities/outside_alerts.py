"""Alerts beside the mail: Slack, Teams, PagerDuty, SMS and the like, through Apprise.

These channels belong to others, so they learn next to nothing: the code name, the clocks, and what
to type. An incident that is no real one reaches this machine only.
"""

import hashlib
import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import apprise
from temporalio import activity

from activities.alert_reading import AlertReading, read_for_alert
from activities.joined_alerts import join
from contracts.clock_payloads import Alert, AlertLine
from contracts.failures import FailureKind, failure
from contracts.retries import OUTSIDE_ALERTS
from domain.alert_targets import AlertTarget
from domain.local_time import local_due, time_left, zone_words
from domain.markings import Marking
from domain.roster import JAPAN, UP
from domain.wording import Language, subject_mark
from register import alert_lines, audit
from register.store import Register

# It logs where it sends to, and an address of this kind holds its key.
logging.getLogger("apprise").addFilter(lambda _record: False)

CLOCKS_AT_MOST = 5
_ASSET = apprise.AppriseAsset(app_id="Shirase", async_mode=False, secure_logging=True)


class UnknownTargetError(Exception):
    """An address that Apprise does not know; `number` is its place among the configured ones."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Apprise does not know the address of target {number}")
        self.number = number


@dataclass(frozen=True)
class Channel:
    """One outside channel; its name tells nothing of its address."""

    name: str
    target: AlertTarget = field(repr=False)
    notifier: apprise.NotifyBase = field(repr=False)

    def hears(self, line: AlertLine) -> bool:
        """Whether a line is for it: for a role of its own, or for everybody."""
        called = {*line.roles, *(line.up if UP in line.steps else ())}
        return self.target.role is None or self.target.role in called


def channels_of(targets: Sequence[AlertTarget]) -> tuple[Channel, ...]:
    """The channels of configured targets.

    Raises:
        UnknownTargetError: Apprise does not know an address.
    """
    found = []
    for number, target in enumerate(targets, start=1):
        made = apprise.Apprise.instantiate(target.url, asset=_ASSET, suppress_exceptions=True)
        if made is None:
            raise UnknownTargetError(number)
        digest = hashlib.sha256(f"{target.role}|{target.url}".encode()).hexdigest()[:16]
        found.append(Channel(f"outside:{digest}", target, made))
    return tuple(found)


class OutsideAlerts:
    """Sends to the channels that are configured; to none, without any."""

    def __init__(self, register: Register, channels: Sequence[Channel] = ()) -> None:
        self._register = register
        self._channels = channels

    def send(self, alert: Alert, at: datetime) -> int:
        """Send to each channel that has not taken this alert; returns how many took it now.

        Raises a failure that may be retried when a channel did not take it. A channel may get an
        alert twice when the process dies between its answer and our note.
        """
        if not self._channels:
            return 0
        reading = read_for_alert(self._register, alert.incident_id, at)
        by_channel = self._by_channel(alert, reading)
        said = join(self._register, alert, by_channel, ())
        missing = [channel for channel in self._channels if channel.name in said]
        taken = self._taken(alert)
        missing = [channel for channel in missing if channel.name not in taken]
        reached = [c for c in missing if self._reaches(c, alert, reading, said[c.name])]
        self._audit(alert, at, len(reached), len(missing) - len(reached))
        if len(reached) < len(missing):
            raise failure(FailureKind.PROVIDER_UNAVAILABLE, "an outside channel took no alert")
        return len(reached)

    def _by_channel(self, alert: Alert, reading: AlertReading) -> dict[str, list[AlertLine]]:
        is_live = reading.incident.marking is Marking.LIVE
        found: dict[str, list[AlertLine]] = defaultdict(list)
        for line in filter(reading.needs_somebody, alert.lines):
            for channel in self._channels:
                if channel.hears(line) and (is_live or channel.target.stays_here):
                    found[channel.name].append(line)
        return found

    def _reaches(
        self, channel: Channel, alert: Alert, reading: AlertReading, said: Iterable[AlertLine]
    ) -> bool:
        lines = [line for line in said if reading.needs_somebody(line)]
        if not lines:
            return True
        title, body = outside_words(reading, lines)
        if not channel.notifier.notify(
            title=title, body=body, notify_type=apprise.NotifyType.WARNING
        ):
            return False
        with self._register.writing() as connection:
            key = (alert.incident_id, alert.alert_key, channel.name)
            alert_lines.note_taken(connection, *key, datetime.now(UTC))
        return True

    def _taken(self, alert: Alert) -> set[str]:
        with self._register.reading() as connection:
            return alert_lines.channels_that_took(connection, alert.incident_id, alert.alert_key)

    def _audit(self, alert: Alert, at: datetime, reached: int, failed: int) -> None:
        """Whom it reached; a channel that did not answer counts once it is given up."""
        last = activity.info().attempt >= OUTSIDE_ALERTS["retry_policy"].maximum_attempts
        if not reached and not (failed and last):
            return
        line = audit.AuditLine(
            at=at,
            actor="engine",
            action="alert.outside",
            subject=alert.incident_id,
            detail={"channels": reached, "failed": failed if last else 0},
        )
        sealer = self._register.sealer(alert.incident_id)
        with self._register.writing() as connection:
            audit.append(connection, sealer, alert.incident_id, line)


def outside_words(reading: AlertReading, lines: Sequence[AlertLine]) -> tuple[str, str]:
    """Title and text for an outside channel: code name, clocks and command, nothing else."""
    language = Language(reading.incident.language)
    is_ja = language is Language.JAPANESE
    dues = sorted(Counter(line.due_at for line in lines).items())
    clocks = []
    for due, number in dues[:CLOCKS_AT_MOST]:
        when = f"{local_due(due, language)} ({zone_words(JAPAN, language)})"
        times = f" ×{number}" if number > 1 else ""
        left = time_left(due, reading.at, language)
        clocks.append(f"期限 {when} {left}{times}" if is_ja else f"Due {when}, {left}{times}")
    more = sum(number for _, number in dues[CLOCKS_AT_MOST:])
    if more:
        clocks.append(f"ほか{more}件" if is_ja else f"and {more} more")
    mark = subject_mark(reading.incident.marking, language)
    return f"{mark}{reading.incident.code_name}", "\n".join(
        [*clocks, f"shirase next {reading.handle}"]
    )
