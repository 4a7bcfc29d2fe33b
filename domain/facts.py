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
    """All entries of one incident up to a revision, oldest first."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    entries: tuple[LedgerEntry, ...] = ()

    @property
    def revision(self) -> int:
        """The newest revision; 0 while nothing is recorded."""
        return max((entry.revision for entry in self.entries), default=0)

    def at(self, revision: int) -> "Ledger":
        """The ledger as it stood at an earlier revision."""
        return Ledger(entries=tuple(e for e in self.entries if e.revision <= revision))

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

    def history(self, key: str) -> tuple[LedgerEntry, ...]:
        """Every entry that a key ever had, oldest first."""
        return tuple(entry for entry in self.entries if entry.fact.key == key)

    def changed_since(self, revision: int) -> tuple[str, ...]:
        """Keys whose entry in force differs from the one at `revision`, in order of recording."""
        before = self.at(revision).current()
        return tuple(
            key
            for key, entry in self.current().items()
            if key not in before or before[key].fact != entry.fact
        )

    def extended(
        self, facts: Iterable[Fact], recorded_at: datetime, ours: str | None = None
    ) -> "Ledger":
        """The next revision with `facts` added; unchanged facts add nothing.

        With `ours`, the key of our own organisation, what others state stands beside what we found
        ourselves and does not displace it.
        """
        current, stated = self.current(), self.beside()
        revision = self.revision + 1
        added: list[LedgerEntry] = []
        for fact in facts:
            in_force = current.get(fact.key)
            beside = _stands_beside(fact, in_force, ours)
            known = stated.get(fact.key, ()) if beside else (in_force,)
            if all(entry is None or entry.fact != fact for entry in known):
                added.append(
                    LedgerEntry(
                        revision=revision, recorded_at=recorded_at, fact=fact, beside=beside
                    )
                )
        return Ledger(entries=(*self.entries, *added)) if added else self


def _stands_beside(fact: Fact, in_force: LedgerEntry | None, ours: str | None) -> bool:
    """Whether what somebody else states meets a finding of our own; not knowing is none."""
    if ours is None or in_force is None or fact.source == ours:
        return False
    found = in_force.fact.status is not FactStatus.UNKNOWN
    return in_force.fact.source == ours and found
