"""Facts and the ledger that numbers them.

The ledger is the only source of words and figures: every document is rendered from one numbered
revision of it, and a correction is a new entry that supersedes the old one, never an edit.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from domain.figures import Figure

FACT_KEY_PATTERN = r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$"
"""Dotted lower-case words: `cause`, `figure.names`, `containment.app_unpublished`."""


class FactStatus(StrEnum):
    """How sure we are. Unknown is a value: it is said as unknown, never left blank."""

    KNOWN = "known"
    SUSPECTED = "suspected"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"


class Fact(BaseModel):
    """One statement about the incident at one time, with who vouched for it.

    `as_of` is the time that the statement is about; the register adds the time of recording.
    `source` is the key of the party that states it (our own organisation included);
    `vouched_by` the role that answers for it. `public` facts may enter public documents.

    `corrects` is the revision whose entry this one puts right or takes back, for a `reason`: an
    explicit correction, as documents that differ from earlier ones need it. `claimed_by` names who
    only claims it (a threat actor, a vendor in its own defence): such a fact is never in force.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    key: str = Field(pattern=FACT_KEY_PATTERN, max_length=80)
    status: FactStatus
    statement: str = Field(default="", max_length=10_000)
    figure: Figure | None = None
    moment: AwareDatetime | None = None
    as_of: AwareDatetime
    source: str = Field(min_length=1, max_length=80)
    vouched_by: str = Field(min_length=1, max_length=80)
    public: bool = False
    corrects: int | None = Field(default=None, ge=1)
    reason: str = Field(default="", max_length=10_000)
    claimed_by: str = Field(default="", max_length=80)

    @property
    def is_stated(self) -> bool:
        """Whether it says something: known or suspected, neither open nor taken back."""
        return self.status in {FactStatus.KNOWN, FactStatus.SUSPECTED}

    @property
    def value(self) -> tuple[str, Figure | None, datetime | None]:
        """What is stated; of a figure or a time the words around it are not part of the value."""
        bare = self.figure is None and self.moment is None
        return self.statement if bare else "", self.figure, self.moment

    def says_the_same(self, other: "Fact") -> bool:
        """Whether a reader is told the same by both: how sure, and what, words included."""
        mine = (self.status, self.statement, self.figure, self.moment)
        return mine == (other.status, other.statement, other.figure, other.moment)

    def differs_in(self, other: "Fact") -> tuple[str, ...]:
        """The fields in which two statements of a key differ, as they are declared."""
        return tuple(
            name for name in type(self).model_fields if getattr(self, name) != getattr(other, name)
        )

    @property
    def bound(self) -> str:
        """What an approval of a document that reads it binds: not why or how it came about."""
        return self.model_dump_json(exclude={"corrects", "reason", "claimed_by"})


class LedgerEntry(BaseModel):
    """A fact as the ledger holds it: with the revision that brought it and when that was.

    `beside`: somebody else states it, and what we found ourselves stays in force.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    revision: int = Field(ge=1)
    recorded_at: AwareDatetime
    fact: Fact
    beside: bool = False


class Ledger(BaseModel):
    """All entries of one incident up to a revision, oldest first.

    `claims` are kept apart from them, so that nothing that reckons or writes ever meets one.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    entries: tuple[LedgerEntry, ...] = ()
    claims: tuple[LedgerEntry, ...] = ()

    @property
    def revision(self) -> int:
        """The newest revision; 0 while nothing is recorded."""
        return max((entry.revision for entry in (*self.entries, *self.claims)), default=0)

    def at(self, revision: int) -> "Ledger":
        """The ledger as it stood at an earlier revision."""
        return Ledger(
            entries=tuple(e for e in self.entries if e.revision <= revision),
            claims=tuple(e for e in self.claims if e.revision <= revision),
        )

    def current(self) -> dict[str, LedgerEntry]:
        """The entry in force of each key: the latest recorded; withdrawn ones stay visible."""
        return {entry.fact.key: entry for entry in self.entries if not entry.beside}

    def beside(self) -> dict[str, tuple[LedgerEntry, ...]]:
        """What others state otherwise than we found: the latest of each, since our own entry."""
        in_force = self.current()
        stated: dict[str, dict[str, LedgerEntry]] = {}
        for entry in self.entries:
            fact = entry.fact
            if entry.beside and entry.revision > in_force[fact.key].revision:
                stated.setdefault(fact.key, {})[fact.source] = entry
        return {key: tuple(of.values()) for key, of in stated.items()}

    def competing(self) -> dict[str, tuple[LedgerEntry, ...]]:
        """Keys with different values side by side that nobody has decided, the one in force first.

        Whatever comes into force later decides: a correction, or what we find ourselves.
        """
        in_force = self.current()
        found: dict[str, tuple[LedgerEntry, ...]] = {}
        for key, entries in self.beside().items():
            first = in_force[key]
            others = tuple(
                entry
                for entry in entries
                if entry.fact.is_stated and entry.fact.value != first.fact.value
            )
            if others and first.fact.is_stated:
                found[key] = (first, *others)
        return found

    def superseded_by(self, entry: LedgerEntry) -> int | None:
        """The revision that displaced an entry; None while it stands."""
        fact = entry.fact
        return next(
            (
                later.revision
                for later in (self.claims if fact.claimed_by else self.entries)
                if later.revision > entry.revision
                and later.fact.key == fact.key
                and (not later.beside or (entry.beside and later.fact.source == fact.source))
            ),
            None,
        )

    def is_open_correction(self, key: str, since: int) -> bool:
        """Whether what is in force came after a revision, as an open correction of what it said.

        What was taken back and stated again in the same words corrects nothing.
        """
        then, now = self.at(since).current().get(key), self.current().get(key)
        if then is not None and now is not None and then.fact.says_the_same(now.fact):
            return False
        in_force = [entry for entry in self.history(key) if not entry.beside]
        latest = in_force[-1].fact if in_force else None
        for entry in reversed(in_force):
            same = latest is not None and entry.fact.value == latest.value
            if entry.revision <= since or not same or entry.fact.status != in_force[-1].fact.status:
                return False
            if entry.fact.corrects is not None:
                return True
        return False

    def history(self, key: str) -> tuple[LedgerEntry, ...]:
        """Every entry that a key ever had, oldest first."""
        return tuple(entry for entry in self.entries if entry.fact.key == key)

    def claimed(self, key: str) -> tuple[LedgerEntry, ...]:
        """What others only claim about a key, oldest first."""
        return tuple(entry for entry in self.claims if entry.fact.key == key)

    def changed_since(self, revision: int) -> tuple[str, ...]:
        """Keys whose entry in force differs from the one at `revision`, in order of recording."""
        before = self.at(revision).current()
        return tuple(
            key
            for key, entry in self.current().items()
            if key not in before or before[key].fact != entry.fact
        )

    def retold_since(self, revision: int) -> tuple[str, ...]:
        """Changed keys of which a reader is told something else, or told for the first time.

        A fact that was withheld for a while and released as it was has not changed.
        """
        before, now = self.at(revision).current(), self.current()
        return tuple(
            key
            for key in self.changed_since(revision)
            if key not in before
            or not before[key].fact.says_the_same(now[key].fact)
            or (now[key].fact.public and not before[key].fact.public)
        )

    def extended(
        self, facts: Iterable[Fact], recorded_at: datetime, ours: str | None = None
    ) -> "Ledger":
        """The next revision with `facts` added; unchanged facts add nothing.

        With `ours`, the key of our own organisation, what others state stands beside what was found
        before and does not displace it, until a person decides.
        """
        current, stated = self.current(), self.beside()
        revision = self.revision + 1
        added: list[LedgerEntry] = []
        claims: list[LedgerEntry] = []
        for fact in facts:
            in_force = current.get(fact.key)
            beside = _stands_beside(fact, in_force, ours)
            entry = LedgerEntry(
                revision=revision, recorded_at=recorded_at, fact=fact, beside=beside
            )
            if fact.claimed_by:
                known: tuple[LedgerEntry | None, ...] = self.claimed(fact.key)
            else:
                known = stated.get(fact.key, ()) if beside else (in_force,)
            if all(one is None or one.fact != fact for one in known):
                (claims if fact.claimed_by else added).append(entry)
        if not added and not claims:
            return self
        return Ledger(entries=(*self.entries, *added), claims=(*self.claims, *claims))


def _stands_beside(fact: Fact, in_force: LedgerEntry | None, ours: str | None) -> bool:
    """Whether what somebody else states meets something found before; not knowing is no finding."""
    if fact.claimed_by:
        return True
    if ours is None or in_force is None or fact.source == ours or fact.corrects is not None:
        return False
    found = in_force.fact.status is not FactStatus.UNKNOWN
    return in_force.fact.source != fact.source and found
