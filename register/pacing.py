"""What the pace of a wave allows at this moment; read and charged inside the claim's transaction.

The caller holds the wave's row (`register.claims`). A reason to stop is written down at once, so
that every other shard stops as well.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from domain.pacing import LATE, WINDOW_OVER, breach, next_slot, slots_begun
from register.mail_figures import mail_figures
from register.senders import Paused, Wait
from register.tables_sending import wave_controls
from register.wave_controls import CanaryState, WaveControl, change, pause_wave, read_control


@dataclass(frozen=True, slots=True)
class Room:
    """People who may be claimed now; None for as many as a batch holds."""

    people: int | None = None


Pace = Room | Wait | Paused

CANCELLED = "this wave was cancelled"
SENTENCES = {
    "by_hand": "a person paused this wave",
    "window_over": "its sending window is over: it asks again",
    "late": "sending was held up for too long: it asks again",
    "bounced": "too many mails came back: it asks before it goes on",
    "complained": "too many complaints: it asks before it goes on",
    "silent": "no report of its mails came in: see to the event webhook before it goes on",
}


def pause_of_wave(control: WaveControl | None) -> Paused | None:
    """What stops a wave, for logs and histories; None where nothing does."""
    if control is None or control.paused is None:
        return None
    if control.cancelled_at is not None:
        return Paused(CANCELLED)
    return Paused(SENTENCES.get(str(control.paused["why"]), SENTENCES["by_hand"]))


def pace_of(connection: Connection, wave_id: str, now: datetime, *, expects_reports: bool) -> Pace:
    """Room for a claim, or how long to wait, or why a person has to decide first."""
    control = read_control(connection, wave_id)
    if control is None:
        return Room()
    asked = _Asked(connection, wave_id, control, now, expects_reports)
    pace = pause_of_wave(control) or asked.hours() or asked.canary() or asked.ramp()
    if isinstance(pace, Wait):
        change(connection, wave_id, expected_at=pace.until(now))
    return pace


def may_be_repeated(connection: Connection, wave_id: str, now: datetime) -> Wait | Paused | None:
    """What keeps a request that was claimed once from being sent now."""
    control = read_control(connection, wave_id)
    if control is None:
        return None
    stopped = pause_of_wave(control)
    return stopped or _Asked(connection, wave_id, control, now, expects_reports=False).hours()


def charge_pace(connection: Connection, wave_id: str, people: int, now: datetime) -> None:
    """Count people who were claimed against canary and ramp."""
    counted = wave_controls.c.paced_people + people
    change(connection, wave_id, paced_people=counted, expected_at=now)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question about the pace of one wave, at one moment (server time)."""

    connection: Connection
    wave_id: str
    control: WaveControl
    now: datetime
    expects_reports: bool

    def hours(self) -> Wait | Paused | None:
        """What the clock says: not yet, not any more, or far too late."""
        control, now = self.control, self.now
        if control.closes_at is not None and now >= control.closes_at:
            return self._stop(WINDOW_OVER)
        if control.opens_at is not None and now < control.opens_at:
            return Wait.to(control.opens_at, now)
        late_after = control.pacing.late_after
        if late_after is not None and now > control.expected_at + late_after:
            return self._stop(LATE)
        return None

    def canary(self) -> Pace | None:
        """What the canary allows; None once there is none any more."""
        canary, state = self.control.pacing.canary, self.control.canary
        if canary is None or state in {CanaryState.NONE, CanaryState.PASSED}:
            return None
        if state is CanaryState.OUT:
            left = canary.people - self.control.paced_people
            return Room(left) if left > 0 else self._let_canary_wait(self.now + canary.wait)
        if self.control.canary_until is not None and self.now < self.control.canary_until:
            return Wait.to(self.control.canary_until, self.now)
        stopped = self._judged()
        if stopped is not None:
            return stopped
        self._change(canary=CanaryState.PASSED.value, paced_from=self.now, paced_people=0, slot=1)
        return self._allowed(self.now, 1, 0)

    def ramp(self) -> Pace:
        """What the ramp allows; at the begin of each quarter the rates are looked at again."""
        slots, canary = slots_begun(self.control.paced_from, self.now), self.control.pacing.canary
        people = self.control.paced_people
        if slots != self.control.slot:
            stopped = self._judged() if canary and people >= canary.people else None
            if stopped is not None:
                return stopped
            self._change(slot=slots)
        return self._allowed(self.control.paced_from, slots, people)

    def _allowed(self, begun: datetime, slots: int, people: int) -> Room | Wait:
        ramp = self.control.pacing.ramp
        if ramp is None:
            return Room()
        left = ramp.allowed(slots, self.control.desk_cap) - people
        return Room(left) if left > 0 else Wait.to(next_slot(begun, self.now), self.now)

    def _let_canary_wait(self, until: datetime) -> Wait:
        self._change(canary=CanaryState.WAITING.value, canary_until=until)
        return Wait.to(until, self.now)

    def _judged(self) -> Paused | None:
        canary = self.control.pacing.canary
        if canary is None:
            return None
        figures = mail_figures(self.connection, self.wave_id, self.control.decided_at)
        found = breach(canary, figures, expects_reports=self.expects_reports)
        return self._stop(found.why, **found.figures._asdict()) if found else None

    def _stop(self, why: str, **figures: int) -> Paused:
        pause_wave(self.connection, self.wave_id, why, self.now, **figures)
        return Paused(SENTENCES[why])

    def _change(self, **values: object) -> None:
        change(self.connection, self.wave_id, **values)
