"""What commands say that decide about duties and about the law: one model for each kind."""

from typing import Annotated

from pydantic import Field

from contracts.decision_words import DecisionWords, Named, Words
from contracts.file_fields import CaseTime

DutyKey = Annotated[str, Field(min_length=1, max_length=140)]
Receipt = Annotated[str, Field(min_length=1, max_length=60)]


class ConfirmedDate(DecisionWords):
    """One duty with the later time that the person saw; none where the clock would stop."""

    key: DutyKey
    clock_at: CaseTime | None = None


class DutiesConfirmed(DecisionWords):
    """`duties_confirmed`: later dates are taken, or duties end on the ground that was proposed."""

    duties: Annotated[tuple[ConfirmedDate, ...], Field(min_length=1)]
    reason: Words = ""


class DutyFiled(DecisionWords):
    """`duty_filed`: something was submitted outside our documents, under a receipt or reference."""

    key: DutyKey
    submitted_at: CaseTime
    receipt: Receipt


class ReceiptCorrected(DecisionWords):
    """`receipt_corrected`: another number or time for filing `number`, which has its receipt.

    Without `corrects` it is a second receipt for the filing, which is refused with the remedy.
    """

    number: Annotated[int, Field(ge=1)]
    receipt: Annotated[str, Field(max_length=1000)]
    submitted_at: CaseTime | None = None
    corrects: bool = False
    reason: Words = ""


class DutyWaived(DecisionWords):
    """`duty_waived`: the clock of guidance or of a contract is let go, for a reason."""

    key: DutyKey
    reason: Words = ""


class MomentDecided(DecisionWords):
    """`moment_decided`: of several times stated for one moment of a party, this one counts.

    Without a moment, it is that of knowing first.
    """

    party: Named
    moment: Named | None = None
    at: CaseTime
    reason: Words = ""


class LawAdopted(DecisionWords):
    """`law_adopted`: the incident goes over to the rule files of this installation."""

    reason: Words = ""
