"""Payloads of the incident itself: opening, facts, phases, duties, closing."""

from datetime import datetime
from enum import StrEnum

from contracts.payloads import Command, Outcome, Payload
from contracts.policy import IncidentPolicy
from domain.casetime import CaseClock
from domain.markings import Marking
from domain.phases import Phase


class DocumentSummary(Payload):
    """What the incident remembers of a document."""

    document_id: str
    number: int
    kind: str
    state: str


class WaveSummary(Payload):
    """What the incident remembers of a wave."""

    wave_id: str
    number: int
    state: str


class IncidentState(Payload):
    """All state of an incident's workflow; the query and continue-as-new share it."""

    phase: Phase = Phase.DETECTED
    clock: CaseClock = CaseClock()
    ledger_revision: int = 0
    documents: tuple[DocumentSummary, ...] = ()
    waves: tuple[WaveSummary, ...] = ()
    clock_shards: int = 0
    merchant_shards: int = 0
    handled: tuple[Outcome, ...] = ()
    next_due_at: datetime | None = None
    opened: bool = False


class RestartKind(StrEnum):
    """Why an incident's workflow starts with what the register holds."""

    REOPENED = "reopened"
    REBUILT = "rebuilt"


class RestartIncident(Command):
    """Reopen an ended incident under its number, or go on with one whose workflow was lost.

    The reason stands in the register under the command id.
    """

    kind: RestartKind


class OpenIncident(Payload):
    """Input of `IncidentWorkflow`; parties, people and facts stand in the register already.

    With a `restart`, the workflow begins by reading from the register where the incident stands.
    """

    incident_id: str
    marking: Marking
    track: str
    severity: str
    policy: IncidentPolicy
    merchant_ids: tuple[str, ...] = ()
    state: IncidentState = IncidentState()
    restart: RestartIncident | None = None


class RecordFacts(Command):
    """Facts to enter into the ledger; their words stand in the register under the command id."""


class ChangePhase(Command):
    """Move the incident to another phase."""

    to: Phase


class MoveCaseClock(Command):
    """Show another case time; only replays and drills may, and only forward."""


class SettleDuty(Command):
    """Declare a duty not applicable; ground and evidence stand under the command id."""

    duty_key: str


class CarryOut(Command):
    """What only has to be recorded (a task, a thread entry, a hold); it stands under the id."""


class CloseIncident(Command):
    """End the incident: closed, or a false alarm; refused while anything is open."""

    end: Phase = Phase.CLOSED


class CommandRef(Payload):
    """A command on its way to the register."""

    incident_id: str
    command_id: str
    actor: str
    at: datetime


class PhaseChange(Payload):
    """A phase change on its way to the register."""

    incident_id: str
    command_id: str
    actor: str
    at: datetime
    from_phase: Phase
    to_phase: Phase


class Refusal(Payload):
    """An attempt that was not allowed, on its way to the audit log."""

    incident_id: str
    command_id: str
    actor: str
    at: datetime
    action: str
    subject: str
    sentence: str


class LedgerChange(Payload):
    """What recording facts did."""

    revision: int
    changed: tuple[str, ...]


class Carried(Payload):
    """What carrying out a command did: the answer, and what others have to hear of.

    `revision` is the ledger's, if it moved. A merchant that was added, or that took its mandate
    back, is named with the shard that keeps it. `severity` is the new one, if it was decided,
    `clock_taken` the key of a clock that somebody took up. `texts_edited`: drafts have new words,
    although the ledger did not move.
    """

    sentence: str
    revision: int = 0
    merchant_added: str = ""
    mandate_withdrawn: str = ""
    merchant_shard: int = 0
    severity: str = ""
    clock_taken: str = ""
    texts_edited: bool = False


class AssessDuties(Payload):
    """Recompute all duties of an incident from the register, at a case time."""

    incident_id: str
    at: datetime


class DutyClock(Payload):
    """What a clock needs to know of an open duty; `hard` is a limit that the law sets."""

    key: str
    due_at: datetime
    hard: bool = True


class DutiesAssessed(Payload):
    """Open duties; the rest of what is known about them stands in the register.

    Not all of them where they are very many: `more_after` is then the key to go on from.
    """

    open_clocks: tuple[DutyClock, ...]
    digest: str
    changed: int
    severity: str = ""
    more_after: str = ""
    # The ledger's revision, where an open text lags behind what the house itself did.
    texts_behind: int = 0


class ReadClocks(Payload):
    """The next part of an incident's open clocks, by key."""

    incident_id: str
    after: str


class ClocksRead(Payload):
    """One part of them; `more_after` is the key to go on from, empty at the end."""

    clocks: tuple[DutyClock, ...]
    more_after: str = ""


class ClosingCheck(Payload):
    """May the incident end? The register answers, and closes it if so."""

    incident_id: str
    command_id: str
    actor: str
    at: datetime
    end: Phase


class OpenItems(Payload):
    """What stands in the way of closing, in sentences."""

    items: tuple[str, ...] = ()


class CaseClockMoved(Payload):
    """Signal to the workflows that hold timers: a rehearsal's clock was turned."""

    case_time: datetime


class SomethingChanged(Payload):
    """Signal to the incident from its children: the register has news about `what`."""

    what: str
    at: datetime
    number: int = 0
    state: str = ""
