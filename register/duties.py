"""Duties in the register: what is owed, its clock, its explanation and how it ended."""

from datetime import date, datetime
from typing import Any, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict
from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from domain.frozen_copies import same_but
from domain.holding import Dates
from register.duty_words import DutyWords, digest_in, read_words
from register.tables_incident import duties

OPEN = "open"
MET = "met"
NOT_APPLICABLE = "not_applicable"
PROPOSED = "proposed_not_applicable"
WAIVED = "waived"
ENDED = frozenset({MET, NOT_APPLICABLE, WAIVED})


class Proposal(BaseModel):
    """What the law would say of a duty by now, later than what runs, until a person confirms it.

    Without any date the clock would stop: what the period counts from is no longer on record.
    `successor` is the key of the duty that would take its place (60 days instead of 30), and
    `ground` says why. `since` is case time.
    """

    model_config = ConfigDict(frozen=True)

    anchor: str | None = None
    anchor_at: AwareDatetime | None = None
    target_at: AwareDatetime | None = None
    due_at: AwareDatetime | None = None
    due_on: date | None = None
    explanation: dict[str, Any] = {}
    successor: str | None = None
    ground: dict[str, Any] = {}
    since: AwareDatetime

    @property
    def clock_at(self) -> datetime | None:
        """When the clock would strike."""
        return self.due_at or self.target_at


class DutyRow(BaseModel):
    """One duty. `evidence` names documents, receipts and dispatches by id; times are UTC.

    `proposal` is a later date that waits for a person. `answers` are those of the rule's conditions
    when it was last assessed. With a `waiver` (by whom, when, on which answers) the clock is silent
    while the duty stays; a duty that rests on a contract alone ends by it.
    """

    model_config = ConfigDict(frozen=True)

    key: str
    rule: str
    debtor_id: str
    owed_to: str
    anchor: str
    anchor_at: datetime
    target_at: datetime | None
    due_at: datetime | None
    due_on: date | None
    hard: bool
    status: str
    met_at: datetime | None = None
    late: bool = False
    evidence: dict[str, Any] = {}
    explanation: dict[str, Any] = {}
    source: str
    verified: bool
    revision: int
    proposal: Proposal | None = None
    answers: str = ""
    waiver: dict[str, Any] | None = None

    @property
    def dates(self) -> Dates:
        """Target and limit that run."""
        return Dates(self.target_at, self.due_at)

    @property
    def clock_at(self) -> datetime | None:
        """When the clock strikes: the limit, or the target where there is no limit."""
        return self.dates.clock_at


class RunningClock(NamedTuple):
    """When an open duty's clock strikes, and whether that is a limit which the law sets."""

    key: str
    at: datetime
    hard: bool


def read_duties(connection: Connection, incident_id: str) -> tuple[DutyRow, ...]:
    """Every duty, the nearest first; those without a clock at the end."""
    rows = connection.execute(select(*_COLUMNS).where(duties.c.incident_id == incident_id))
    found = [_row(dict(zip(_FIELDS, row, strict=True))) for row in rows]
    words = read_words(connection, (duty.explanation for duty in found))
    for number, duty in enumerate(found):
        if (digest := digest_in(duty.explanation)) is not None:
            found[number] = same_but(duty, explanation=words[digest])
    return tuple(sorted(found, key=lambda duty: (duty.clock_at is None, duty.clock_at, duty.key)))


_FIELDS = tuple(DutyRow.model_fields)
_COMPARED = tuple(name for name in _FIELDS if name != "revision")
_COLUMNS = tuple(duties.c[name] for name in _FIELDS)


def _row(values: dict[str, Any]) -> DutyRow:
    """A row as it was written: by us, so it is not checked once more."""
    if values["proposal"] is not None:
        values["proposal"] = Proposal.model_validate(values["proposal"])
    return DutyRow.model_construct(_fields_set=set(), **values)


def write_duties(
    connection: Connection,
    incident_id: str,
    wanted: tuple[DutyRow, ...],
    at: datetime,
    held: tuple[DutyRow, ...] | None = None,
) -> tuple[str, ...]:
    """Make the register hold exactly these duties; returns the keys that changed.

    `held` is what it holds now, where the same transaction has read that already.
    """
    rows = read_duties(connection, incident_id) if held is None else held
    known = {duty.key: duty for duty in rows}
    changed: list[str] = []
    words = DutyWords(connection)
    new: list[dict[str, Any]] = []
    moved: list[dict[str, Any]] = []
    for duty in wanted:
        before = known.pop(duty.key, None)
        if before is not None and _same(before, duty):
            continue
        changed.append(duty.key)
        if before is None:
            new.append(_values(duty, computed_at=at, incident_id=incident_id))
        else:
            moved.append(_values(duty, computed_at=at, _incident_id=incident_id, _key=duty.key))
    words.keep(values["explanation"] for values in (*new, *moved))
    for values in (*new, *moved):
        values["explanation"] = words.reference(values["explanation"])
    if new:
        connection.execute(insert(duties), new)
    if moved:
        connection.execute(update(duties).where(*_THIS), moved)
    for key in known:
        changed.append(key)
        where = (duties.c.incident_id == incident_id) & (duties.c.key == key)
        connection.execute(delete(duties).where(where))
    return tuple(changed)


def write_duty(connection: Connection, incident_id: str, duty: DutyRow, at: datetime) -> None:
    """Write one duty anew that the register holds already; the others stay as they are."""
    words = DutyWords(connection)
    words.keep((duty.explanation,))
    values = _values(duty, computed_at=at, _incident_id=incident_id, _key=duty.key)
    values["explanation"] = words.reference(duty.explanation)
    connection.execute(update(duties).where(*_THIS), [values])


def not_owed(duty: DutyRow, actor: str, at: datetime) -> DutyRow:
    """The duty as counsel settled it; it is looked at again when its facts are others."""
    decided = {"decided_by": actor, "decided_at": str(at), "rests_on": duty.answers}
    return duty.model_copy(
        update={
            "status": NOT_APPLICABLE,
            "evidence": {**duty.evidence, **decided},
            "proposal": None,
        }
    )


def running_clocks(
    connection: Connection, incident_id: str, after: str, at_most: int
) -> tuple[RunningClock, ...]:
    """The clocks of open duties by key, from the first one after `after`."""
    rows = connection.execute(
        select(duties.c.key, duties.c.due_at, duties.c.target_at, duties.c.hard)
        .where(
            duties.c.incident_id == incident_id,
            duties.c.status.not_in(ENDED),
            duties.c.waiver.is_(None),
            or_(duties.c.due_at.is_not(None), duties.c.target_at.is_not(None)),
            duties.c.key > after,
        )
        .order_by(duties.c.key)
        .limit(at_most)
    )
    # A target is our own: only a limit is hard.
    return tuple(
        RunningClock(row.key, row.due_at or row.target_at, bool(row.hard and row.due_at))
        for row in rows
    )


_THIS = (
    duties.c.incident_id == bindparam("_incident_id"),
    duties.c.key == bindparam("_key"),
)


def _values(duty: DutyRow, **others: Any) -> dict[str, Any]:
    values = {**vars(duty), **others}
    if duty.proposal is not None:
        values["proposal"] = duty.proposal.model_dump(mode="json")
    return values


def _same(before: DutyRow, now: DutyRow) -> bool:
    known, wanted = vars(before), vars(now)
    return all(known[name] == wanted[name] for name in _COMPARED)
