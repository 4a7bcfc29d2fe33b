"""What a command says that only records something: one model for each kind.

The client deposits these words sealed under the command id; the handler reads them. Texts are
trimmed; a time carries its zone. A party is named by its key or id, a task and a hold by number.
"""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from contracts.file_fields import (
    CaseTime,
    Line,
    MailAddress,
    PhoneNumber,
)
from contracts.incident_file import Party
from domain.facts import FACT_KEY_PATTERN, Fact, FactStatus
from domain.figures import Figure
from domain.parties import PartyRole, StaffRole
from domain.retention import RetentionDecision
from domain.severity import Severity
from domain.tasks import TaskTrack
from domain.threads import Demand, Direction, Speaker

Words = Annotated[str, Field(max_length=10_000)]
Named = Annotated[str, Field(min_length=1, max_length=80)]
Number = Annotated[int, Field(ge=1, le=1_000_000)]


class DecisionWords(BaseModel):
    """Frozen, nothing unknown, its values in no error."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True
    )


class OpenTasks(DecisionWords):
    """`open_tasks`: every item of a list of tasks that the incident does not have yet."""

    list: Named


class TaskAdd(DecisionWords):
    """`task_add`: a task of one's own."""

    title: Line
    owner: StaffRole
    due_at: CaseTime
    track: TaskTrack = TaskTrack.OTHER
    evidence_required: bool = True
    why: Words = ""


class TaskAssign(DecisionWords):
    """`task_assign`: another owner."""

    task: Named
    owner: StaffRole


class TaskDone(DecisionWords):
    """`task_done`: what shows it, and where that is kept."""

    task: Named
    evidence: Words = ""


class TaskNotDone(DecisionWords):
    """`task_not_done`: why it is left undone."""

    task: Named
    reason: Words = ""


class StatedFact(DecisionWords):
    """A fact as a party states it; it enters the ledger with that party as its source."""

    key: Annotated[str, Field(pattern=FACT_KEY_PATTERN, max_length=80)]
    status: FactStatus
    statement: Words = ""
    figure: Figure | None = None
    moment: CaseTime | None = None
    as_of: CaseTime | None = None

    def as_fact(self, source: str, vouched_by: str, at: CaseTime) -> Fact:
        """The fact for the ledger; never public: what others state, we publish by our own word."""
        return Fact(
            key=self.key,
            status=self.status,
            statement=self.statement,
            figure=self.figure,
            moment=self.moment,
            as_of=self.as_of or at,
            source=source,
            vouched_by=vouched_by,
        )


class ThreadWords(DecisionWords):
    """`thread_entry`: one entry of the talk with a party.

    `by` says who asked, promised or noted; who answers follows from what is answered. `officer`
    is the person spoken to. `happened_at` is when it was said, now unless stated. `answers` names
    the number that an answer, a refusal, a withdrawal or a reminder is about. Without
    `reply_due_at` an ask or a promise gets our own target.
    """

    party: Named
    direction: Direction
    text: Words = ""
    by: Speaker = Speaker.US
    officer: Annotated[str, Field(max_length=200)] = ""
    happened_at: CaseTime | None = None
    reply_due_at: CaseTime | None = None
    demand: Demand = Demand.OTHER
    answers: Number | None = None
    complete: bool | None = None
    facts: tuple[StatedFact, ...] = ()


class ThreadDemands(DecisionWords):
    """`thread_demands`: the standard demands to a vendor, or some of them; none named means all.

    `due_at` replaces the time that each would have.
    """

    party: Named
    demands: tuple[Demand, ...] = ()
    due_at: CaseTime | None = None
    officer: Annotated[str, Field(max_length=200)] = ""


class ThreadAssigned(DecisionWords):
    """`thread_assigned`: who of us leads the talk with a party and is reminded of it."""

    party: Named
    owner: StaffRole


class PartyAdd(Party):
    """`party_add`: as in an incident file; `entrusts_us`: its data is handled by us for it."""

    entrusts_us: bool = False


class PartyContactAdd(DecisionWords):
    """`party_contact_add`: somebody to be reached; `role` is for our own people only."""

    party: Named
    name: Line
    mail: MailAddress
    phone: PhoneNumber | None = None
    role: StaffRole | None = None


class RoleDecided(DecisionWords):
    """`role_decided`: the legal standing of a party, with the ground for it."""

    party: Named
    role: PartyRole
    reason: Words = ""


class MandateWithdrawn(DecisionWords):
    """`mandate_withdrawn`: a merchant takes its order back; `withdrawn_by` is who said so."""

    merchant: Named
    reason: Words = ""
    withdrawn_by: Annotated[str, Field(max_length=200)] = ""


class HoldAdd(DecisionWords):
    """`hold_add`: nothing of the scope may be deleted.

    `requester` is a party or a staff role. Without `data_sets` (ids, or merchants with one list)
    everything is held. `until` is the day to ask again: a hold ends by its release only.
    """

    requester: Named
    scope: Words = ""
    until: date | None = None
    data_sets: tuple[Named, ...] = ()


class HoldRelease(DecisionWords):
    """`hold_release`: the requester no longer needs it."""

    hold: Number
    reason: Words = ""


class RetentionDecided(DecisionWords):
    """`retention_decided`: what happens to one data set (its id, or a merchant with one list).

    `keep_until` goes with `keep` only. `changes_earlier` is needed to decide otherwise than before.
    """

    data_set: Named
    decision: RetentionDecision
    keep_until: date | None = None
    reason: Words = ""
    changes_earlier: bool = False


class ReleasePromised(DecisionWords):
    """`release_promised`: when the public was promised the next update.

    `stated_in` is the number of the release that states it (第1報 is 1); `elsewhere` says that it
    was promised otherwise, although a release is in preparation.
    """

    due_at: CaseTime
    stated_in: Number | None = None
    elsewhere: bool = False


class ReleaseDeclined(DecisionWords):
    """`release_declined`: nothing is published, for this reason; or only no timely disclosure."""

    reason: Words = ""
    timely_disclosure: bool = False


class DecideSeverity(DecisionWords):
    """`decide_severity`: a person's decision; a reason is needed where it is not the proposal."""

    severity: Severity
    reason: Words = ""


class ClockAcknowledged(DecisionWords):
    """`clock_acknowledged`: the actor takes up a duty, a task or a reply, by its clock's key."""

    key: Annotated[str, Field(min_length=1, max_length=140)]


class Note(DecisionWords):
    """`note`: something worth remembering, for the log."""

    text: Words = ""
