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
    """A fact as the ledger holds it: with the revision that brought it and when that was."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    revision: int = Field(ge=1)
    recorded_at: AwareDatetime
    fact: Fact


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
        newest: dict[str, LedgerEntry] = {}
        for entry in self.entries:
            newest[entry.fact.key] = entry
        return newest

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

    def extended(self, facts: Iterable[Fact], recorded_at: datetime) -> "Ledger":
        """The next revision with `facts` added; unchanged facts add nothing."""
        current = self.current()
        fresh = [f for f in facts if f.key not in current or current[f.key].fact != f]
        if not fresh:
            return self
        revision = self.revision + 1
        added = (LedgerEntry(revision=revision, recorded_at=recorded_at, fact=f) for f in fresh)
        return Ledger(entries=(*self.entries, *added))
