"""Acts of a person on a wave that is sent: it starts, goes on, or is given up.

Each is one transaction with its audit line; repeated with the same input it changes nothing more.
"""

from datetime import UTC, datetime

from sqlalchemy import Connection, Row, select, update

from contracts.permissions import Act
from contracts.wave_payloads import FallBack, GateResult, Moved, WaveGate
from domain.pacing import BY_HAND, LATE, WINDOW_OVER
from register import commands, wave_gates
from register.audit import AuditLine, append
from register.desk_tests import desk_cap
from register.permissions import require, why_not
from register.refusals import NotAllowedError
from register.senders import pause_of, resume_sender
from register.store import Register
from register.tables_people import senders, waves
from register.wave_controls import CanaryState, WaveControl, decide_to_send, lock_wave, read_control
from register.wave_states import WaveState
from register.wave_stops import cancel_rest
from register.withdrawals import cancel_wave

_NOT_ABOUT_FIGURES = frozenset({BY_HAND, LATE, WINDOW_OVER})


def start(register: Register, gate: WaveGate) -> GateResult:
    """Every reason against starting; with none, claims may commit from now on."""
    with register.writing() as connection:
        sealer = register.sealer(gate.incident_id, connection)
        not_theirs = why_not(connection, sealer, gate.incident_id, gate.actor, Act.START_WAVE)
        reasons = (
            (not_theirs,)
            if not_theirs
            else wave_gates.reasons_against(connection, sealer, gate.incident_id, gate.wave_id)
        )
        was_planned = lock_wave(connection, gate.wave_id) == WaveState.PLANNED.value
        if was_planned and not reasons:
            wave_gates.mark_started(connection, gate.wave_id, gate.at)
            decide_to_send(
                connection,
                gate.wave_id,
                gate.pacing,
                datetime.now(UTC),
                urgent=bool(gate.urgent),
                desk_cap=_cap(connection, gate, urgent=bool(gate.urgent)),
            )
        if reasons or was_planned:
            line = _line(gate, "start_wave").model_copy(
                update={
                    "outcome": "refused" if reasons else "done",
                    "detail": {"reasons": "\n".join(reasons), "urgent": bool(gate.urgent)},
                }
            )
            append(connection, sealer, gate.incident_id, line)
        return GateResult(reasons=reasons)


def resume(register: Register, gate: WaveGate) -> None:
    """Let claims commit again, by another sender where one is named; only unclaimed people move.

    Raises:
        NotAllowedError: the wave was given up, no such sender has been set up, or the actor may
            not.
    """
    now = datetime.now(UTC)
    with register.writing() as connection:
        opened = register.sealer(gate.incident_id, connection)
        require(connection, opened, gate.incident_id, gate.actor, Act.RESUME_WAVE)
        wave = connection.execute(
            select(waves.c.sender_id).where(waves.c.id == gate.wave_id).with_for_update()
        ).one()
        control = read_control(connection, gate.wave_id)
        sender_id = gate.sender_id or wave.sender_id
        moves = sender_id != wave.sender_id
        if not (moves or _is_stopped(connection, wave, control) or _hurries(gate, control)):
            return
        if control is not None and control.cancelled_at is not None:
            raise NotAllowedError("This wave has been cancelled: nobody further is told by it.")
        _require_sender(connection, sender_id)
        if moves:
            _require_outside(connection, register, gate.incident_id, sender_id)
        connection.execute(
            update(waves).where(waves.c.id == gate.wave_id).values(sender_id=sender_id)
        )
        resume_sender(connection, sender_id, now)
        urgent = gate.urgent if gate.urgent is not None else bool(control and control.urgent)
        decide_to_send(
            connection,
            gate.wave_id,
            gate.pacing,
            now,
            urgent=urgent,
            desk_cap=_cap(connection, gate, urgent=urgent),
            canary_again=moves or _canary_is_open(control),
        )
        detail = {"sender": sender_id, "urgent": urgent, "was_paused": _why(control)}
        line = _line(gate, "resume_sender").model_copy(update={"detail": detail})
        append(connection, opened, gate.incident_id, line)


def cancel(register: Register, act: FallBack) -> Moved:
    """Give up a wave, or what is left of it; how many people are free for another plan.

    Raises:
        NotAllowedError: without a reason, where nothing is left to be given up, or the actor may
            not.
    """
    with register.writing() as connection:
        sealer = register.sealer(act.incident_id, connection)
        require(connection, sealer, act.incident_id, act.actor, Act.CANCEL_WAVE)
        words = commands.words_of(connection, sealer, act.command_id)
        reason = str(words.get("reason", "")).strip()
        if not reason:
            raise NotAllowedError("Cancelling a wave needs a reason.")
        if commands.is_handled(connection, act.command_id):
            return Moved(notices=0)
        detail: dict[str, str | int | bool | None] = {"reason": reason}
        if lock_wave(connection, act.wave_id) == WaveState.SENDING.value:
            halves = cancel_rest(connection, act.wave_id, datetime.now(UTC))
            freed = halves.cancelled
            detail |= {"out": halves.out, "in_doubt": halves.in_doubt}
        else:
            freed = cancel_wave(connection, act.wave_id)
        line = _line(act, "cancel_wave").model_copy(update={"detail": {**detail, "people": freed}})
        append(connection, sealer, act.incident_id, line)
        commands.mark_handled(connection, act.command_id, "done")
        return Moved(notices=freed)


def _line(act: WaveGate | FallBack, action: str) -> AuditLine:
    return AuditLine(at=act.at, actor=act.actor, action=action, subject=f"wave/{act.wave_id}")


def _cap(connection: Connection, gate: WaveGate, *, urgent: bool) -> int | None:
    """People an hour, as the contact desk was tested; a ramp goes no faster."""
    cap = desk_cap(connection, gate.incident_id, gate.pacing)
    return cap.of(urgent=urgent) if cap else None


def _is_stopped(connection: Connection, wave: Row[tuple[str]], control: WaveControl | None) -> bool:
    sender_stopped = pause_of(connection, wave.sender_id) is not None
    return sender_stopped or (control is not None and control.paused is not None)


def _hurries(gate: WaveGate, control: WaveControl | None) -> bool:
    return gate.urgent is not None and control is not None and gate.urgent != control.urgent


def _canary_is_open(control: WaveControl | None) -> bool:
    """Whether nobody has seen what became of the canary, because something else stopped it."""
    if control is None or control.canary not in {CanaryState.OUT, CanaryState.WAITING}:
        return False
    return control.paused is None or control.paused["why"] in _NOT_ABOUT_FIGURES


def _why(control: WaveControl | None) -> str:
    return str(control.paused["why"]) if control and control.paused else ""


def _require_outside(
    connection: Connection, register: Register, incident_id: str, sender_id: str
) -> None:
    sealer = register.sealer(incident_id, connection)
    against = wave_gates.sender_statement_reasons(connection, sealer, incident_id, sender_id)
    if reasons := tuple(against):
        raise NotAllowedError(*reasons)


def _require_sender(connection: Connection, sender_id: str) -> None:
    known = connection.execute(select(senders.c.id).order_by(senders.c.id)).scalars().all()
    if sender_id not in known:
        listed = ", ".join(known)
        raise NotAllowedError(f"No such sender has been set up; there is: {listed}.")
