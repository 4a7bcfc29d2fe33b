"""Reading the parts of an incident file that may be wrong elsewhere.

The checks look at the plain values, not at the models, so that a slip in one part of a file does
not hide the disagreements in another: whoever mends a file sees everything at once.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from pydantic_core import PydanticCustomError

from contracts.file_fields import moment_of
from domain.parties import PartyKind

Values = Mapping[str, object]

Where = tuple[str | int, ...]
"""The way to a value: field names and positions (from 0)."""

_SPEAKABLE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")


@dataclass(frozen=True)
class Complaint:
    """What is wrong, where, and what would be right; never with the value itself.

    `at_name` points to the name of a field rather than to its value.
    """

    where: Where
    message: str
    remedy: str
    at_name: bool = False

    @property
    def field(self) -> str:
        """`parties[2].contacts[0].mail`; a name that might be somebody's is not repeated."""
        spoken = ""
        for step in self.where:
            if isinstance(step, int):
                spoken += f"[{step}]"
            else:
                name = step if _SPEAKABLE_NAME.fullmatch(step) else "…"
                spoken += f".{name}" if spoken else name
        return spoken


def section(values: Values, name: str) -> Values:
    """The mapping under a name; empty when there is none."""
    found = values.get(name)
    return found if isinstance(found, Mapping) else {}


def listed(values: Values, name: str) -> Iterator[tuple[int, object]]:
    """The entries of the list under a name, with their positions from 0."""
    found = values.get(name)
    yield from enumerate(found if isinstance(found, list) else [])


def entries(values: Values, name: str) -> Iterator[tuple[int, Values]]:
    """The entries of a list that are mappings."""
    for position, entry in listed(values, name):
        if isinstance(entry, Mapping):
            yield position, entry


def word(values: Values, name: str) -> str | None:
    """The text under a name."""
    found = values.get(name)
    return found if isinstance(found, str) else None


def moment(values: Values, name: str) -> datetime | None:
    """The moment under a name; None also when it is not a proper one (the models say so)."""
    try:
        return moment_of(values.get(name))
    except PydanticCustomError:
        return None


def did_you_mean(written: str, known: Iterable[str]) -> str:
    """The nearest known words, or all of them when they are few."""
    words = sorted(known)
    near = get_close_matches(written, words, n=3, cutoff=0.6)
    if near:
        return "did you mean " + " or ".join(f"`{name}`" for name in near) + "?"
    few = 20
    if not words:
        return "none is known so far"
    tail = ", …" if len(words) > few else ""
    return "known here: " + ", ".join(f"`{name}`" for name in words[:few]) + tail


class Cast:
    """All organisations that a file names, ourselves included, with their kinds."""

    def __init__(self, values: Values) -> None:
        self.organisation = word(section(values, "organisation"), "key")
        self.kinds: dict[str, str | None] = {}
        if self.organisation is not None:
            self.kinds[self.organisation] = PartyKind.OURSELVES.value
        for _, party in entries(values, "parties"):
            key = word(party, "key")
            if key is not None:
                self.kinds.setdefault(key, word(party, "kind"))

    def unknown(
        self, where: Where, key: object, kind: PartyKind | None = None
    ) -> Iterator[Complaint]:
        """A complaint when no party (of that kind) has this key."""
        if not isinstance(key, str):
            return
        if key not in self.kinds:
            known = [name for name, its in self.kinds.items() if kind in {None, its}]
            yield Complaint(where, "there is no party with this key", did_you_mean(key, known))
        elif kind is not None and self.kinds[key] != kind.value:
            known = [name for name, its in self.kinds.items() if its == kind.value]
            yield Complaint(
                where, f"this party is not of kind `{kind.value}`", did_you_mean(key, known)
            )
