"""What a command says that decides who may approve, or lets a text out without a missing word."""

from typing import Annotated

from pydantic import Field

from contracts.decision_words import DecisionWords, Number, Words
from contracts.file_fields import CaseTime
from domain.documents import DocumentKind
from domain.parties import StaffRole


class ApprovalDelegated(DecisionWords):
    """`approval_delegated`: a role approves in another's place until a time."""

    role: StaffRole
    to: StaffRole
    until: CaseTime
    kinds: tuple[DocumentKind, ...] = ()
    reason: Words = ""


class ApprovalOverridden(DecisionWords):
    """`approval_overridden`: one of the two who let exactly this text out, and why."""

    number: Number
    binding: Annotated[str, Field(min_length=1, max_length=64)]
    reason: Words = ""
