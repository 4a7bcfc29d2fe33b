"""The figures of a report on results of notices (通知結果報告書): what one merchant is told.

Everything adds up, or the report says that it does not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.notices import FINAL_NOTICE_STATES, Channel, NoticeState


@dataclass(frozen=True, slots=True)
class ListFigures:
    """Lines of the merchant's lists: people, merged with another line, left out by a person."""

    lists: int
    lines: int
    people: int
    merged: int
    set_aside: int
    undecided: int = 0

    @property
    def adds_up(self) -> bool:
        """Whether every line became a person, was merged, or was decided about."""
        return self.lines == self.people + self.merged + self.set_aside + self.undecided


@dataclass(frozen=True, slots=True)
class WaveFigures:
    """One wave, for this merchant's people: when (case time), how many in each state."""

    number: int
    is_retraction: bool
    started_at: datetime | None
    finished_at: datetime | None
    states: Mapping[NoticeState, int]

    @property
    def population(self) -> int:
        """Everybody of the merchant in this wave."""
        return sum(self.states.values())

    @property
    def final(self) -> int:
        """How many are in a final state."""
        return sum(n for state, n in self.states.items() if state in FINAL_NOTICE_STATES)


@dataclass(frozen=True, slots=True)
class NoticeReport:
    """What one merchant is told of the notices to its people, as of a moment (case time).

    `by_channel`: states by the channel that was tried last. `letters`: letters by their state,
    `results`: results of lists by channel and outcome. `unusable`: contacts in the lists that
    cannot be used. `untold`: people in no wave and told by nobody.
    """

    merchant: str
    incident_title: str
    reporter: str
    as_of: datetime
    mandate_at: datetime | None
    lists: ListFigures
    waves: tuple[WaveFigures, ...]
    states: Mapping[NoticeState, int]
    by_channel: Mapping[Channel, Mapping[NoticeState, int]]
    letters: Mapping[str, int]
    results: Mapping[tuple[str, str], int]
    untold: int
    desk: Mapping[str, str] = field(default_factory=dict)
    unusable: Mapping[str, int] = field(default_factory=dict)

    @property
    def notices(self) -> int:
        """Notices that stand: one a person."""
        return sum(self.states.values())

    @property
    def adds_up(self) -> bool:
        """Whether lines, people and notices are the same people."""
        return self.lists.adds_up and self.lists.people == self.notices + self.untold
