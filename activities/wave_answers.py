"""Acts of a person on a wave that are answered with a number of people.

Effect, audit line, answer and the mark on the command are one transaction: an activity that is
repeated after a crash finds all of them or none, and answers the same.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from contracts.failures import FailureKind, failure, refused
from contracts.permissions import Act
from contracts.wave_payloads import FallBack, Moved, UnknownDecision
from register import commands, doubts, fall_backs
from register.answers import Answer, read_answer, record_answer
from register.audit import AuditLine, append
from register.permissions import require
from register.refusals import NotAllowedError
from register.store import Register
from register.tables_people import waves
from register.wave_states import WaveState
from sealing.values import ValueSealer

Effect = Callable[[Connection, dict[str, Any]], int]


def post_letters(register: Register, posted: FallBack) -> Moved:
    """The printed letters were handed to the post."""

    def effect(connection: Connection, words: dict[str, Any]) -> int:
        del words
        return fall_backs.mark_posted(connection, posted.wave_id, datetime.now(UTC))

    return _once(register, posted, Act.LETTERS_POSTED, "post_letters", effect)


def substitute(register: Register, act: FallBack) -> Moved:
    """The substitute notice, for a reason; refused without one, and for a wave never started."""

    def effect(connection: Connection, words: dict[str, Any]) -> int:
        if not _reason(words):
            raise NotAllowedError("A substitute notice needs a reason.")
        state = select(waves.c.state).where(waves.c.id == act.wave_id)
        if connection.execute(state).scalar_one_or_none() == WaveState.PLANNED.value:
            raise NotAllowedError("This wave has not started: start it first.")
        return fall_backs.substitute(connection, act.wave_id, datetime.now(UTC))

    return _once(register, act, Act.SUBSTITUTE, "substitute_notice", effect)


def decide_unknown(register: Register, decision: UnknownDecision) -> Moved:
    """A person's decision about requests whose outcome nobody knows.

    Answers for how many people it holds, also when it is repeated.
    """
    try:
        wanted = doubts.DoubtDecision(decision.decision)
    except ValueError:
        allowed = ", ".join(doubts.DoubtDecision)
        raise failure(FailureKind.BAD_INPUT, f"A decision is one of: {allowed}.") from None

    with register.writing() as connection:
        sealer = register.sealer(decision.incident_id, connection)
        answer = read_answer(connection, sealer, decision.command_id)
        if answer is None:
            answer = _decided(connection, sealer, decision, wanted)
            _keep(connection, sealer, decision.command_id, answer)
    return _moved(answer)


def _decided(
    connection: Connection,
    sealer: ValueSealer,
    decision: UnknownDecision,
    wanted: doubts.DoubtDecision,
) -> Answer:
    line = AuditLine(
        at=decision.at,
        actor=decision.actor,
        action="decide_unknown",
        subject=f"wave/{decision.wave_id}",
        detail={"decision": wanted.value, "requests": " ".join(decision.request_ids)},
    )
    try:
        require(connection, sealer, decision.incident_id, decision.actor, Act.DECIDE_UNKNOWN)
    except NotAllowedError as error:
        refusal = Answer(accepted=False, body=str(error))
        append(connection, sealer, decision.incident_id, _with(line, "refused", why=refusal.body))
        return refusal
    moved = doubts.decide(
        connection, decision.wave_id, decision.request_ids, wanted, datetime.now(UTC)
    )
    if moved:
        append(connection, sealer, decision.incident_id, _with(line, "done", people=moved))
    people = doubts.decided_people(connection, decision.request_ids, wanted)
    return Answer(accepted=True, body=f"{people}")


def _once(register: Register, given: FallBack, act: Act, action: str, effect: Effect) -> Moved:
    with register.writing() as connection:
        sealer = register.sealer(given.incident_id, connection)
        answer = read_answer(connection, sealer, given.command_id)
        if answer is None:
            words = commands.words_of(connection, sealer, given.command_id)
            answer = _carried_out(connection, sealer, given, act, words, effect)
            _audit(connection, sealer, given, action, answer, words)
            _keep(connection, sealer, given.command_id, answer)
    return _moved(answer)


def _carried_out(
    connection: Connection,
    sealer: ValueSealer,
    given: FallBack,
    act: Act,
    words: dict[str, Any],
    effect: Effect,
) -> Answer:
    try:
        require(connection, sealer, given.incident_id, given.actor, act)
        return Answer(accepted=True, body=f"{effect(connection, words)}")
    except NotAllowedError as error:
        return Answer(accepted=False, body=" ".join(error.reasons))


def _audit(
    connection: Connection,
    sealer: ValueSealer,
    given: FallBack,
    action: str,
    answer: Answer,
    words: dict[str, Any],
) -> None:
    line = AuditLine(
        at=given.at,
        actor=given.actor,
        action=action,
        subject=f"wave/{given.wave_id}",
        detail={"command": given.command_id, "reason": words.get("reason")},
    )
    if answer.accepted:
        line = _with(line, "done", notices=int(answer.body))
    else:
        line = _with(line, "refused", why=answer.body)
    append(connection, sealer, given.incident_id, line)


def _keep(connection: Connection, sealer: ValueSealer, command_id: str, answer: Answer) -> None:
    """Keep the answer of a command that was deposited; others came from before it was."""
    if commands.stands_for(connection, command_id) is None:
        return
    record_answer(connection, sealer, command_id, answer)
    outcome = "done" if answer.accepted else "refused"
    commands.mark_handled(connection, command_id, outcome)


def _moved(answer: Answer) -> Moved:
    if not answer.accepted:
        raise refused(answer.body)
    return Moved(notices=int(answer.body))


def _with(line: AuditLine, outcome: str, **detail: str | int) -> AuditLine:
    return line.model_copy(update={"outcome": outcome, "detail": {**line.detail, **detail}})


def _reason(words: dict[str, Any]) -> str:
    return str(words.get("reason", "")).strip()
