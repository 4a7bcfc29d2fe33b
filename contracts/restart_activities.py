"""What a restart needs of the register: abstract, without implementation."""

from abc import ABC, abstractmethod

from temporalio import activity

from contracts.document_payloads import DocumentInput
from contracts.merchant_payloads import MerchantsInput
from contracts.restart_payloads import IncidentStanding, PartOfIncident, RecordRestart
from contracts.wave_payloads import WaveInput


class RestartActivities(ABC):
    """An ended incident opens again, a lost one goes on. Every method may be repeated.

    What is read is the input of a child's workflow, but for the clock, which only the incident has.
    """

    @abstractmethod
    @activity.defn
    def record_restart(self, restart: RecordRestart) -> IncidentStanding:
        """Record the restart with its reason, and say where the incident stands then."""

    @abstractmethod
    @activity.defn
    def read_merchants(self, shard: PartOfIncident) -> MerchantsInput:
        """Where the merchants of one shard stand."""

    @abstractmethod
    @activity.defn
    def read_document(self, document: PartOfIncident) -> DocumentInput:
        """What a document's workflow has to know to go on."""

    @abstractmethod
    @activity.defn
    def read_wave(self, wave: PartOfIncident) -> WaveInput:
        """What a wave's workflow has to know to go on."""
