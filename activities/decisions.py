"""Carries out commands that only record something: once, in one transaction, with one answer.

The handlers live in `decide_*` by subject. Effects, audit line, answer and the mark on the command
are committed together; a refusal leaves its audit line and its answer and nothing else. The same
command again gets the same answer from the register and has no second effect.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection

from activities import (
    decide_approvals,
    decide_channels,
    decide_clocks,
    decide_demands,
    decide_duties,
    decide_gates,
    decide_holds,
    decide_law,
    decide_parties,
    decide_passages,
    decide_people,
    decide_publishing,
    decide_receipts,
    decide_releases,
    decide_retention,
    decide_severity,
    decide_staff,
    decide_tasks,
    decide_threads,
)
from activities.decision_complaints import complaint
from activities.desk import Desk, HandlerResult
from contracts import approval_words, channel_words, release_words
from contracts import decision_words as words_of_kind
from contracts import duty_decision_words as duty_words
from contracts.decision_kinds import DecisionKind
from contracts.failures import refused
from contracts.incident_payloads import CommandRef
from contracts.passage_words import PassagesEdited
from contracts.people_words import RowsDecided
from contracts.staff_words import StaffAway
from register import audit, commands
from register.answers import Answer, Deposited, read_answer, read_deposited, record_answer
from register.refusals import NotAllowedError
from register.store import Register
from sealing.values import ValueSealer

W = TypeVar("W", bound=BaseModel)
NOTHING_WAITS = "nothing was deposited under this command's id: give the command anew"
OTHER_KIND = "this command's id stands for something else: give the command anew"


@dataclass(frozen=True)
class Decision(Generic[W]):
    """How a kind of command is read, and what carries it out."""

    words: type[W]
    handle: Callable[[Desk, W], HandlerResult]


DECISIONS: Mapping[DecisionKind, Decision[Any]] = {
    DecisionKind.OPEN_TASKS: Decision(words_of_kind.OpenTasks, decide_tasks.open_tasks),
    DecisionKind.TASK_ADD: Decision(words_of_kind.TaskAdd, decide_tasks.add),
    DecisionKind.TASK_ASSIGN: Decision(words_of_kind.TaskAssign, decide_tasks.assign),
    DecisionKind.TASK_DONE: Decision(words_of_kind.TaskDone, decide_tasks.done),
    DecisionKind.TASK_NOT_DONE: Decision(words_of_kind.TaskNotDone, decide_tasks.not_done),
    DecisionKind.THREAD_ENTRY: Decision(words_of_kind.ThreadWords, decide_threads.thread_entry),
    DecisionKind.THREAD_DEMANDS: Decision(
        words_of_kind.ThreadDemands, decide_demands.thread_demands
    ),
    DecisionKind.THREAD_ASSIGNED: Decision(
        words_of_kind.ThreadAssigned, decide_demands.thread_assigned
    ),
    DecisionKind.PARTY_ADD: Decision(words_of_kind.PartyAdd, decide_parties.party_add),
    DecisionKind.PARTY_CONTACT_ADD: Decision(
        words_of_kind.PartyContactAdd, decide_parties.party_contact_add
    ),
    DecisionKind.ROLE_DECIDED: Decision(words_of_kind.RoleDecided, decide_parties.role_decided),
    DecisionKind.MANDATE_WITHDRAWN: Decision(
        words_of_kind.MandateWithdrawn, decide_parties.mandate_withdrawn
    ),
    DecisionKind.HOLD_ADD: Decision(words_of_kind.HoldAdd, decide_holds.hold_add),
    DecisionKind.HOLD_RELEASE: Decision(words_of_kind.HoldRelease, decide_holds.hold_release),
    DecisionKind.RETENTION_DECIDED: Decision(
        words_of_kind.RetentionDecided, decide_retention.retention_decided
    ),
    DecisionKind.RELEASE_PROMISED: Decision(
        words_of_kind.ReleasePromised, decide_releases.release_promised
    ),
    DecisionKind.RELEASE_DECLINED: Decision(
        words_of_kind.ReleaseDeclined, decide_releases.release_declined
    ),
    DecisionKind.RELEASE_DESPITE: Decision(
        release_words.ReleaseDespite, decide_publishing.release_despite
    ),
    DecisionKind.RELEASE_PLANNED: Decision(
        release_words.ReleasePlanned, decide_publishing.release_planned
    ),
    DecisionKind.RELEASE_CORRECTED: Decision(
        release_words.ReleaseCorrected, decide_publishing.release_corrected
    ),
    DecisionKind.PUBLICATION_HELD: Decision(
        release_words.PublicationHeld, decide_publishing.publication_held
    ),
    DecisionKind.PUBLICATION_FREED: Decision(
        release_words.PublicationFreed, decide_publishing.publication_freed
    ),
    DecisionKind.INSIDER_TOLD: Decision(release_words.InsiderTold, decide_publishing.insider_told),
    DecisionKind.CODE_LOOKED_INTO: Decision(
        release_words.CodeLookedInto, decide_publishing.code_looked_into
    ),
    DecisionKind.DECIDE_SEVERITY: Decision(
        words_of_kind.DecideSeverity, decide_severity.decide_severity
    ),
    DecisionKind.CLOCK_ACKNOWLEDGED: Decision(
        words_of_kind.ClockAcknowledged, decide_clocks.clock_acknowledged
    ),
    DecisionKind.STAFF_AWAY: Decision(StaffAway, decide_staff.staff_away),
    DecisionKind.NOTE: Decision(words_of_kind.Note, decide_clocks.note),
    DecisionKind.ROWS_DECIDED: Decision(RowsDecided, decide_people.rows_decided),
    DecisionKind.DESK_TESTED: Decision(channel_words.DeskTested, decide_gates.desk_tested),
    DecisionKind.SENDER_OUTSIDE: Decision(channel_words.SenderOutside, decide_gates.sender_outside),
    DecisionKind.LETTERS_REPORTED: Decision(
        channel_words.LettersReported, decide_channels.letters_reported
    ),
    DecisionKind.LIST_MADE: Decision(channel_words.ListMade, decide_channels.list_made),
    DecisionKind.RESULTS_REPORTED: Decision(
        channel_words.ResultsReported, decide_channels.results_reported
    ),
    DecisionKind.SUBSTITUTE_RECORDED: Decision(
        channel_words.SubstituteRecorded, decide_channels.substitute_recorded
    ),
    DecisionKind.FILE_PRODUCED: Decision(channel_words.FileProduced, decide_channels.file_produced),
    DecisionKind.DUTIES_CONFIRMED: Decision(
        duty_words.DutiesConfirmed, decide_duties.duties_confirmed
    ),
    DecisionKind.DUTY_FILED: Decision(duty_words.DutyFiled, decide_duties.duty_filed),
    DecisionKind.RECEIPT_CORRECTED: Decision(
        duty_words.ReceiptCorrected, decide_receipts.receipt_corrected
    ),
    DecisionKind.DUTY_WAIVED: Decision(duty_words.DutyWaived, decide_duties.duty_waived),
    DecisionKind.MOMENT_DECIDED: Decision(duty_words.MomentDecided, decide_law.moment_decided),
    DecisionKind.LAW_ADOPTED: Decision(duty_words.LawAdopted, decide_law.law_adopted),
    DecisionKind.APPROVAL_DELEGATED: Decision(
        approval_words.ApprovalDelegated, decide_approvals.approval_delegated
    ),
    DecisionKind.APPROVAL_OVERRIDDEN: Decision(
        approval_words.ApprovalOverridden, decide_approvals.approval_overridden
    ),
    DecisionKind.PASSAGES_EDITED: Decision(PassagesEdited, decide_passages.passages_edited),
}


def carry_out(register: Register, ref: CommandRef) -> HandlerResult:
    """Carry out a deposited command, or answer as it was answered before.

    Raises a refusal (`contracts.failures.refused`), audited, for what is not allowed.
    """
    sealer = register.sealer(ref.incident_id)
    with register.writing() as connection:
        waiting = read_deposited(connection, ref.incident_id, ref.command_id)
        answer = read_answer(connection, sealer, ref.command_id) if waiting else None
        if answer is None:
            answer = _answer(connection, sealer, ref, waiting)
    if not answer.accepted:
        raise refused(answer.body)
    return HandlerResult.model_validate_json(answer.body)


def _answer(
    connection: Connection, sealer: ValueSealer, ref: CommandRef, waiting: Deposited | None
) -> Answer:
    if waiting is None:
        _audit_refusal(connection, sealer, ref, "unknown", NOTHING_WAITS)
        return Answer(accepted=False, body=NOTHING_WAITS)
    if waiting.handled or waiting.kind not in set(DecisionKind):
        _audit_refusal(connection, sealer, ref, waiting.kind, OTHER_KIND)
        return Answer(accepted=False, body=OTHER_KIND)
    desk = Desk(
        connection, sealer, ref.incident_id, ref.command_id, ref.actor, ref.at, waiting.kind
    )
    try:
        # What a handler wrote before it refused must not stay.
        with connection.begin_nested():
            result = _handle(desk, DecisionKind(waiting.kind))
    except NotAllowedError as error:
        answer = Answer(accepted=False, body=str(error))
        _audit_refusal(connection, sealer, ref, waiting.kind, answer.body)
    else:
        answer = Answer(accepted=True, body=result.model_dump_json())
        _audit(connection, sealer, ref, result)
    record_answer(connection, sealer, ref.command_id, answer)
    outcome = "done" if answer.accepted else "refused"
    commands.mark_handled(connection, ref.command_id, outcome)
    return answer


def _handle(desk: Desk, kind: DecisionKind) -> HandlerResult:
    decision = DECISIONS[kind]
    said = commands.words_of(desk.connection, desk.sealer, desk.command_id)
    try:
        # Through JSON, because strict models read their words and times from JSON only.
        words = decision.words.model_validate_json(json.dumps(said))
    except ValidationError as error:
        raise NotAllowedError(complaint(error, decision.words)) from None
    return decision.handle(desk, words)


def _audit(
    connection: Connection, sealer: ValueSealer, ref: CommandRef, result: HandlerResult
) -> None:
    line = audit.AuditLine(
        at=ref.at,
        actor=ref.actor,
        action=result.action,
        subject=result.subject,
        detail=result.detail,
    )
    audit.append(connection, sealer, ref.incident_id, line)


def _audit_refusal(
    connection: Connection, sealer: ValueSealer, ref: CommandRef, kind: str, sentence: str
) -> None:
    line = audit.AuditLine(
        at=ref.at,
        actor=ref.actor,
        action=f"command.{kind}",
        subject=ref.incident_id,
        outcome="refused",
        detail={"why": sentence},
    )
    audit.append(connection, sealer, ref.incident_id, line)
