"""The typed front door: open an incident, give its commands, each under an id minted once.

What a person writes is deposited, sealed, in the register; through Temporal goes only the id. A
client that is killed between the two leaves a deposit without effect: the same command, repeated,
completes it.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from command_channel import (
    CommandRefused,
    EngineUnavailableError,
    Given,
    answered,
)
from contracts.decision_kinds import DecisionKind
from contracts.document_payloads import (
    ApproveDocument,
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
from contracts.wave_payloads import (
    CancelWave,
    DecideUnknown,
    LettersPosted,
    PlanWaveCommand,
    ResumeWave,
    StartWave,
    SubstituteNotice,
    WavePlan,
)
from domain.facts import Fact
from domain.mandates import MandateTerms
from domain.phases import Phase
from incident_starts import IncidentStarts
from register.incidents import read_policy
from register.wave_sums import standing, wave_ids
from workflows.document import DocumentWorkflow
from workflows.incident import IncidentWorkflow
from workflows.merchants import MerchantsWorkflow
from workflows.wave import WaveWorkflow

__all__ = ["CommandRefused", "EngineUnavailableError", "Given", "Shirase"]


class Shirase(IncidentStarts):
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
        """Record what only has to be recorded: a task, a thread entry, a hold and the like."""
        self._deposit(incident_id, kind.value, given, words)
        command = CarryOut(**given.fields())
        return await self._incident(incident_id, IncidentWorkflow.carry_out, command)

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

    async def plan_wave(
        self,
        incident_id: str,
        merchant_ids: tuple[str, ...],
        mail_document_id: str,
        letter_document_id: str,
        given: Given,
        *,
        retraction: bool = False,
    ) -> WavePlan:
        """Freeze a wave's population; its documents can then be approved for exactly it.

        A retraction goes to whoever may have been told; naming no merchant means all of them.
        """
        command = PlanWaveCommand(
            **given.fields(),
            merchant_ids=merchant_ids,
            mail_document_id=mail_document_id,
            letter_document_id=letter_document_id,
            retraction=retraction,
        )
        plan: WavePlan = await self._update(
            incident_workflow_id(incident_id), IncidentWorkflow.plan_wave, command
        )
        return plan

    async def start_wave(self, incident_id: str, number: int, given: Given) -> Outcome:
        """Let a planned wave go; refused with every reason while a gate is shut."""
        command = StartWave(**given.fields())
        return await self._wave(incident_id, number, WaveWorkflow.start, command)

    async def cancel_wave(
        self, incident_id: str, number: int, reason: str, given: Given
    ) -> Outcome:
        """Give up a wave that was planned and not started; its people are free again."""
        self._deposit(incident_id, "cancel_wave", given, {"reason": reason})
        command = CancelWave(**given.fields())
        return await self._wave(incident_id, number, WaveWorkflow.cancel, command)

    async def resume_wave(self, incident_id: str, number: int, given: Given) -> Outcome:
        """Go on after a pause."""
        command = ResumeWave(**given.fields())
        return await self._wave(incident_id, number, WaveWorkflow.resume, command)

    def doubtful_requests(self, incident_id: str, number: int) -> tuple[str, ...]:
        """Requests of a wave about which nobody knows, once their time to settle is over."""
        with self._register.reading() as connection:
            patience = read_policy(connection, incident_id).wave.settle_after
            wave = next((w for w in wave_ids(connection, incident_id) if w.number == number), None)
            if wave is None:
                raise CommandRefused(f"there is no wave {number} in this incident")
            return standing(connection, wave.id, datetime.now(UTC) - patience).doubtful_requests

    async def decide_unknown(
        self,
        incident_id: str,
        number: int,
        request_ids: tuple[str, ...],
        decision: str,
        given: Given,
    ) -> Outcome:
        """Decide about requests whose outcome nobody knows: `told` or `send_again`."""
        command = DecideUnknown(**given.fields(), request_ids=request_ids, decision=decision)
        return await self._wave(incident_id, number, WaveWorkflow.decide_unknown, command)

    async def letters_posted(self, incident_id: str, number: int, given: Given) -> Outcome:
        """The printed letters were handed to the post."""
        command = LettersPosted(**given.fields())
        return await self._wave(incident_id, number, WaveWorkflow.letters_posted, command)

    async def substitute(self, incident_id: str, number: int, reason: str, given: Given) -> Outcome:
        """Tell whom no channel reaches by publication and a contact desk, for a reason."""
        self._deposit(incident_id, "substitute", given, {"reason": reason})
        command = SubstituteNotice(**given.fields())
        return await self._wave(incident_id, number, WaveWorkflow.substitute, command)
