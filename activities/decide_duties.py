"""How a duty's clock is loosened and how a duty ends: by a person, with a reason or evidence."""

from activities.desk import Desk, HandlerResult, demand, listed
from activities.frozen_law import law_of, rules_of
from contracts.duty_decision_words import ConfirmedDate, DutiesConfirmed, DutyFiled, DutyWaived
from domain.claims import INDIVIDUALS
from domain.parties import PartyKind, StaffRole
from domain.places import ANYWHERE
from domain.receipts import receipt_problem
from domain.tasks import LEADERS
from domain.wording import JAPAN
from register import audit
from register.duties import (
    ENDED,
    MET,
    NOT_APPLICABLE,
    PROPOSED,
    WAIVED,
    DutyRow,
    not_owed,
    read_duties,
    write_duty,
)
from register.filings import Filing, add_filing, read_filings
from register.refusals import NotAllowedError

HAS_BEEN_MET = "this duty has been met; its evidence stands"
COUNSEL = frozenset({StaffRole.COUNSEL})
FILERS = LEADERS | COUNSEL | {StaffRole.PRIVACY_OFFICER}


def duties_confirmed(desk: Desk, words: DutiesConfirmed) -> HandlerResult:
    """Take the later dates that were shown, or let duties go on the ground that was proposed.

    By counsel; where only guidance strikes, by the commander as well.
    """
    reason = demand(words.reason, "a later date is taken only for a reason: say which")
    known = {row.key: row for row in read_duties(desk.connection, desk.incident_id)}
    lines = [_confirmed(desk, known, item, reason) for item in words.duties]
    for line in lines[1:]:
        audit.append(desk.connection, desk.sealer, desk.incident_id, line)
    return HandlerResult(
        sentence=f"{len(lines)} confirmed" if len(lines) > 1 else str(lines[0].detail["says"]),
        action=lines[0].action,
        subject=lines[0].subject,
        detail=lines[0].detail,
    )


def duty_filed(desk: Desk, words: DutyFiled) -> HandlerResult:
    """Submission time and receipt are the evidence; clocks that count from it start then."""
    desk.require(FILERS, "record a filing")
    row = _running(desk, words.key)
    _not_told_by_us(desk, row)
    if problem := receipt_problem(words.receipt):
        raise NotAllowedError(problem)
    if words.submitted_at > desk.at:
        raise NotAllowedError("a filing lies in the past: record it once it has been submitted")
    filing = Filing(desk.command_id, row.key, words.submitted_at, words.receipt)
    known = read_filings(desk.connection, desk.incident_id).get(row.key)
    if known is not None:
        if (known.submitted_at, known.receipt) != (words.submitted_at, words.receipt):
            raise NotAllowedError(HAS_BEEN_MET)
        return _repeated(row, "this filing is on record already")
    add_filing(desk.connection, desk.incident_id, filing, desk.by)
    late = bool(row.clock_at and words.submitted_at > row.clock_at)
    return HandlerResult(
        sentence="recorded: met" + (", late" if late else ""),
        ids=(filing.id,),
        action="duty.filed",
        subject=row.key,
        detail={
            "submitted_at": words.submitted_at.isoformat(),
            "receipt_number": words.receipt,
            "late": late,
        },
    )


def duty_waived(desk: Desk, words: DutyWaived) -> HandlerResult:
    """A contract's clock ends with its duty; of guidance only the clock falls silent."""
    desk.require(LEADERS, "waive a clock")
    reason = demand(words.reason, "a clock is waived only for a reason: say which")
    row = _running(desk, words.key)
    if row.hard and row.due_at is not None:
        raise NotAllowedError(
            "this limit is set by law and cannot be waived; the duty ends when it is met, or when "
            "counsel settles it"
        )
    if row.waiver is not None:
        return _repeated(row, "the clock is waived already; the duty stays until it is met")
    contractual = _is_contractual(desk, row)
    if contractual:
        evidence = {
            "waived_by": desk.actor,
            "waived_at": desk.at.isoformat(),
            "rests_on": row.answers,
        }
        waived = row.model_copy(update={"status": WAIVED, "evidence": evidence, "proposal": None})
    else:
        waiver = {"by": desk.actor, "at": desk.at.isoformat(), "answers": row.answers}
        waived = row.model_copy(update={"waiver": waiver})
    write_duty(desk.connection, desk.incident_id, waived, desk.at)
    return HandlerResult(
        sentence="waived" if contractual else "the clock is waived; the duty stays until it is met",
        action="duty.waived",
        subject=row.key,
        detail={"why": reason, "duty_ends": contractual},
    )


def _repeated(row: DutyRow, sentence: str) -> HandlerResult:
    return HandlerResult(sentence=sentence, action="duty.repeated", subject=row.key)


def _confirmed(
    desk: Desk, known: dict[str, DutyRow], item: ConfirmedDate, reason: str
) -> audit.AuditLine:
    row = known.get(item.key)
    if row is None:
        raise _no_such_duty(list(known))
    if row.status == PROPOSED:
        desk.require(COUNSEL, "declare a duty not applicable")
        changed, says = not_owed(row, desk.actor, desk.at), "not applicable"
    else:
        changed = _loosened(desk, row, item)
        says = f"{_day(row)} -> {_day(changed) if changed.status != NOT_APPLICABLE else 'replaced'}"
    write_duty(desk.connection, desk.incident_id, changed, desk.at)
    detail: dict[str, str | int | bool | None] = {
        "from": row.clock_at.isoformat() if row.clock_at else None,
        "to": changed.clock_at.isoformat() if changed.clock_at else None,
        "successor": row.proposal.successor if row.proposal else None,
        "why": reason,
        "says": says,
    }
    return audit.AuditLine(
        at=desk.at, actor=desk.actor, action="duty.confirmed", subject=row.key, detail=detail
    )


def _loosened(desk: Desk, row: DutyRow, item: ConfirmedDate) -> DutyRow:
    proposal = row.proposal
    if proposal is None or row.status in ENDED:
        raise NotAllowedError("nothing waits to be confirmed for this duty: its dates run as shown")
    if item.clock_at != proposal.clock_at:
        raise NotAllowedError(
            "what the law would give has changed since it was shown: look again, then confirm"
        )
    struck_by_law = row.hard and row.due_at is not None
    desk.require(COUNSEL if struck_by_law else COUNSEL | LEADERS, "confirm a later date")
    if proposal.successor is not None:
        evidence = {
            "ground": proposal.ground,
            "successor": proposal.successor,
            "decided_by": desk.actor,
            "decided_at": desk.at.isoformat(),
            "rests_on": "",
        }
        return row.model_copy(
            update={"status": NOT_APPLICABLE, "evidence": evidence, "proposal": None}
        )
    return row.model_copy(
        update={
            "anchor": proposal.anchor or row.anchor,
            "anchor_at": proposal.anchor_at or row.anchor_at,
            "target_at": proposal.target_at,
            "due_at": proposal.due_at,
            "due_on": proposal.due_on,
            "explanation": proposal.explanation or row.explanation,
            "proposal": None,
        }
    )


def _running(desk: Desk, key: str) -> DutyRow:
    known = read_duties(desk.connection, desk.incident_id)
    row = next((row for row in known if row.key == key), None)
    if row is None:
        raise _no_such_duty([row.key for row in known])
    if row.status == MET:
        raise NotAllowedError(HAS_BEEN_MET)
    if row.status in ENDED:
        raise NotAllowedError("this duty has ended already: the log says how")
    return row


def _no_such_duty(keys: list[str]) -> NotAllowedError:
    return NotAllowedError(f"no such duty in this incident; there is: {listed(sorted(keys))}")


def _not_told_by_us(desk: Desk, row: DutyRow) -> None:
    """What our own mails, waves and letters prove is not for anybody to state."""
    known = desk.parties()
    to_entrustor = row.owed_to in known
    debtor = known.get(row.debtor_id)
    of_merchant = debtor is not None and debtor.kind is PartyKind.MERCHANT
    if to_entrustor or (row.owed_to == INDIVIDUALS and of_merchant):
        raise NotAllowedError(
            "this duty is met by the notices themselves: issue them, or record the merchant's "
            "report"
        )


def _is_contractual(desk: Desk, row: DutyRow) -> bool:
    """Whether nothing but a contract or a scheme asks for it."""
    rules = rules_of(law_of(desk.connection, desk.incident_id))
    return any(rule.id == row.rule and rule.jurisdiction == ANYWHERE for rule in rules)


def _day(row: DutyRow) -> str:
    clock_at = row.clock_at
    return f"{clock_at.astimezone(JAPAN):%Y-%m-%d %H:%M}" if clock_at else "no clock"
