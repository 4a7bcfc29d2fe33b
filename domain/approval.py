"""Approval: whose word a document needs, who may speak for whom, and what still is missing.

Actors are roles. Nobody's word counts for their own draft; one actor's word counts once, so that
four eyes stay four eyes also where somebody stands in for another.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

APPROVED, REJECTED, OVERRIDDEN = "approved", "rejected", "overridden"
OVERRIDE_NEEDS = 2
"""How many named roles must agree to let a text out without those whose word is missing."""


class Asked(NamedTuple):
    """Whose word a kind of document needs: `needed` of these roles."""

    roles: tuple[str, ...]
    needed: int


class Delegate(NamedTuple):
    """Who may approve in another's place, and until when; without kinds, for every kind."""

    role: str
    to: str
    until: datetime
    kinds: tuple[str, ...] = ()

    def holds(self, kind: str, at: datetime) -> bool:
        """Whether it holds for a kind of document at a time."""
        return at <= self.until and (not self.kinds or kind in self.kinds)


class Word(NamedTuple):
    """What an actor said about exactly one text, and when (case time)."""

    actor: str
    outcome: str
    at: datetime


class Standing(NamedTuple):
    """Who has approved, whose word is missing, who overrode that, and who sent the text back."""

    approved_by: tuple[str, ...]
    missing: tuple[str, ...]
    overridden_by: tuple[str, ...] = ()
    rejected_by: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether the text may leave."""
        return not self.missing or len(self.overridden_by) >= OVERRIDE_NEEDS


def standing(
    kind: str,
    author: str,
    asked: Asked,
    words: Iterable[Word],
    delegates: Sequence[Delegate] = (),
    may_override: Iterable[str] = (),
    editors: Iterable[str] = (),
) -> Standing:
    """How the approval of one text stands; `words` are oldest first, the last of an actor counts.

    `editors` wrote passages of the text: their words count as little as the author's. A rejection
    by a role that is asked stays missing until that role approves, however many others have, and
    whoever stands in for it.
    """
    own = {author, *editors}
    latest = {word.actor: word for word in words if word.actor not in own}
    approving = {actor: word for actor, word in latest.items() if word.outcome == APPROVED}
    covered = [role for role in asked.roles if role in approving]
    rejected = [role for role in asked.roles if role in latest and _rejects(latest[role])]
    used = set(covered)
    for role in asked.roles:
        if role in covered or role in rejected:
            continue
        stand_in = next(
            (
                one.to
                for one in delegates
                if one.role == role
                and one.to in approving
                and one.to not in used
                and one.holds(kind, approving[one.to].at)
            ),
            None,
        )
        if stand_in is not None:
            used.add(stand_in)
            covered.append(role)
    enough = len(covered) >= asked.needed and not rejected
    missing = () if enough else tuple(role for role in asked.roles if role not in covered)
    allowed = set(may_override)
    overridden = sorted(
        actor for actor, word in latest.items() if word.outcome == OVERRIDDEN and actor in allowed
    )
    sent_back = tuple(sorted(actor for actor, word in latest.items() if _rejects(word)))
    return Standing(tuple(sorted(approving)), missing, tuple(overridden), sent_back)


def _rejects(word: Word) -> bool:
    return word.outcome == REJECTED


def may_approve(
    actor: str, kind: str, asked: Asked, delegates: Iterable[Delegate], at: datetime
) -> bool:
    """Whether an actor is asked for its word on a kind, itself or in another's place."""
    return actor in asked.roles or any(
        one.to == actor and one.role in asked.roles and one.holds(kind, at) for one in delegates
    )
