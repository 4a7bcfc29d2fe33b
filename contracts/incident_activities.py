"""What incidents, clocks, merchants and documents need done: abstract, without implementation."""

from abc import ABC, abstractmethod

from temporalio import activity

from contracts.clock_payloads import Alert, AlertSent, OutsideSent
from contracts.document_payloads import (
    ApprovalRecorded,
    DraftDocument,
    Drafted,
    FilingScope,
    Issue,
    Issued,
    MailsDecision,
    Receipt,
    RecordApproval,
    RetractionScope,
    ScopeRetraction,
    Withdrawal,
)
from contracts.incident_payloads import (
    AssessDuties,
    Carried,
    ClocksRead,
    ClosingCheck,
    CommandRef,
    DutiesAssessed,
    LedgerChange,
    OpenItems,
    PhaseChange,
    ReadClocks,
    Refusal,
)
from contracts.merchant_payloads import EscalateMerchants, MerchantAct, RemindMerchants


class IncidentActivities(ABC):
    """The ledger, duties and decisions. Every method may be repeated with the same input."""

    @abstractmethod
    @activity.defn
    def record_opening(self, opening: CommandRef) -> LedgerChange:
        """Enter the opening facts as revision 1 and write the first audit line."""

    @abstractmethod
    @activity.defn
    def record_facts(self, command: CommandRef) -> LedgerChange:
        """Enter a command's facts as the next ledger revision."""

    @abstractmethod
    @activity.defn
    def record_phase(self, change: PhaseChange) -> None:
        """Record a phase change."""

    @abstractmethod
    @activity.defn
    def record_refusal(self, refusal: Refusal) -> None:
        """Leave a trace of an attempt that was not allowed."""

    @abstractmethod
    @activity.defn
    def assess_duties(self, request: AssessDuties) -> DutiesAssessed:
        """Compute all duties from facts, parties, law and what has been done."""

    @abstractmethod
    @activity.defn
    def read_clocks(self, part: ReadClocks) -> ClocksRead:
        """Open clocks that did not fit into the answer of the assessment."""

    @abstractmethod
    @activity.defn
    def settle_duty(self, command: CommandRef) -> None:
        """Record that a duty does not apply, with ground, evidence and who decided."""

    @abstractmethod
    @activity.defn
    def carry_out(self, command: CommandRef) -> Carried:
        """Record what the command says, by its kind; refused ones are audited and fail."""

    @abstractmethod
    @activity.defn
    def end_incident(self, check: ClosingCheck) -> OpenItems:
        """Close the incident, or say what is open and record the refused attempt."""


class AlertActivities(ABC):
    """Mails to staff and reminders to merchants; a repeated call sends nothing twice."""

    @abstractmethod
    @activity.defn
    def send_alert(self, alert: Alert) -> AlertSent:
        """One mail a person with all lines for it."""

    @abstractmethod
    @activity.defn
    def send_outside(self, alert: Alert) -> OutsideSent:
        """Code name, clock and command to each outside channel that is configured."""

    @abstractmethod
    @activity.defn
    def remind_merchants(self, reminder: RemindMerchants) -> AlertSent:
        """Remind merchants that have not answered."""

    @abstractmethod
    @activity.defn
    def escalate_merchants(self, escalation: EscalateMerchants) -> AlertSent:
        """Tell staff which merchants stay silent."""


class MerchantActivities(ABC):
    """What merchants do, as the register keeps it."""

    @abstractmethod
    @activity.defn
    def record_merchant_act(self, act: MerchantAct) -> None:
        """Record an acknowledgement, a choice with its mandate, or a report."""


class DocumentActivities(ABC):
    """Drafts, approvals and the way out."""

    @abstractmethod
    @activity.defn
    def draft_document(self, draft: DraftDocument) -> Drafted:
        """Render every rendition from the newest ledger revision and store it."""

    @abstractmethod
    @activity.defn
    def ask_for_approval(self, ask: RecordApproval) -> AlertSent:
        """Tell the approvers that a text waits for them."""

    @abstractmethod
    @activity.defn
    def record_approval(self, approval: RecordApproval) -> ApprovalRecorded:
        """Record an approval or a rejection; refused ones are audited and fail."""

    @abstractmethod
    @activity.defn
    def issue_document(self, issue: Issue) -> Issued:
        """Send, file or publish the approved text; refused attempts are audited and fail."""

    @abstractmethod
    @activity.defn
    def record_receipt(self, receipt: Receipt) -> None:
        """Record a filing's receipt as evidence."""

    @abstractmethod
    @activity.defn
    def withdraw_document(self, withdrawal: Withdrawal) -> None:
        """Take back a document that has not left; refused ones are audited and fail."""

    @abstractmethod
    @activity.defn
    def decide_mails(self, decision: MailsDecision) -> None:
        """Decide about mails in doubt; refused ones are audited and fail."""

    @abstractmethod
    @activity.defn
    def scope_retraction(self, wanted: ScopeRetraction) -> RetractionScope:
        """Whom a retraction goes to; refused, with an audit line, where nobody is owed one."""

    @abstractmethod
    @activity.defn
    def check_filing_mandates(self, wanted: FilingScope) -> None:
        """Refused, with an audit line, for a merchant without a mandate that covers filings."""
