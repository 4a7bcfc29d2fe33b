"""Payloads of a restart: an ended incident reopened, or a lost one rebuilt, from the register.

Temporal's own histories may be long gone, so nothing of a former run is read; whatever grows with
the number of merchants or addressees is asked for in parts, each far below a payload's limit.
"""

from datetime import datetime

from contracts.incident_payloads import DocumentSummary, RestartKind, WaveSummary
from contracts.payloads import Payload
from domain.phases import Phase


class RecordRestart(Payload):
    """A restart on its way to the register."""

    incident_id: str
    command_id: str
    actor: str
    at: datetime
    kind: RestartKind


class IncidentStanding(Payload):
    """Where an incident stands by the register, after its restart is on record.

    `merchants` counts them. `documents_to_go_on` and `waves_to_go_on` are the numbers of those
    whose workflows have something left to do.
    """

    phase: Phase
    severity: str
    ledger_revision: int
    merchants: int = 0
    merchant_shards: int = 0
    documents: tuple[DocumentSummary, ...] = ()
    waves: tuple[WaveSummary, ...] = ()
    documents_to_go_on: tuple[int, ...] = ()
    waves_to_go_on: tuple[int, ...] = ()


class PartOfIncident(Payload):
    """One shard of merchants, one document or one wave, by its number."""

    incident_id: str
    number: int
