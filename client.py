"""The typed front door: open an incident, give its commands, each under an id minted once.

What a person writes is deposited, sealed, in the register; through Temporal goes only the id. A
client that is killed between the two leaves a deposit without effect: the same command, repeated,
completes it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from command_channel import (
    CommandRefused,
    EngineUnavailableError,
    Given,
    answered,
)
from contracts.decision_kinds import DecisionKind
from contracts.document_payloads import (
    ApproveDocument,
    DecideMails,
    DocumentPrepared,
    IssueDocument,
    PrepareDocument,
    RecordReceipt,
    WithdrawDocument,
)
from contracts.incident_payloads import (
    CarryOut,
    ChangePhase,
    CloseIncident,
    MoveCaseClock,
    RecordFacts,
    SettleDuty,
    SomethingChanged,
)
from contracts.merchant_payloads import AcknowledgeMerchant, ChooseForPeople, MerchantReport
from contracts.names import incident_workflow_id
from contracts.payloads import Outcome
from domain.facts import Fact
from domain.mandates import MandateTerms
from domain.phases import Phase
from wave_commands import WaveCommands
from workflows.document import DocumentWorkflow
from workflows.incident import IncidentWorkflow
from workflows.merchants import MerchantsWorkflow

__all__ = ["CommandRefused", "EngineUnavailableError", "Given", "Shirase"]


class Shirase(WaveCommands):
    """Commands to incidents. Every method raises CommandRefused with the engine's reason."""

    async def people_imported(self, incident_id: str, at: datetime) -> None:
        """Tell an incident that a list of people came in, so that its duties follow.

        `at` is case time. Harmless to repeat.
        """
        handle = self._handle(incident_workflow_id(incident_id))
        change = SomethingChanged(what="people", at=at)
        await answered(lambda: handle.signal(IncidentWorkflow.something_changed, change))

    async def turn_clock(self, incident_id: str, to: datetime) -> Outcome:
        """Turn a rehearsal's clock forward; refused for a live incident."""
        command = MoveCaseClock(**Given("commander", to).fields())
        return await self._incident(incident_id, IncidentWorkflow.move_case_clock, command)

    async def record_facts(self, incident_id: str, facts: Iterable[Fact], given: Given) -> Outcome:
        """Enter facts as the next revision of the ledger."""
        words = {"facts": [fact.model_dump(mode="json") for fact in facts]}
        self._deposit(incident_id, "record_facts", given, words)
        command = RecordFacts(**given.fields())
        return await self._incident(incident_id, IncidentWorkflow.record_facts, command)

    async def change_phase(self, incident_id: str, to: Phase, given: Given) -> Outcome:
        """Move the incident to another phase."""
        self._deposit(incident_id, "change_phase", given, {})
        command = ChangePhase(**given.fields(), to=to)
        return await self._incident(incident_id, IncidentWorkflow.change_phase, command)

    async def carry_out(
        self, incident_id: str, kind: DecisionKind, words: Mapping[str, object], given: Given
    ) -> Outcome:
        """Record what only has to be recorded; a wave that the words name looks at once."""
        self._deposit(incident_id, kind.value, given, words)
        command = CarryOut(**given.fields())
        outcome = await self._incident(incident_id, IncidentWorkflow.carry_out, command)
        if isinstance(number := words.get("wave"), int):
            await self._wave_has_news(incident_id, number)
        return outcome

    async def settle_duty(
        self, incident_id: str, duty_key: str, ground: str, given: Given
    ) -> Outcome:
        """Declare a duty not applicable, on a legal ground; counsel only."""
        words = {"duty_key": duty_key, "ground": ground}
        self._deposit(incident_id, "settle_duty", given, words)
        command = SettleDuty(**given.fields(), duty_key=duty_key)
        return await self._incident(incident_id, IncidentWorkflow.settle_duty, command)

    async def close(self, incident_id: str, given: Given, end: Phase = Phase.CLOSED) -> Outcome:
        """End the incident; refused with the list of what is open."""
        self._deposit(incident_id, "close", given, {})
        command = CloseIncident(**given.fields(), end=end)
        return await self._incident(incident_id, IncidentWorkflow.close, command)

    async def prepare_document(
        self,
        incident_id: str,
        kind: str,
        given: Given,
        addressees: tuple[str, ...] = (),
        on_behalf_of: tuple[str, ...] = (),
    ) -> DocumentPrepared:
        """Start a document; its draft follows at once."""
        command = PrepareDocument(
            **given.fields(), kind=kind, addressees=addressees, on_behalf_of=on_behalf_of
        )
        prepared: DocumentPrepared = await self._update(
            incident_workflow_id(incident_id), IncidentWorkflow.prepare_document, command
        )
        return prepared

    async def approve(
        self,
        incident_id: str,
        number: int,
        given: Given,
        *,
        approves: bool = True,
        comment: str = "",
    ) -> Outcome:
        """Approve (or reject) a document as the register holds it at this moment."""
        self._deposit(incident_id, "approve", given, {"comment": comment})
        command = ApproveDocument(
            **given.fields(),
            binding_digest=self._binding(incident_id, number, given),
            approves=approves,
        )
        return await self._document(incident_id, number, DocumentWorkflow.approve, command)

    async def issue(self, incident_id: str, number: int, given: Given) -> Outcome:
        """Let an approved document leave the house."""
        self._deposit(incident_id, "issue", given, {})
        command = IssueDocument(**given.fields())
        return await self._document(incident_id, number, DocumentWorkflow.issue, command)

    async def withdraw_document(
        self, incident_id: str, number: int, reason: str, given: Given
    ) -> Outcome:
        """Take back a document that was not issued, for a reason."""
        self._deposit(incident_id, "withdraw", given, {"reason": reason})
        command = WithdrawDocument(**given.fields())
        return await self._document(incident_id, number, DocumentWorkflow.withdraw, command)

    async def decide_mails(
        self,
        incident_id: str,
        number: int,
        decision: str,
        given: Given,
        party_ids: tuple[str, ...] = (),
    ) -> Outcome:
        """Decide about mails of a document that a crash left in doubt: `told` or `send_again`."""
        command = DecideMails(**given.fields(), decision=decision, party_ids=party_ids)
        return await self._document(incident_id, number, DocumentWorkflow.decide_mails, command)

    async def record_receipt(
        self, incident_id: str, number: int, receipt: str, submitted_at: datetime, given: Given
    ) -> Outcome:
        """Record a filing's receipt number and submission time as evidence."""
        words = {"receipt_number": receipt, "submitted_at": submitted_at.isoformat()}
        self._deposit(incident_id, "record_receipt", given, words)
        command = RecordReceipt(**given.fields())
        return await self._document(incident_id, number, DocumentWorkflow.record_receipt, command)

    async def acknowledge(self, incident_id: str, merchant_id: str, given: Given) -> Outcome:
        """A merchant confirms that the notice reached it."""
        self._deposit(incident_id, "acknowledge", given, {})
        command = AcknowledgeMerchant(**given.fields(), merchant_id=merchant_id)
        return await self._merchant(
            incident_id, merchant_id, MerchantsWorkflow.acknowledge, command
        )

    async def choose(
        self,
        incident_id: str,
        merchant_id: str,
        choice: str,
        given: Given,
        *,
        terms: MandateTerms | None = None,
        includes_filing: bool = False,
    ) -> Outcome:
        """A merchant notifies its people itself, or mandates us on these terms."""
        words = terms.model_dump() if terms else {}
        self._deposit(incident_id, "choose", given, words)
        command = ChooseForPeople(
            **given.fields(),
            merchant_id=merchant_id,
            choice=choice,
            includes_filing=includes_filing,
        )
        return await self._merchant(incident_id, merchant_id, MerchantsWorkflow.choose, command)

    async def report(
        self,
        incident_id: str,
        merchant_id: str,
        what: str,
        given: Given,
        details: Mapping[str, object],
    ) -> Outcome:
        """A merchant reports what it did itself."""
        self._deposit(incident_id, "report", given, details)
        command = MerchantReport(**given.fields(), merchant_id=merchant_id, what=what)
        return await self._merchant(incident_id, merchant_id, MerchantsWorkflow.report, command)
