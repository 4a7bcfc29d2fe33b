"""A register that knows an incident as the test set it up, and records restarts."""

from temporalio import activity

from contracts.document_payloads import DocumentInput
from contracts.failures import refused
from contracts.merchant_payloads import MerchantEntry, MerchantsInput
from contracts.restart_activities import RestartActivities
from contracts.restart_payloads import IncidentStanding, PartOfIncident, RecordRestart
from contracts.wave_payloads import WaveInput
from domain.phases import Phase
from tests.workflows import samples
from tests.workflows.calls import Calls


class FakeRestarts(RestartActivities):
    """Refuses where the test says why."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self.refusal = ""
        self.standing = IncidentStanding(
            phase=Phase.FOLLOWING_UP, severity="high", ledger_revision=1
        )
        self.merchants: dict[int, tuple[MerchantEntry, ...]] = {}
        self.documents: dict[int, DocumentInput] = {}
        self.waves: dict[int, WaveInput] = {}

    @activity.defn
    def record_restart(self, restart: RecordRestart) -> IncidentStanding:
        self._calls.note("record_restart", restart)
        if self.refusal:
            raise refused(self.refusal)
        return self.standing

    @activity.defn
    def read_merchants(self, shard: PartOfIncident) -> MerchantsInput:
        self._calls.note("read_merchants", shard)
        return MerchantsInput(
            incident_id=shard.incident_id,
            shard=shard.number,
            care=samples.CARE,
            entries=self.merchants[shard.number],
        )

    @activity.defn
    def read_document(self, document: PartOfIncident) -> DocumentInput:
        self._calls.note("read_document", document)
        return self.documents[document.number]

    @activity.defn
    def read_wave(self, wave: PartOfIncident) -> WaveInput:
        self._calls.note("read_wave", wave)
        return self.waves[wave.number]
