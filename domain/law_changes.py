"""What other rule files would change of the duties: to be shown before and after."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from domain.duties import Assessment
from domain.holding import is_looser

Kind = Literal["new", "gone", "earlier", "later"]


class DutyChange(NamedTuple):
    """One duty that arises, is no longer seen, or moves; the times are those of its clock."""

    key: str
    kind: Kind
    was_at: datetime | None
    now_at: datetime | None


def changes(before: Assessment, after: Assessment) -> tuple[DutyChange, ...]:
    """Every duty that two assessments see differently, by key."""
    old = {duty.key: duty.dates for duty in before.duties}
    new = {duty.key: duty.dates for duty in after.duties}
    found: list[DutyChange] = []
    for key in sorted({*old, *new}):
        was, now = old.get(key), new.get(key)
        if was is None or now is None:
            kind: Kind = "new" if was is None else "gone"
            found.append(DutyChange(key, kind, was and was.clock_at, now and now.clock_at))
        elif was.clock_at != now.clock_at:
            kind = "later" if is_looser(was, now) else "earlier"
            found.append(DutyChange(key, kind, was.clock_at, now.clock_at))
    return tuple(found)


def counted(found: Sequence[DutyChange]) -> str:
    """How many of each kind, for a sentence."""
    kinds: tuple[Kind, ...] = ("new", "gone", "earlier", "later")
    counts = {kind: sum(change.kind == kind for change in found) for kind in kinds}
    return ", ".join(f"{count} {kind}" for kind, count in counts.items() if count) or "none"
