"""One document from draft to issue: rendered from the ledger, approved as exactly that text."""

import asyncio
from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts.document_payloads import (
        ApproveDocument,
        DecideMails,
        DocumentInput,
        FactsMoved,
        Issue,
        IssueDocument,
        RecordReceipt,
        WithdrawDocument,
    )
    from contracts.incident_activities import DocumentActivities
    from contracts.incident_payloads import SomethingChanged
    from contracts.merchant_payloads import MerchantsTold
    from contracts.names import INCIDENT_ENDED, MERCHANTS_TOLD, merchants_workflow_id
    from contracts.payloads import Outcome
    from contracts.retries import REGISTER, WORDS_AND_MAIL
    from domain.documents import FILINGS, MAILS_IN_DOUBT, DocumentState
    from workflows.case_clock import WorkflowClock
    from workflows.commands import CommandLog, Refusals
    from workflows.document_requests import (
        approval_of,
        draft_of,
        issue_of,
        mails_decision_of,
        question_of,
        receipt_of,
        withdrawal_of,
    )
    from workflows.length import is_long
    from workflows.telling import tell, tell_incident


FIRST_LOOK = timedelta(seconds=5)
LONGEST_LOOK = timedelta(hours=1)
LOOKS = 84
"""Three days and more: as long as a provider tries to report. After that a person decides."""

STAYS = "a-mail-in-doubt-waits-for-a-person"

LEFT = frozenset({DocumentState.ISSUED, DocumentState.WITHDRAWN})
"""States in which the text is never written anew."""


@workflow.defn
class DocumentWorkflow:
    """Keeps a draft in step with the ledger until it is issued; then its text stands."""

    @workflow.init
    def __init__(self, given: DocumentInput) -> None:
        self._input = given
        self._clock = WorkflowClock(given.clock)
        self._state = DocumentState(given.state)
        self._binding_digest = given.binding_digest
        self._approved_by = given.approved_by
        self._receipted = False
        self._facts_moved = False
        self._ended = False
        self._issue_given = given.issue
        self._unsettled = 0 if given.issue is None else 1
        self._commands = CommandLog(given.handled, self._clock)
        self._refusals = Refusals(given.incident_id, "document", self._clock)
        # Drafting, approving and issuing read and write the same text: one at a time.
        self._text = asyncio.Lock()
        # Not that one: a draft that cannot be written must not keep its withdrawal waiting.
        self._way_out = asyncio.Lock()

    @workflow.run
    async def run(self, given: DocumentInput) -> str:
        """Until the document is issued, and a filing has its receipt; or it is withdrawn."""
        del given
        if self._state is DocumentState.DRAFT:
            await self._draft_and_ask()
        while not self._done():
            await workflow.wait_condition(lambda: self._facts_moved or self._done() or is_long())
            if self._facts_moved and not self._done():
                await self._redraft()
            if is_long():
                await workflow.wait_condition(workflow.all_handlers_finished)
                # What came in meanwhile is not carried on, so it is dealt with here.
                if not self._facts_moved and not self._done():
                    workflow.continue_as_new(self._carried_on())
        await self._settle_mails()
        await workflow.wait_condition(workflow.all_handlers_finished)
        return self._state.value

    @workflow.signal
    def facts_moved(self, moved: FactsMoved) -> None:
        """The ledger has a new revision."""
        self._clock.turn_to(moved.at)
        self._facts_moved = True

    @workflow.signal
    def issued_by_wave(self) -> None:
        """A wave has started with this text: from now on it stands."""
        self._state = DocumentState.ISSUED

    @workflow.signal(name=INCIDENT_ENDED)
    def incident_ended(self) -> None:
        """The incident is closed; a text that was never issued is withdrawn with it."""
        self._ended = True

    @workflow.query
    def state(self) -> str:
        """Where the document stands."""
        return self._state.value

    @workflow.update
    async def approve(self, command: ApproveDocument) -> Outcome:
        """Approve or reject exactly the text with the given digest.

        Refused, with an audit line, for the author, for a role that is not asked, and for a text
        that has moved since.
        """
        return await self._commands.once(command, lambda: self._approve(command))

    @workflow.update
    async def issue(self, command: IssueDocument) -> Outcome:
        """Let the text leave the house; refused while an approval of it is missing."""
        return await self._commands.once(command, lambda: self._issue(command))

    @workflow.update
    async def withdraw(self, command: WithdrawDocument) -> Outcome:
        """Take back a document that was not issued; refused for what has left or is leaving."""
        return await self._commands.once(command, lambda: self._withdraw(command))

    @workflow.update
    async def decide_mails(self, command: DecideMails) -> Outcome:
        """Decide about mails that a crash left in doubt: count them as told, or send them again."""
        return await self._commands.once(command, lambda: self._decide_mails(command))

    @workflow.update
    async def record_receipt(self, command: RecordReceipt) -> Outcome:
        """Evidence for a filing: when it was submitted and under which number."""
        return await self._commands.once(command, lambda: self._record_receipt(command))

    async def _draft_and_ask(self) -> None:
        if await self._draft():
            await self._ask_for_approval()

    async def _draft(self) -> bool:
        """Render anew; whether that gave a text that has to be approved."""
        async with self._text:
            drafted = await workflow.execute_activity_method(
                DocumentActivities.draft_document,
                draft_of(self._input, self._clock.now()),
                **WORDS_AND_MAIL,
            )
            moved = drafted.binding_digest != self._binding_digest
            self._binding_digest = drafted.binding_digest
            # The same text keeps its approvals; one that has left meanwhile stands anyway.
            if not moved or self._state in LEFT:
                return False
            if drafted.withheld:
                self._state, self._approved_by = DocumentState.DRAFT, ()
                return False
            self._state = DocumentState.IN_REVIEW
            self._approved_by = ()
            return True

    async def _ask_for_approval(self) -> None:
        await workflow.execute_activity_method(
            DocumentActivities.ask_for_approval,
            question_of(self._input, self._binding_digest, self._clock.now()),
            **WORDS_AND_MAIL,
        )
        await self._tell_incident()

    async def _redraft(self) -> None:
        self._facts_moved = False
        if self._state not in LEFT:
            await self._draft_and_ask()

    async def _approve(self, command: ApproveDocument) -> str:
        async with self._text:
            recorded = await workflow.execute_activity_method(
                DocumentActivities.record_approval,
                approval_of(self._input, command, self._clock.now()),
                **REGISTER,
            )
            self._approved_by = recorded.approved_by
            if self._state not in LEFT:
                self._state = (
                    DocumentState.APPROVED if recorded.complete else DocumentState.IN_REVIEW
                )
        await self._tell_incident()
        return self._state.value

    async def _issue(self, command: IssueDocument) -> str:
        await self._let_out(issue_of(self._input, command, self._clock.now()))
        await self._tell_incident()
        return self._state.value

    async def _let_out(self, issue: Issue) -> None:
        """Issue, or look again at what an earlier issue left unsettled: no mail leaves twice."""
        given = self._input
        async with self._text, self._way_out:
            issued = await workflow.execute_activity_method(
                DocumentActivities.issue_document, issue, **WORDS_AND_MAIL
            )
            self._state = DocumentState.ISSUED
            self._issue_given, self._unsettled = issue, issued.unsettled
        if issued.merchant_ids:
            told = MerchantsTold(merchant_ids=issued.merchant_ids, at=self._clock.now())
            for shard in range(given.merchant_shards):
                shard_id = merchants_workflow_id(given.incident_id, shard)
                await tell(shard_id, MERCHANTS_TOLD, told)

    async def _withdraw(self, command: WithdrawDocument) -> str:
        if self._way_out.locked():
            sentence = "this document is just leaving the house, or being withdrawn"
            document_id = self._input.document_id
            await self._refusals.refuse(command, "withdraw", document_id, sentence)
        async with self._way_out:
            withdrawal = withdrawal_of(self._input, command, self._clock.now())
            await workflow.execute_activity_method(
                DocumentActivities.withdraw_document, withdrawal, **REGISTER
            )
            self._state = DocumentState.WITHDRAWN
        await self._tell_incident()
        return self._state.value

    async def _settle_mails(self) -> None:
        """Mails that a crash left in doubt: look again until the provider's events have told."""
        wait = FIRST_LOOK
        for _ in range(LOOKS):
            issue = self._issue_given
            if issue is None or not self._unsettled or self._ended:
                return
            try:
                await workflow.wait_condition(lambda: self._ended, timeout=wait)
            except TimeoutError:
                await self._look_again(issue)
            wait = min(wait * 2, LONGEST_LOOK)
        if workflow.patched(STAYS):
            await workflow.wait_condition(lambda: self._ended or not self._unsettled)

    async def _look_again(self, issue: Issue) -> None:
        await self._let_out(issue.model_copy(update={"looked_at": self._clock.now()}))
        await self._tell_incident()

    async def _decide_mails(self, command: DecideMails) -> str:
        await workflow.execute_activity_method(
            DocumentActivities.decide_mails,
            mails_decision_of(self._input, command, self._clock.now()),
            **REGISTER,
        )
        if self._issue_given is not None:
            await self._look_again(self._issue_given)
        return f"decided; {self._unsettled} of its merchants are not told yet"

    async def _record_receipt(self, command: RecordReceipt) -> str:
        receipt = receipt_of(self._input, command, self._clock.now())
        await workflow.execute_activity_method(
            DocumentActivities.record_receipt, receipt, **REGISTER
        )
        self._receipted = True
        await self._tell_incident()
        return "receipted"

    async def _tell_incident(self) -> None:
        change = SomethingChanged(
            what="document",
            at=self._clock.now(),
            number=self._input.number,
            state=self._state_for_incident(),
        )
        await tell_incident(self._input.incident_id, change)

    def _state_for_incident(self) -> str:
        """Without its receipt, or with a mail in doubt, it is issued and yet not at rest.

        It still hears signals then.
        """
        if self._state is DocumentState.ISSUED and not self._done():
            return "awaiting_receipt"
        return MAILS_IN_DOUBT if self._unsettled else self._state.value

    def _done(self) -> bool:
        filed = self._receipted or self._input.kind not in FILINGS
        withdrawn = self._state is DocumentState.WITHDRAWN
        return self._ended or withdrawn or (self._state is DocumentState.ISSUED and filed)

    def _carried_on(self) -> DocumentInput:
        return self._input.model_copy(
            update={
                "clock": self._clock.state,
                "state": self._state.value,
                "binding_digest": self._binding_digest,
                "approved_by": self._approved_by,
                "handled": self._commands.handled,
            }
        )
