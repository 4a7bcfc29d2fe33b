"""The activities of waves, on the register and a mailer."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection
from temporalio import activity

from activities import wave_acts, wave_answers
from activities.batches import BatchMaker
from activities.crash_points import NO_CRASH, CrashPoints
from activities.letters import LetterSetUp, write_letters
from activities.mailer import Mailer
from activities.sending import SendingPatience, ShardSending
from contracts.failures import refused
from contracts.permissions import Act
from contracts.wave_activities import WaveActivities
from contracts.wave_payloads import (
    FallBack,
    GateResult,
    LettersPrinted,
    Moved,
    PlanWave,
    PrintLetters,
    SendShard,
    SettleWave,
    ShardResult,
    UnknownDecision,
    WaveGate,
    WavePlan,
    WaveRef,
    WaveStanding,
)
from register import fall_backs, wave_sums, waves
from register.audit import AuditLine, append
from register.permissions import require
from register.produced_files import note_file
from register.refusals import NotAllowedError
from register.store import Register

ENGINE = "engine"
"""The actor of acts that no person asked for in that moment."""


@dataclass(frozen=True, slots=True)
class WaveSetUp:
    """Where waves send from and print to.

    `other_mailers`: by sender, for every sender but the first. `read_bounces`: takes in the
    reports of a provider that writes them into a mailbox.
    """

    outbox: Path
    sender_mail: str
    reply_to: str | None = None
    letters: LetterSetUp = field(default_factory=LetterSetUp)
    other_mailers: Mapping[str, Mailer] = field(default_factory=dict)
    read_bounces: Callable[[], object] | None = None
    patience: SendingPatience = field(default_factory=SendingPatience)
    crash_points: CrashPoints = NO_CRASH


class RegisterWaveActivities(WaveActivities):
    """Waves on the register; every act leaves its audit line in its own transaction."""

    def __init__(self, register: Register, mailer: Mailer, set_up: WaveSetUp) -> None:
        self._register = register
        self._mailer = mailer
        self._set_up = set_up

    @activity.defn
    def plan_wave(self, plan: PlanWave) -> WavePlan:
        """Freeze the population; fails as refused with every reason."""
        line = AuditLine(
            at=plan.at, actor=plan.actor, action="plan_wave", subject=f"wave/{plan.wave_id}"
        )
        with self._refusals_audited(plan.incident_id, line), self._register.writing() as connection:
            known = waves.read_plan(connection, plan.wave_id)
            if known is not None:
                return known
            self._require(connection, plan.incident_id, plan.actor, Act.PLAN_WAVE)
            planned = waves.plan_wave(connection, plan)
            detail = planned.model_dump(include={"population", "population_digest", "plan_digest"})
            self._audit(connection, plan.incident_id, line.model_copy(update={"detail": detail}))
            return planned

    @activity.defn
    def check_wave_gates(self, gate: WaveGate) -> GateResult:
        """Every reason against starting; with none, claims may commit from now on."""
        return wave_acts.start(self._register, gate)

    @activity.defn
    def cancel_wave(self, cancel: FallBack) -> Moved:
        """Give up a wave, or what is left of it; who was not told is free for another plan."""
        line = AuditLine(
            at=cancel.at, actor=cancel.actor, action="cancel_wave", subject=f"wave/{cancel.wave_id}"
        )
        with self._refusals_audited(cancel.incident_id, line):
            return wave_acts.cancel(self._register, cancel)

    # A cancellation must never strike between a claim and its outcome.
    @activity.defn(no_thread_cancel_exception=True)
    def send_shard(self, shard: SendShard) -> ShardResult:
        """Send once; see `activities.sending` for the order of every step."""
        batches = BatchMaker(
            self._register,
            shard.incident_id,
            shard.wave_id,
            self._set_up.sender_mail,
            self._set_up.reply_to,
            shard.bypass,
        )
        sending = ShardSending(
            self._register,
            lambda sender_id: self._set_up.other_mailers.get(sender_id, self._mailer),
            batches,
            self._set_up.patience,
            self._set_up.crash_points,
        )
        return sending.run(shard)

    @activity.defn
    def settle_wave(self, settle: SettleWave) -> WaveStanding:
        """Derive states from reports and age, and add the wave up."""
        if self._set_up.read_bounces is not None:
            self._set_up.read_bounces()
        with self._register.writing() as connection:
            wave_sums.settle(connection, settle.wave_id, settle.settled_before, datetime.now(UTC))
        with self._register.reading() as connection:
            return wave_sums.standing(connection, settle.wave_id, settle.settled_before)

    @activity.defn
    def resume_sender(self, gate: WaveGate) -> None:
        """Let claims commit again, by another sender where one is named; says who decided."""
        line = AuditLine(
            at=gate.at, actor=gate.actor, action="resume_sender", subject=f"wave/{gate.wave_id}"
        )
        with self._refusals_audited(gate.incident_id, line):
            wave_acts.resume(self._register, gate)

    @activity.defn
    def decide_unknown(self, decision: UnknownDecision) -> Moved:
        """Carry out a person's decision about requests whose outcome nobody knows."""
        return wave_answers.decide_unknown(self._register, decision)

    @activity.defn
    def print_letters(self, letters: PrintLetters) -> LettersPrinted:
        """Make the printer's batch for people whom mail cannot reach."""
        with self._register.writing() as connection:
            new = fall_backs.claim_letters(connection, letters.wave_id, datetime.now(UTC))
            line = AuditLine(
                at=letters.at,
                actor=ENGINE,
                action="print_letters",
                subject=f"wave/{letters.wave_id}",
                detail={"letters": new},
            )
            if new:
                self._audit(connection, letters.incident_id, line)
        with self._register.reading() as connection:
            sealer = self._register.sealer(letters.incident_id, connection)
            batch = write_letters(
                connection,
                sealer,
                self._set_up.outbox,
                letters.incident_id,
                letters.wave_id,
                self._set_up.letters,
            )
        with self._register.writing() as connection:
            for file in batch.files:
                note_file(connection, letters.incident_id, file)
        return LettersPrinted(letters=batch.letters)

    @activity.defn
    def post_letters(self, posted: FallBack) -> Moved:
        """Record that the printed letters were posted."""
        return wave_answers.post_letters(self._register, posted)

    @activity.defn
    def substitute_notice(self, substitute: FallBack) -> Moved:
        """Record the substitute notice; fails as refused without a recorded reason."""
        return wave_answers.substitute(self._register, substitute)

    @activity.defn
    def finish_wave(self, wave: WaveRef) -> WaveStanding:
        """Mark a wave finished; fails as refused while the states do not add up."""
        line = AuditLine(
            at=wave.at, actor=ENGINE, action="finish_wave", subject=f"wave/{wave.wave_id}"
        )
        with self._refusals_audited(wave.incident_id, line), self._register.writing() as connection:
            if wave_sums.finish(connection, wave.wave_id, wave.at):
                self._audit(connection, wave.incident_id, line)
            return wave_sums.standing(connection, wave.wave_id, datetime.now(UTC))

    def _require(self, connection: Connection, incident_id: str, actor: str, act: Act) -> None:
        sealer = self._register.sealer(incident_id, connection)
        require(connection, sealer, incident_id, actor, act)

    def _audit(self, connection: Connection, incident_id: str, line: AuditLine) -> None:
        append(connection, self._register.sealer(incident_id, connection), incident_id, line)

    @contextmanager
    def _refusals_audited(self, incident_id: str, line: AuditLine) -> Iterator[None]:
        """A refusal undoes its transaction, so its audit line is written in one of its own."""
        try:
            yield
        except NotAllowedError as error:
            told = {"outcome": "refused", "detail": {"reasons": "\n".join(error.reasons)}}
            with self._register.writing() as connection:
                self._audit(connection, incident_id, line.model_copy(update=told))
            raise refused(" ".join(error.reasons)) from None
