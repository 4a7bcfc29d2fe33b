"""Parts of a board for programs: keys that stay, whatever the register's own rows are called."""

from typing import Any

from register.audit import AuditLine
from register.board import Board, BoardDocument, BoardDuty, BoardMerchant, BoardWave
from register.duties import Proposal
from register.incidents import IncidentRow
from register.law_questions import LawQuestion
from register.reopening import Reopened
from screens.words import ScreenLanguage, rule_title


def incident_json(incident: IncidentRow, reopened: Reopened | None) -> dict[str, Any]:
    """An incident's own fields, and when it was reopened last."""
    return {**dict(incident), "reopened_at": reopened.at if reopened else None}


def duty_json(duty: BoardDuty, key: str) -> dict[str, Any]:
    """A duty; `key` is what commands take, `title` the rule in both languages."""
    titles: dict[ScreenLanguage, str] = {
        "ja": rule_title(duty.rule, "ja"),
        "en": rule_title(duty.rule, "en"),
    }
    return {
        "key": key,
        "register_key": duty.key,
        "rule": duty.rule,
        "title": titles,
        "debtor": duty.debtor,
        "owed_to": duty.owed_to,
        "target_at": duty.target_at,
        "due_at": duty.due_at,
        "due_on": duty.due_on,
        "hard": duty.hard,
        "status": duty.status,
        "met_at": duty.met_at,
        "late": duty.late,
        "evidence": duty.evidence,
        "proposal": None if duty.proposal is None else proposal_json(duty.proposal),
        "waiver": duty.waiver,
    }


def proposal_json(proposal: Proposal, *, explained: bool = False) -> dict[str, Any]:
    """A later date that waits for a person, beside the one that runs."""
    said = {
        "target_at": proposal.target_at,
        "due_at": proposal.due_at,
        "due_on": proposal.due_on,
        "successor": proposal.successor,
        "ground": proposal.ground,
        "since": proposal.since,
    }
    words = {name: proposal.explanation.get(name, "") for name in ("ja", "en")}
    return {**said, "explanation": words} if explained else said


def question_json(question: LawQuestion, command: str) -> dict[str, Any]:
    """A question of the law that nobody has answered, and the command that answers it."""
    return {
        "finding": question.finding,
        "would_owe": [duty.model_dump() for duty in question.would_owe],
        "clock_at": question.clock_at,
        "command": command,
    }


def merchant_json(merchant: BoardMerchant) -> dict[str, Any]:
    """A merchant's standing."""
    return dict(merchant)


def wave_json(wave: BoardWave) -> dict[str, Any]:
    """A wave; `states` add up to `population`."""
    fields = dict(wave)
    return {**fields, "states": fields.pop("counts")}


def document_json(document: BoardDocument, missing: tuple[str, ...]) -> dict[str, Any]:
    """A document without its words; `missing_approvals` are roles."""
    return {
        "number": document.number,
        "id": document.id,
        "kind": document.kind,
        "state": document.state,
        "language": document.language,
        "author": document.author,
        "release_number": document.release_number,
        "ledger_revision": document.ledger_revision,
        "approvals": document.approvals,
        "rejected_by": document.rejected_by,
        "withheld_facts": document.withheld,
        "missing_approvals": missing,
        "prepared_at": document.prepared_at,
        "issued_at": document.issued_at,
        "receipt_number": document.receipt_number,
        "receipt_at": document.receipt_at,
    }


def line_json(line: AuditLine, sequence: int | None = None) -> dict[str, Any]:
    """A line of the log; with its number where the whole log is read."""
    return {**({} if sequence is None else {"sequence": sequence}), **dict(line)}


def notices_json(board: Board) -> dict[str, int]:
    """Notices of the whole incident by state, everybody once."""
    return {state.value: count for state, count in board.notices.items()}
