"""Sending one shard of a wave: nobody is told twice, nobody is forgotten.

The order of every batch; each step marked T is one transaction of the register:

1. T claim: control row of the sender (pause, rate), state of the wave, epoch of the shard; then
   the request and its attempts are written. Nothing leaves before this has been committed.
2. Open the sealed values, build the batch. A fault here undoes the claim (T): nothing has left.
3. One request to the provider, with a time limit, while the claim is fresh: one that had to wait
   is claimed again first (T), so that a pause that has waited out what is in flight is a pause.
4. T outcome, by what is certain:
   - 202: accepted.
   - Nothing was taken (no connection, 429, 5xx): the claim waits, is claimed again (T, with all
     checks of step 1) and goes on at step 3. Given up, it is undone (T).
   - One mail that cannot arrive: came back. One that is put off: claimed again later (both T).
   - Refused as a whole, or we are refused as a customer: undone and the sender paused, in one T.
   - Sending had begun and the answer is lost: unknown. Never sent again; the next batch follows.
5. Heartbeat with batch and watermark.

A crash between the commit of 1 and that of 4 leaves the request claimed; the next epoch finds it
and marks it unknown. A cancellation takes effect between two batches only.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Connection

from activities.batches import BatchMaker
from activities.crash_points import (
    AFTER_ANSWER,
    AFTER_CLAIM,
    AFTER_OUTCOME,
    BEFORE_CLAIM,
    BEFORE_HEARTBEAT,
    CrashPoints,
)
from activities.mailer import (
    Accepted,
    Batch,
    Mailer,
    Pause,
    PutOff,
    Refused,
    RetryAfter,
    SendResult,
    Undeliverable,
    Unknown,
)
from activities.pulse import Pulse
from contracts.failures import FailureKind, failure
from contracts.wave_payloads import SendShard, ShardResult
from register import claims, outcomes
from register.claims import Claim, OpenShard
from register.senders import Paused, Wait, pause_sender
from register.store import Register
from register.wave_sums import shard_result

T = TypeVar("T")

CLAIM_IS_FRESH_SECONDS = 20.0
"""So long after its claim a request may leave; a pause waits for it and for its answer."""

LONGEST_WAIT_SECONDS = 20.0
"""A longer wait than this is the workflow's: an activity that waits costs a heartbeat each time."""


@dataclass(frozen=True, slots=True)
class SendingPatience:
    """How long to keep at it. The wait doubles with each try; 429 has waits of its own.

    `lost_answers`: after so many lost answers in a row the sender pauses, because every further
    batch would be one more about which nobody knows.
    """

    first_wait_seconds: float = 1.0
    longest_wait_seconds: float = 30.0
    tries: int = 6
    lost_answers: int = 5


class ShardSending:
    """One attempt at one shard; a new one is made for each run of the activity."""

    def __init__(
        self,
        register: Register,
        mailer_of: Callable[[str], Mailer],
        batches: BatchMaker,
        patience: SendingPatience,
        crash_points: CrashPoints,
    ) -> None:
        self._register = register
        self._mailer_of = mailer_of
        self._batches = batches
        self._patience = patience
        self._crash_points = crash_points
        self._pulse = Pulse()
        self._lost_in_a_row = 0
        self._claimed_at = 0.0
        self._at_batch = 0

    def run(self, task: SendShard) -> ShardResult:
        """Work through the shard until nobody is left, the sender pauses, or its pace rests.

        Raises:
            ApplicationError: stale epoch, register behind (both final), provider unavailable.
            CancelledError: the activity was cancelled, between two batches.
        """
        with _failures():
            shard = self._open(task)
            stopped = self._work(shard)
            rests = stopped.until(datetime.now(UTC)) if isinstance(stopped, Wait) else None
            paused = stopped.reason if isinstance(stopped, Paused) else ""
            with self._register.reading() as connection:
                result = shard_result(connection, shard, paused)
            return result.model_copy(update={"not_before": rests})

    def _open(self, task: SendShard) -> OpenShard:
        told = max(task.watermark, self._pulse.last_watermark())
        shard = self._write(
            lambda c, now: claims.open_shard(c, task.wave_id, task.shard, told, now)
        )
        self._pulse.beat(0, shard.watermark)
        return shard

    def _work(self, shard: OpenShard) -> Paused | Wait | None:
        mailer = self._mailer_of(shard.sender_id)
        while True:
            self._pulse.stop_if_unwanted()
            self._crash_points.reach(BEFORE_CLAIM)
            self._claimed_at = time.monotonic()
            claimed = self._write(self._claim_next(shard), may_repeat=False)
            if claimed is None or isinstance(claimed, Paused):
                return claimed
            if isinstance(claimed, Wait):
                if claimed.seconds > LONGEST_WAIT_SECONDS:
                    return claimed
                self._pulse.wait(claimed.seconds)
                continue
            self._at_batch = claimed.batch
            self._crash_points.reach(AFTER_CLAIM)
            stopped = self._deliver(shard, claimed, mailer)
            if stopped is not None:
                return stopped
            self._crash_points.reach(BEFORE_HEARTBEAT)
            self._pulse.beat(claimed.batch, claimed.watermark)

    def _claim_next(
        self, shard: OpenShard
    ) -> Callable[[Connection, datetime], Claim | Wait | Paused | None]:
        at_batch = self._at_batch
        return lambda connection, now: claims.claim(connection, shard, now, at_batch)

    def _deliver(self, shard: OpenShard, claim: Claim, mailer: Mailer) -> Paused | Wait | None:
        with self._undone_on_error(claim):
            batch = self._batches.make(claim)
        failed = 0
        while True:
            result = self._send(mailer, batch)
            self._crash_points.reach(AFTER_ANSWER)
            if not isinstance(result, RetryAfter):
                paused = self._record(shard, claim, result)
                self._crash_points.reach(AFTER_OUTCOME)
                return paused
            self._write(lambda c, _now: outcomes.record_waiting(c, claim.request_id))
            self._crash_points.reach(AFTER_OUTCOME)
            failed += result.seconds is None
            with self._undone_on_error(claim):
                self._give_up_after(failed)
                stopped = self._regain(shard, claim, self._wait_before(result, failed))
            if stopped is not None:
                self._undo(claim)
                return stopped

    def _send(self, mailer: Mailer, batch: Batch) -> SendResult:
        if time.monotonic() - self._claimed_at > CLAIM_IS_FRESH_SECONDS:
            return RetryAfter(0.0)
        with self._pulse.beating():
            return mailer.send(batch)

    def _record(
        self,
        shard: OpenShard,
        claim: Claim,
        result: Accepted | Undeliverable | PutOff | Refused | Pause | Unknown,
    ) -> Paused | None:
        if isinstance(result, Unknown):
            return self._record_lost(shard, claim)
        if isinstance(result, Refused | Pause):
            return self._record_refused(shard, claim.request_id, result.reason)
        self._lost_in_a_row = 0
        self._write(lambda c, now: _record_answer(c, claim.request_id, result, now))
        return None

    def _record_refused(self, shard: OpenShard, request_id: str, reason: str) -> Paused:
        def undo_and_pause(connection: Connection, now: datetime) -> None:
            outcomes.record_refused(connection, request_id, now)
            pause_sender(connection, shard.sender_id, reason, now)

        self._write(undo_and_pause)
        return Paused(reason)

    def _record_lost(self, shard: OpenShard, claim: Claim) -> Paused | None:
        self._lost_in_a_row += 1
        too_many = self._lost_in_a_row >= self._patience.lost_answers
        reason = f"{self._lost_in_a_row} answers of the mail provider in a row were lost"

        def record(connection: Connection, now: datetime) -> None:
            outcomes.record_unknown(connection, claim.request_id, now)
            if too_many:
                pause_sender(connection, shard.sender_id, reason, now)

        self._write(record)
        return Paused(reason) if too_many else None

    def _give_up_after(self, failed: int) -> None:
        if failed >= self._patience.tries:
            raise failure(
                FailureKind.PROVIDER_UNAVAILABLE,
                "The mail provider cannot be reached or is out of order; nothing was taken.",
            )

    def _wait_before(self, result: RetryAfter, failed: int) -> float:
        """Seconds before the next try: as told, else twice as long each time."""
        if result.seconds is not None:
            return result.seconds
        doubled = self._patience.first_wait_seconds * 2.0 ** (failed - 1)
        return min(doubled, self._patience.longest_wait_seconds)

    def _regain(self, shard: OpenShard, claim: Claim, seconds: float) -> Paused | Wait | None:
        """Wait, then claim the same request once more; or say why that cannot be."""
        self._pulse.wait(seconds)
        while True:
            self._claimed_at = time.monotonic()
            hindrance = self._write(
                lambda c, now: claims.reclaim(c, shard, claim.request_id, now), may_repeat=False
            )
            if not isinstance(hindrance, Wait) or hindrance.seconds > LONGEST_WAIT_SECONDS:
                return hindrance
            self._pulse.wait(hindrance.seconds)

    @contextmanager
    def _undone_on_error(self, claim: Claim) -> Iterator[None]:
        """Nothing has left while the body runs, so whatever goes wrong in it undoes the claim."""
        try:
            yield
        except Exception:
            self._undo(claim)
            raise

    def _undo(self, claim: Claim) -> None:
        self._write(lambda c, now: outcomes.record_refused(c, claim.request_id, now))

    def _write(self, act: Callable[[Connection, datetime], T], *, may_repeat: bool = True) -> T:
        """One transaction beside those of other shards.

        What was answered must be recorded, also when the register is away for a while. A claim
        is not repeated when nobody knows whether it was committed: the next epoch clears it up.
        """
        return self._register.carry_out(
            lambda connection: act(connection, datetime.now(UTC)),
            together=True,
            may_repeat=may_repeat,
        )


def _record_answer(
    connection: Connection,
    request_id: str,
    result: Accepted | Undeliverable | PutOff,
    now: datetime,
) -> None:
    if isinstance(result, Accepted):
        outcomes.record_accepted(connection, request_id, result.message_id, now)
    elif isinstance(result, Undeliverable):
        outcomes.record_undeliverable(connection, request_id, now)
    else:
        outcomes.record_put_off(connection, request_id, now)


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except claims.StaleEpochError:
        raise failure(
            FailureKind.STALE_EPOCH, "Another run of this shard has taken over."
        ) from None
    except claims.RegisterBehindError as error:
        raise failure(
            FailureKind.REGISTER_BEHIND,
            "The register knows less than was sent already: it was restored from an older backup. "
            "Find out from the mail provider who was told before this wave goes on.",
            error.watermark,
        ) from None
