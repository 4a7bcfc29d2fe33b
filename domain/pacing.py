"""How fast a wave may go out: a canary first, then a ramp, inside a window, never overdue.

Pure arithmetic. Times are server time, since they are about a real provider and real telephones.
"""

from datetime import datetime, timedelta
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from domain.sending_window import SendingWindow

SLOT = timedelta(minutes=15)
"""A ramp lets people go by quarters of an hour: at once as many as may go within it."""

SLOTS_AN_HOUR = timedelta(hours=1) // SLOT
PER_MILLE = 1_000
MOST_PEOPLE = 1_000_000_000

Count = Annotated[int, Field(ge=1)]
PerMille = Annotated[int, Field(ge=0, le=PER_MILLE)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Canary(_Part):
    """So many people first; then a wait; then the rates of what came back decide.

    The rates hold for the whole wave: each quarter of an hour they are looked at again.
    """

    people: Count
    wait: timedelta
    most_bounced_per_mille: PerMille
    most_complained_per_mille: PerMille


class Ramp(_Part):
    """People in the first hour, and by how many per cent each further hour takes more."""

    people_an_hour: Count
    growth_percent: Annotated[int, Field(ge=0, le=1_000)] = 0

    def allowed(self, slots: int, most_an_hour: int | None = None) -> int:
        """How many people in all may have been let go once `slots` quarters have begun.

        `most_an_hour` caps every hour, as a contact desk that can take so many calls does.
        """
        most = MOST_PEOPLE if most_an_hour is None else most_an_hour
        hours, rest = divmod(slots, SLOTS_AN_HOUR)
        rate, total = min(self.people_an_hour, most), 0
        for hour in range(hours):
            if rate == most or not self.growth_percent:
                total += rate * (hours - hour)
                break
            total += rate
            rate = min(rate * (100 + self.growth_percent) // 100, most)
        return total + rate * rest // SLOTS_AN_HOUR


class Pacing(_Part):
    """What a policy says of the speed of its waves; nothing of it means as fast as may be.

    `late_after`: what was to go on and did not for so long (an outage) asks again.
    """

    canary: Canary | None = None
    ramp: Ramp | None = None
    window: SendingWindow | None = None
    late_after: timedelta | None = None


class MailFigures(NamedTuple):
    """People whose mail the provider took, and what it has reported of them.

    `reported` counts everybody in requests about which there was any report at all.
    """

    sent: int
    reported: int
    bounced: int
    complained: int


class Breach(NamedTuple):
    """Why a wave must not go on by itself, with the figures that say so."""

    why: str
    figures: MailFigures


BOUNCED, COMPLAINED, SILENT = "bounced", "complained", "silent"
BY_HAND, WINDOW_OVER, LATE = "by_hand", "window_over", "late"


def breach(canary: Canary, figures: MailFigures, *, expects_reports: bool) -> Breach | None:
    """What is wrong with the figures; None where nothing is.

    `expects_reports`: the provider reports deliveries as well, so that hearing nothing at all
    means that its reports do not reach us, and then no rate says anything.
    """
    if not figures.sent:
        return None
    if expects_reports and not figures.reported:
        return Breach(SILENT, figures)
    if figures.bounced * PER_MILLE > canary.most_bounced_per_mille * figures.sent:
        return Breach(BOUNCED, figures)
    if figures.complained * PER_MILLE > canary.most_complained_per_mille * figures.sent:
        return Breach(COMPLAINED, figures)
    return None


def slots_begun(since: datetime, now: datetime) -> int:
    """How many quarters have begun since a ramp did; the first one at once."""
    return max(now - since, timedelta(0)) // SLOT + 1


def next_slot(since: datetime, now: datetime) -> datetime:
    """When the next quarter begins."""
    return since + slots_begun(since, now) * SLOT
