"""What was promised to the public, and what became of it.

A promise of the next update binds from when it was said: with the release that states it, or
where it was made otherwise. It is kept by the next release, moved by a later promise, and ended
by a decision not to publish, whichever comes first.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class PromiseState(StrEnum):
    """Where a promise stands. `waiting`: the release that states it has not been issued."""

    WAITING = "waiting"
    OPEN = "open"
    KEPT = "kept"
    MOVED = "moved"
    DROPPED = "dropped"
    NEVER_SAID = "never_said"


class PromiseMade(BaseModel):
    """A promise as it was recorded; `document_id` is the release that states it, if one does."""

    model_config = ConfigDict(frozen=True)

    number: int = Field(ge=1)
    due_at: AwareDatetime
    document_id: str | None = None
    made_at: AwareDatetime
    made_by: str


class ReleaseStanding(BaseModel):
    """A release as promises see it; `number` counts releases, `document` documents."""

    model_config = ConfigDict(frozen=True)

    document_id: str
    document: int
    number: int
    issued_at: AwareDatetime | None = None
    withdrawn: bool = False

    @property
    def in_preparation(self) -> bool:
        """Whether it may still be issued."""
        return self.issued_at is None and not self.withdrawn


class PromisedUpdate(PromiseMade):
    """A promise and what became of it; `kept_by` is the number of the release that kept it."""

    state: PromiseState
    said_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    kept_by: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether the public waits."""
        return self.state is PromiseState.OPEN

    @property
    def late(self) -> bool:
        """Whether it was kept after its time."""
        kept = self.state is PromiseState.KEPT
        return kept and self.ended_at is not None and self.ended_at > self.due_at


def promised_updates(
    made: Iterable[PromiseMade],
    releases: Sequence[ReleaseStanding],
    declined: Iterable[AwareDatetime],
) -> tuple[PromisedUpdate, ...]:
    """Every promise by number; `declined` are the times of decisions not to publish."""
    ordered = sorted(made, key=lambda promise: promise.number)
    decisions = sorted(declined)
    return tuple(_standing(promise, ordered, releases, decisions) for promise in ordered)


def _standing(
    promise: PromiseMade,
    made: Sequence[PromiseMade],
    releases: Sequence[ReleaseStanding],
    declined: Sequence[AwareDatetime],
) -> PromisedUpdate:
    said_at = _said_at(promise, releases)
    if said_at is None:
        return PromisedUpdate(**dict(promise), state=_unsaid(promise, made, releases))
    keeping = [
        (release.issued_at, release.number)
        for release in releases
        if release.issued_at is not None
        and release.issued_at > said_at
        and release.document_id != promise.document_id
    ]
    moving = [
        max(said_at, later)
        for later in (_said_at(other, releases) for other in made if other.number > promise.number)
        if later is not None
    ]
    # Of one moment it was kept: a release that keeps a promise often states the next one.
    ends: list[tuple[AwareDatetime, int, PromiseState, int | None]] = [
        *((at, 0, PromiseState.KEPT, number) for at, number in keeping),
        *((at, 1, PromiseState.MOVED, None) for at in moving),
        *((at, 2, PromiseState.DROPPED, None) for at in declined if at > said_at),
    ]
    if not ends:
        return PromisedUpdate(**dict(promise), state=PromiseState.OPEN, said_at=said_at)
    ended_at, _, state, kept_by = min(ends, key=lambda end: end[:2])
    return PromisedUpdate(
        **dict(promise), state=state, said_at=said_at, ended_at=ended_at, kept_by=kept_by
    )


def _said_at(promise: PromiseMade, releases: Sequence[ReleaseStanding]) -> AwareDatetime | None:
    if promise.document_id is None:
        return promise.made_at
    release = _stating(promise, releases)
    return release.issued_at if release else None


def _unsaid(
    promise: PromiseMade, made: Sequence[PromiseMade], releases: Sequence[ReleaseStanding]
) -> PromiseState:
    release = _stating(promise, releases)
    if release is None or release.withdrawn:
        return PromiseState.NEVER_SAID
    replaced = any(
        other.number > promise.number and other.document_id == promise.document_id for other in made
    )
    return PromiseState.MOVED if replaced else PromiseState.WAITING


def _stating(promise: PromiseMade, releases: Sequence[ReleaseStanding]) -> ReleaseStanding | None:
    return next((item for item in releases if item.document_id == promise.document_id), None)
