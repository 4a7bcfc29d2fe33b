"""How a clock speaks: one mail at a time, outside channels beside it, nothing lost meanwhile."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from contracts.clock_payloads import Alert, AlertLine, ClockInput
    from contracts.incident_activities import AlertActivities
    from contracts.policy import MAIL, OUTSIDE
    from contracts.retries import ALERTS, OUTSIDE_ALERTS

REFUSED_WAIT = timedelta(minutes=5)


class Speaker:
    """Takes lines from the clock and never keeps it waiting.

    While a mail is on its way, further lines gather and leave together with the next one: after
    a provider's bad night there is one mail and not a burst.
    """

    def __init__(self, given: ClockInput, now: Callable[[], datetime]) -> None:
        self._input = given
        self._now = now
        self.alerts_sent = given.alerts_sent
        self._to_mail = {line.duty_key: line for line in given.unsent}
        self._is_mailing = False
        self._outside: set[asyncio.Task[None]] = set()

    @property
    def is_idle(self) -> bool:
        """Whether everything that was said has left, or was given up."""
        return not (self._to_mail or self._is_mailing or self._outside)

    def drop(self, key: str) -> None:
        """Say no more of what somebody has taken up."""
        self._to_mail.pop(key, None)

    def say(self, lines: Sequence[AlertLine]) -> None:
        """Begin to send; returns at once."""
        for line in lines:
            if MAIL in line.channels:
                earlier = self._to_mail.get(line.duty_key)
                self._to_mail[line.duty_key] = _joined(earlier, line) if earlier else line
        outside = [line for line in lines if OUTSIDE in line.channels]
        if outside:
            task = asyncio.create_task(_tell_outside(self._alert(outside)))
            self._outside.add(task)
            task.add_done_callback(self._outside.discard)

    async def mail_as_it_comes(self) -> None:
        """Send what gathers, for ever: a mail that is refused for good is tried again later."""
        while True:
            await workflow.wait_condition(lambda: bool(self._to_mail))
            lines, self._to_mail = list(self._to_mail.values()), {}
            self._is_mailing = True
            try:
                await self.mail(lines)
            except ActivityError:
                self._to_mail = {line.duty_key: line for line in lines} | self._to_mail
                await workflow.sleep(REFUSED_WAIT)
            finally:
                self._is_mailing = False

    async def mail(self, lines: Sequence[AlertLine]) -> None:
        """One alert, as one mail a person."""
        await workflow.execute_activity_method(
            AlertActivities.send_alert, self._alert(lines), **ALERTS
        )

    def _alert(self, lines: Sequence[AlertLine]) -> Alert:
        self.alerts_sent += 1
        return Alert(
            incident_id=self._input.incident_id,
            # A reopened incident counts anew, so the key names the chain of runs as well.
            alert_key=f"{self._input.shard}:{_chain()}:{self.alerts_sent}",
            at=self._now(),
            lines=tuple(lines),
            shards=self._input.shards,
        )


def _chain() -> str:
    return workflow.info().first_execution_run_id[:8]


async def _tell_outside(alert: Alert) -> None:
    try:
        await workflow.execute_activity_method(
            AlertActivities.send_outside, alert, **OUTSIDE_ALERTS
        )
    except ActivityError:
        # Mail is what counts; the activity has written into the log whom it did not reach.
        return


def _joined(earlier: AlertLine, later: AlertLine) -> AlertLine:
    """The later line speaks for one whose mail could not leave, and says so."""
    unsent = (earlier.reached_at,) if earlier.reached_at else ()
    return later.model_copy(
        update={
            "roles": tuple(dict.fromkeys((*later.roles, *earlier.roles))),
            "steps": tuple(sorted({*later.steps, *earlier.steps})),
            "up": tuple(dict.fromkeys((*later.up, *earlier.up))),
            "missed": (*earlier.missed, *unsent, *later.missed),
            "missed_more": earlier.missed_more + later.missed_more,
        }
    )
