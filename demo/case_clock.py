"""Which moments a rehearsal's clock must not jump over: the rungs and reminders on the way."""

from datetime import datetime, timedelta

from contracts.policy import IncidentPolicy
from register.duties import ENDED, read_duties
from register.parties import read_merchants
from register.severity import severity_of
from register.store import Register

SHORTEST_STEP = timedelta(hours=2)


def before(moment: datetime) -> datetime:
    """The last instant before a moment."""
    return moment - datetime.resolution


def next_stop(
    register: Register, incident_id: str, policy: IncidentPolicy, after: datetime, at_most: datetime
) -> datetime | None:
    """The first moment after `after` at which the engine acts of its own accord; None for none."""
    with register.reading() as connection:
        duties = read_duties(connection, incident_id)
        merchants = read_merchants(connection, incident_id)
        severity = severity_of(connection, incident_id)
    care = policy.merchant_care
    moments = [
        duty.clock_at - rung.before_due
        for duty in duties
        if duty.status not in ENDED and duty.clock_at
        for rung in policy.rungs(severity, work=False)
    ]
    for merchant in merchants.values():
        if merchant.told_at is None or merchant.choice:
            continue
        moments += [
            merchant.told_at + care.remind_after * number for number in range(1, care.reminders + 1)
        ]
        moments.append(merchant.told_at + care.escalate_after)
    return min((moment for moment in moments if after < moment <= at_most), default=None)
