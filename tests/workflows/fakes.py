"""Activities that note what they were asked and answer as the test set them up."""

from collections.abc import Callable, Sequence
from typing import Any

from temporalio import activity

from activities.registry import activities_of
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
from contracts.failures import FailureKind, failure, refused
from contracts.incident_activities import (
    AlertActivities,
    DocumentActivities,
    IncidentActivities,
    MerchantActivities,
)
from contracts.incident_payloads import (
    AssessDuties,
    Carried,
    ClocksRead,
    ClosingCheck,
    CommandRef,
    DutiesAssessed,
    DutyClock,
    LedgerChange,
    OpenItems,
    PhaseChange,
    ReadClocks,
    Refusal,
)
from contracts.merchant_payloads import EscalateMerchants, MerchantAct, RemindMerchants
from tests.workflows.calls import Calls
from tests.workflows.fake_restarts import FakeRestarts
from tests.workflows.fake_waves import FakeWaves


class FakeIncidents(IncidentActivities):
    """A ledger that grows by one revision a command, and duties as set."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self.revision = 0
        self.open_clocks: tuple[DutyClock, ...] = ()
        self.open_items: tuple[str, ...] = ()
        self.severity = ""
        self.clock_taken = ""
        self.clocks_a_part = 1_000
        self.texts_behind = 0

    @activity.defn
    def record_opening(self, opening: CommandRef) -> LedgerChange:
        self._calls.note("record_opening", opening)
        return self._next_revision()

    @activity.defn
    def record_facts(self, command: CommandRef) -> LedgerChange:
        self._calls.note("record_facts", command)
        return self._next_revision()

    @activity.defn
    def record_phase(self, change: PhaseChange) -> None:
        self._calls.note("record_phase", change)

    @activity.defn
    def record_refusal(self, refusal: Refusal) -> None:
        self._calls.note("record_refusal", refusal)

    @activity.defn
    def assess_duties(self, request: AssessDuties) -> DutiesAssessed:
        seen = self.open_clocks
        self._calls.note("assess_duties", request)
        first = seen[: self.clocks_a_part]
        more_after = first[-1].key if len(seen) > len(first) else ""
        return DutiesAssessed(
            open_clocks=first,
            digest="d" * 64,
            changed=len(seen),
            more_after=more_after,
            texts_behind=self.texts_behind,
        )

    @activity.defn
    def read_clocks(self, part: ReadClocks) -> ClocksRead:
        self._calls.note("read_clocks", part)
        left = [clock for clock in self.open_clocks if clock.key > part.after]
        clocks = tuple(left[: self.clocks_a_part])
        return ClocksRead(
            clocks=clocks, more_after=clocks[-1].key if len(left) > len(clocks) else ""
        )

    @activity.defn
    def settle_duty(self, command: CommandRef) -> None:
        self._calls.note("settle_duty", command)
        if command.actor != "counsel":
            raise refused("only counsel may declare a duty not applicable")

    @activity.defn
    def carry_out(self, command: CommandRef) -> Carried:
        self._calls.note("carry_out", command)
        taken = self.clock_taken
        return Carried(sentence="recorded", severity=self.severity, clock_taken=taken)

    @activity.defn
    def end_incident(self, check: ClosingCheck) -> OpenItems:
        self._calls.note("end_incident", check)
        return OpenItems(items=self.open_items)

    def _next_revision(self) -> LedgerChange:
        self.revision += 1
        return LedgerChange(revision=self.revision, changed=("cause",))


class FakeAlerts(AlertActivities):
    """One mail an alert, unless the provider is away."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self.is_away = False

    @activity.defn
    def send_alert(self, alert: Alert) -> AlertSent:
        self._calls.note("send_alert", alert)
        if self.is_away:
            raise failure(FailureKind.PROVIDER_UNAVAILABLE, "the provider is away")
        return AlertSent(mails=1)

    @activity.defn
    def send_outside(self, alert: Alert) -> OutsideSent:
        self._calls.note("send_outside", alert)
        return OutsideSent(channels=1)

    @activity.defn
    def remind_merchants(self, reminder: RemindMerchants) -> AlertSent:
        self._calls.note("remind_merchants", reminder)
        return AlertSent(mails=1)

    @activity.defn
    def escalate_merchants(self, escalation: EscalateMerchants) -> AlertSent:
        self._calls.note("escalate_merchants", escalation)
        return AlertSent(mails=1)


class FakeMerchants(MerchantActivities):
    """Takes every act."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    @activity.defn
    def record_merchant_act(self, act: MerchantAct) -> None:
        self._calls.note("record_merchant_act", act)


class FakeDocuments(DocumentActivities):
    """A text whose digest the test moves, and approvals checked like the register's."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self.digest = "text-1"
        self.told: tuple[str, ...] = ()
        self.unsettled = [0]
        self.owed: tuple[str, ...] = ()
        self.withdrawal_refusal = ""
        self.mandate_refusal = ""
        self._authors: dict[str, str] = {}
        self._approvals: set[tuple[str, str, str]] = set()

    @activity.defn
    def draft_document(self, draft: DraftDocument) -> Drafted:
        self._authors[draft.document_id] = draft.author
        drafted = Drafted(binding_digest=self.digest, ledger_revision=1)
        self._calls.note("draft_document", draft)
        return drafted

    @activity.defn
    def ask_for_approval(self, ask: RecordApproval) -> AlertSent:
        self._calls.note("ask_for_approval", ask)
        return AlertSent(mails=len(ask.approvers))

    @activity.defn
    def record_approval(self, approval: RecordApproval) -> ApprovalRecorded:
        self._calls.note("record_approval", approval)
        if approval.actor == self._authors[approval.document_id]:
            raise refused("nobody approves their own draft")
        if approval.actor not in approval.approvers:
            raise refused("this role is not asked")
        if approval.binding_digest != self.digest:
            raise refused("the text has moved since; read it again")
        if approval.approves:
            self._approvals.add((approval.document_id, approval.actor, self.digest))
        given = self._given(approval.document_id)
        return ApprovalRecorded(approved_by=given, complete=set(approval.approvers) <= set(given))

    @activity.defn
    def issue_document(self, issue: Issue) -> Issued:
        self._calls.note("issue_document", issue)
        missing = sorted(set(issue.approvers) - set(self._given(issue.document_id)))
        if missing:
            raise refused(f"not approved as it stands; missing: {', '.join(missing)}")
        left = self.unsettled.pop(0) if len(self.unsettled) > 1 else self.unsettled[0]
        return Issued(merchant_ids=self.told, unsettled=left)

    def _given(self, document_id: str) -> tuple[str, ...]:
        """Who has approved the present text."""
        approvals = [(doc, who) for doc, who, text in self._approvals if text == self.digest]
        return tuple(sorted(who for doc, who in approvals if doc == document_id))

    @activity.defn
    def withdraw_document(self, withdrawal: Withdrawal) -> None:
        self._calls.note("withdraw_document", withdrawal)
        if self.withdrawal_refusal:
            raise refused(self.withdrawal_refusal)

    @activity.defn
    def decide_mails(self, decision: MailsDecision) -> None:
        self._calls.note("decide_mails", decision)

    @activity.defn
    def scope_retraction(self, wanted: ScopeRetraction) -> RetractionScope:
        self._calls.note("scope_retraction", wanted)
        if not self.owed:
            raise refused("nobody is left to whom this retraction would go")
        return RetractionScope(addressees=self.owed)

    @activity.defn
    def check_filing_mandates(self, wanted: FilingScope) -> None:
        self._calls.note("check_filing_mandates", wanted)
        if self.mandate_refusal:
            raise refused(self.mandate_refusal)

    @activity.defn
    def record_receipt(self, receipt: Receipt) -> None:
        self._calls.note("record_receipt", receipt)


class Fakes:
    """One of each, on one list of calls."""

    def __init__(self) -> None:
        self.calls = Calls()
        self.incidents = FakeIncidents(self.calls)
        self.alerts = FakeAlerts(self.calls)
        self.merchants = FakeMerchants(self.calls)
        self.documents = FakeDocuments(self.calls)
        self.waves = FakeWaves(self.calls)
        self.restarts = FakeRestarts(self.calls)

    @property
    def methods(self) -> Sequence[Callable[..., Any]]:
        """Every activity, for a worker."""
        families = (
            self.incidents,
            self.alerts,
            self.merchants,
            self.documents,
            self.waves,
            self.restarts,
        )
        return [method for family in families for method in activities_of(family)]
