"""Threads: the talk with one party, as numbered asks and promises and what became of each.

One thread a party. An ask or a promise opens a matter under the next number of the thread; it
stays open, with its clock, until a complete answer, a refusal, or a withdrawal with a reason. A
partial answer leaves it open; a late one settles it and stays visible as late. Who refused may
still answer.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from domain.parties import PartyKind, StaffRole


class Direction(StrEnum):
    """What an entry does in the talk.

    `withdrawn` takes a matter back, for a reason; `refused` is what the other side says instead of
    an answer; `reminded` asks once more for what was asked before.
    """

    ASKED = "asked"
    ANSWERED = "answered"
    PROMISED = "promised"
    NOTED = "noted"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    REMINDED = "reminded"


class Speaker(StrEnum):
    """Who spoke: our own side, or the party."""

    US = "us"
    THEM = "them"


class Demand(StrEnum):
    """What an ask asks for; all but the last are what an upstream vendor owes after a leak."""

    AFFECTED_LIST = "affected_list"
    LOGS = "logs"
    PRESERVATION = "preservation"
    FORMAL_NOTICE = "formal_notice"
    RESPONSIBLE_PERSON = "responsible_person"
    CONTAINMENT = "containment"
    CAUSE = "cause"
    SUB_PROCESSORS = "sub_processors"
    AUTHORITY_REPORT = "authority_report"
    FORENSIC_REPORT = "forensic_report"
    OTHER = "other"


OPENING = frozenset({Direction.ASKED, Direction.PROMISED})
SETTLING = frozenset({Direction.ANSWERED, Direction.WITHDRAWN, Direction.REFUSED})
NUMBERED = SETTLING | {Direction.REMINDED}
"""What names the number of the matter that it is about."""
REPLY_AWAITED_WITHIN = timedelta(hours=24)
"""Our own target where an ask or a promise names no time: no matter runs without a clock."""

FIRST_OWNER: Mapping[PartyKind, StaffRole] = {
    PartyKind.VENDOR: StaffRole.PRIVACY_OFFICER,
    PartyKind.MERCHANT: StaffRole.MERCHANT_CARE,
    PartyKind.AUTHORITY: StaffRole.PRIVACY_OFFICER,
    PartyKind.POLICE: StaffRole.COUNSEL,
    PartyKind.FORENSIC_FIRM: StaffRole.DEPUTY,
    PartyKind.COUNSEL: StaffRole.COUNSEL,
    PartyKind.INSURER: StaffRole.COUNSEL,
    PartyKind.PRESS: StaffRole.PUBLIC_RELATIONS,
    PartyKind.OTHER: StaffRole.COMMANDER,
}
"""Who of us leads the talk with a party, and is reminded of it, until somebody else is named."""


class MatterState(StrEnum):
    """What became of an ask or a promise."""

    AWAITED = "awaited"
    PARTIAL = "partial"
    COMPLETE = "complete"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


class Entry(BaseModel):
    """One entry without its words; times are case times.

    `sequence` counts the entries of a thread, `number` its asks and promises; what is about one of
    these (an answer, a refusal, a withdrawal, a reminder) names its number under `answers`.
    `complete` is for answers.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    id: str
    party_id: str
    sequence: int = Field(ge=1)
    direction: Direction
    speaker: Speaker
    number: int | None = None
    answers: int | None = None
    complete: bool | None = None
    demand: Demand | None = None
    reply_due_at: AwareDatetime | None = None
    happened_at: AwareDatetime


class Matter(BaseModel):
    """An ask or a promise and what became of it. `id` is that of the entry that opened it.

    `reminders` counts how often the other side was reminded, `reminded_at` is the last time.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    party_id: str
    number: int
    direction: Direction
    speaker: Speaker
    demand: Demand
    opened_at: AwareDatetime
    due_at: AwareDatetime
    state: MatterState = MatterState.AWAITED
    settled_at: AwareDatetime | None = None
    reminders: int = 0
    reminded_at: AwareDatetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is still awaited; a partial answer leaves a rest."""
        return self.state in {MatterState.AWAITED, MatterState.PARTIAL}

    @property
    def awaited_from(self) -> Speaker:
        """Whose turn it is: who was asked answers, who promised keeps it."""
        if self.direction is Direction.PROMISED:
            return self.speaker
        return Speaker.THEM if self.speaker is Speaker.US else Speaker.US

    @property
    def was_late(self) -> bool:
        """Whether the complete answer, or the refusal, came after its time."""
        return (
            self.state in {MatterState.COMPLETE, MatterState.REFUSED}
            and self.settled_at is not None
            and self.settled_at > self.due_at
        )

    def is_overdue(self, at: AwareDatetime) -> bool:
        """Whether it is open after its time."""
        return self.is_open and at > self.due_at


def matters(entries: Iterable[Entry]) -> tuple[Matter, ...]:
    """The matters of one thread or of several, in the order in which they were opened."""
    found: dict[tuple[str, int], Matter] = {}
    for entry in sorted(entries, key=lambda entry: (entry.party_id, entry.sequence)):
        if entry.direction in OPENING and entry.number is not None:
            found[entry.party_id, entry.number] = _opened(entry, entry.number)
        elif entry.direction in NUMBERED and entry.answers is not None:
            place = (entry.party_id, entry.answers)
            found[place] = _after(found[place], entry)
    return tuple(sorted(found.values(), key=lambda matter: (matter.opened_at, matter.number)))


def why_no_answer(
    known: Iterable[Matter], number: int, direction: Direction = Direction.ANSWERED
) -> str:
    """The reason against an entry of a direction about this number; empty when there is none.

    `known` are the matters of the thread. Who refused may think better of it, and what was refused
    may be taken back.
    """
    by_number = {matter.number: matter for matter in known}
    matter = by_number.get(number)
    if matter is None:
        still_open = [str(n) for n, m in sorted(by_number.items()) if m.is_open]
        there_is = f"open are {', '.join(still_open)}" if still_open else "none is open"
        return f"nothing in this thread has the number {number}; {there_is}"
    after_refusal = direction in {Direction.ANSWERED, Direction.WITHDRAWN}
    if not matter.is_open and not (matter.state is MatterState.REFUSED and after_refusal):
        return (
            f"number {number} of this thread is '{matter.state}' already, and that stands; "
            "ask anew if there is more to ask"
        )
    return ""


_ENDING: Mapping[Direction, MatterState] = {
    Direction.WITHDRAWN: MatterState.WITHDRAWN,
    Direction.REFUSED: MatterState.REFUSED,
}


def _opened(entry: Entry, number: int) -> Matter:
    return Matter(
        id=entry.id,
        party_id=entry.party_id,
        number=number,
        direction=entry.direction,
        speaker=entry.speaker,
        demand=entry.demand or Demand.OTHER,
        opened_at=entry.happened_at,
        due_at=entry.reply_due_at or entry.happened_at + REPLY_AWAITED_WITHIN,
    )


def _after(matter: Matter, entry: Entry) -> Matter:
    if entry.direction is Direction.REMINDED:
        told = {"reminders": matter.reminders + 1, "reminded_at": entry.happened_at}
        return matter.model_copy(update=told)
    if entry.direction in _ENDING:
        state = _ENDING[entry.direction]
    else:
        state = MatterState.COMPLETE if entry.complete else MatterState.PARTIAL
    settled_at = None if state is MatterState.PARTIAL else entry.happened_at
    return matter.model_copy(update={"state": state, "settled_at": settled_at})
