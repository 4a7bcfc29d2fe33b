"""An incident starts again from the register: reopened under its number, or rebuilt."""

from temporalio import activity

from contracts.document_payloads import DocumentInput
from contracts.failures import refused
from contracts.merchant_payloads import MerchantsInput
from contracts.restart_activities import RestartActivities
from contracts.restart_payloads import IncidentStanding, PartOfIncident, RecordRestart
from contracts.wave_payloads import WaveInput
from register import restarting
from register.reopening import record_restart
from register.store import Register


class RegisterRestartActivities(RestartActivities):
    """On the register."""

    def __init__(self, register: Register) -> None:
        self._register = register

    @activity.defn
    def record_restart(self, restart: RecordRestart) -> IncidentStanding:
        """The restart with its audit line, once; then where everything stands."""
        sealer = self._register.sealer(restart.incident_id)
        with self._register.writing() as connection:
            answer = record_restart(connection, sealer, restart)
        if not answer.accepted:
            raise refused(answer.body)
        with self._register.reading() as connection:
            return restarting.read_standing(connection, restart.incident_id, restart.kind)

    @activity.defn
    def read_merchants(self, shard: PartOfIncident) -> MerchantsInput:
        """The merchants of one shard."""
        with self._register.reading() as connection:
            return restarting.read_merchants_input(connection, shard.incident_id, shard.number)

    @activity.defn
    def read_document(self, document: PartOfIncident) -> DocumentInput:
        """One document."""
        with self._register.reading() as connection:
            return restarting.read_document_input(connection, document.incident_id, document.number)

    @activity.defn
    def read_wave(self, wave: PartOfIncident) -> WaveInput:
        """One wave."""
        with self._register.reading() as connection:
            return restarting.read_wave_input(connection, wave.incident_id, wave.number)
