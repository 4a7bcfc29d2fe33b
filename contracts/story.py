"""The acts of a replay: what people did in a case, one after another, for the engine to repeat.

An act is what a human decides or reports. Nothing that the engine does of its own accord (a
reminder, an escalation, a computed clock) is an act: a replay shows that it happens.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.file_fields import (
    Basis,
    CaseTime,
    Count,
    FactEntry,
    Key,
    Line,
    PerMille,
    PhoneNumber,
    Section,
    Text,
)
from domain.documents import DocumentKind
from domain.parties import MerchantChoice, StaffRole
from domain.phases import Phase
from domain.retention import RetentionDecision

Actor = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
"""A staff role or the key of a party."""

RuleId = Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", max_length=80)]
"""A rule of a regime, such as `jp-appi/preliminary`."""


class Act(Section):
    """What all acts share: when (case time), who, and whether a source says so."""

    at: CaseTime
    basis: Basis
    by: Actor = StaffRole.COMMANDER.value
    note: Text | None = None


class RecordFacts(Act):
    """New facts for the ledger; one act makes one revision."""

    act: Literal["record_facts"]
    facts: Annotated[tuple[FactEntry, ...], Field(min_length=1)]


class ChangePhase(Act):
    """The incident moves on; closing is an act of its own."""

    act: Literal["change_phase"]
    to: Phase


class PrepareDocument(Act):
    """A document is drafted from the ledger as it stands. `document` names it in later acts.

    `merchants` are those it speaks for or to; `authority` receives a filing.
    """

    act: Literal["prepare_document"]
    document: Key
    kind: DocumentKind
    merchants: tuple[Key, ...] = ()
    authority: Key | None = None


class Approve(Act):
    """One role approves a document exactly as it reads."""

    act: Literal["approve"]
    document: Key


class Issue(Act):
    """An approved document leaves; a release `despite` others who are still to be told."""

    act: Literal["issue"]
    document: Key
    despite: Line | None = None


class MerchantAcknowledges(Act):
    """A merchant confirms that the notice reached it."""

    act: Literal["merchant_acknowledges"]
    merchant: Key


class MerchantChooses(Act):
    """A merchant decides who tells its people. `given_by` is a role in words, never a name.

    `includes_filing`: the mandate covers the reports to the authority by proxy.
    """

    act: Literal["merchant_chooses"]
    merchant: Key
    choice: MerchantChoice
    given_by: Line
    includes_filing: bool = False


class MerchantReports(Act):
    """A merchant that acts for itself tells us what it has done."""

    act: Literal["merchant_reports"]
    merchant: Key
    what: Literal["published", "preliminary_filed", "final_filed", "people_notified"]
    receipt_number: Line | None = None
    count: Count | None = None


class RecordReceipt(Act):
    """The authority's receipt number of a filing that was issued."""

    act: Literal["record_receipt"]
    document: Key
    receipt_number: Line


class SettleDuty(Act):
    """Counsel finds that a duty does not apply, on a legal ground."""

    act: Literal["settle_duty"]
    rule: RuleId
    party: Key
    outcome: Literal["not_applicable"]
    ground: Text


class ConfirmDuty(Act):
    """Counsel confirms a date that new facts make later; the stricter one ran until then."""

    act: Literal["confirm_duty"]
    rule: RuleId
    party: Key
    reason: Text


class Thread(Act):
    """One entry of the talk with a party. `answers` is the number of the ask it is about."""

    act: Literal["thread"]
    party: Key
    direction: Literal["asked", "answered", "promised", "noted"]
    summary: Text
    answers: Annotated[int, Field(ge=1)] | None = None


class TestDesk(Act):
    """Somebody called the contact desk; its capacity caps how fast people are told."""

    act: Literal["test_desk"]
    phone: PhoneNumber
    hours: Line
    contacts_an_hour: Count
    contacts_a_day: Count
    per_mille: Annotated[int, Field(ge=1, le=1000)] | None = None
    independent: Text


class StateSender(Act):
    """The domain, the account and the provider that mails leave through are outside."""

    act: Literal["state_sender"]
    domain: Text
    account: Text
    provider: Text


class CallPeople(Act):
    """Whom neither mail nor letter can reach is called; so many of a thousand are reached."""

    act: Literal["call_people"]
    wave: Key
    reached_per_mille: PerMille


class PlanWave(Act):
    """The people of these merchants are frozen as one population. `wave` names it later."""

    act: Literal["plan_wave"]
    wave: Key
    merchants: Annotated[tuple[Key, ...], Field(min_length=1)]
    document: Key
    letter: Key


class StartWave(Act):
    """The wave starts."""

    act: Literal["start_wave"]
    wave: Key


class LettersPosted(Act):
    """The printed letters of a wave were handed to the post."""

    act: Literal["letters_posted"]
    wave: Key


class Substitute(Act):
    """Those whom no channel reaches are told by publication and a contact desk."""

    act: Literal["substitute"]
    wave: Key
    reason: Text


class DecideRetention(Act):
    """What happens to the lists of these merchants once everybody was told."""

    act: Literal["decide_retention"]
    merchants: Annotated[tuple[Key, ...], Field(min_length=1)]
    decision: RetentionDecision
    reason: Text


class Close(Act):
    """The incident is closed."""

    act: Literal["close"]


StoryAct = Annotated[
    RecordFacts
    | ChangePhase
    | PrepareDocument
    | Approve
    | Issue
    | MerchantAcknowledges
    | MerchantChooses
    | MerchantReports
    | RecordReceipt
    | SettleDuty
    | ConfirmDuty
    | Thread
    | TestDesk
    | StateSender
    | PlanWave
    | StartWave
    | LettersPosted
    | CallPeople
    | Substitute
    | DecideRetention
    | Close,
    Field(discriminator="act"),
]
"""Any act; the field `act` says which."""
