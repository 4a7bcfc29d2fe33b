"""Timeouts and retry policies, each with a sentence of why."""

from datetime import timedelta
from typing import TypedDict

from temporalio.common import RetryPolicy


class Patience(TypedDict, total=False):
    """Keyword arguments of an activity call."""

    start_to_close_timeout: timedelta
    heartbeat_timeout: timedelta
    retry_policy: RetryPolicy


# A worker that died with an activity in hand is noticed by its missing heartbeat, which the worker
# itself gives for whatever it works on; a person may be waiting for the answer.
NOTICED_WITHIN = timedelta(seconds=15)

# The register comes back: a full disk or a restarted database is mended by people, and an
# incident that gave up meanwhile would be lost. So there is no limit to the attempts.
REGISTER: Patience = {
    "start_to_close_timeout": timedelta(minutes=2),
    "heartbeat_timeout": NOTICED_WITHIN,
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(minutes=1)
    ),
}

# Rendering and single mails take seconds; the ceiling leaves room for a slow provider.
WORDS_AND_MAIL: Patience = {
    "start_to_close_timeout": timedelta(minutes=10),
    "heartbeat_timeout": NOTICED_WITHIN,
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=2)
    ),
}

# An alert is needed now: a worker that died with one in hand is noticed by its missing heartbeat,
# and a provider that is away is asked again often, for ever.
ALERTS: Patience = {
    "start_to_close_timeout": timedelta(minutes=10),
    "heartbeat_timeout": timedelta(seconds=15),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(minutes=1)
    ),
}

# Outside channels come beside the mail: after an hour an alert in one would only confuse.
OUTSIDE_ALERTS: Patience = {
    "start_to_close_timeout": timedelta(minutes=2),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(seconds=1),
        maximum_interval=timedelta(minutes=2),
        maximum_attempts=30,
    ),
}

# Freezing a population, or settling one, reads and writes each of its people once.
POPULATION: Patience = {
    "start_to_close_timeout": timedelta(hours=1),
    "heartbeat_timeout": NOTICED_WITHIN,
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1)
    ),
}

# A shard works through many requests for hours at a slow provider's rate; what matters is the
# heartbeat, by which a dead worker is noticed and its shard taken over.
SHARD: Patience = {
    "start_to_close_timeout": timedelta(days=3),
    "heartbeat_timeout": timedelta(seconds=30),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1)
    ),
}
