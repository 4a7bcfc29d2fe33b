"""What somebody changed in a Word file of ours: in passages, and where nothing may be changed."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from domain.facts import Ledger
from domain.passages import typed_numbers
from domain.wording import date_words
from printing.returned_word_files import Returned, Unit


class Changes(NamedTuple):
    """`passages` by name with their words as returned; `fixed` pairs what stood and stands now."""

    passages: dict[str, str]
    fixed: tuple[tuple[str, str], ...]


def changes_of(sent: Returned, returned: Returned) -> Changes:
    """What differs between the file as it went out and as it came back."""
    names = list(dict.fromkeys(unit.passage for unit in sent.units if unit.passage))
    came: Sequence[Unit] = returned.units
    if lost := set(names) - {unit.passage for unit in came}:
        # Another program has dropped the marks: the paragraphs around say which is which.
        came = _named_by_place(sent.units, came, lost)
    before = {name: _words(sent.units, name) for name in names}
    after = {name: _words(came, name) for name in names}
    return Changes(
        passages={name: after[name] for name in names if after[name] != before[name]},
        fixed=_fixed(
            [unit.words for unit in sent.units if not unit.passage],
            [unit.words for unit in came if unit.passage not in names],
        ),
    )


def numbers_changed(old: str, new: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Figures and dates that are gone, and those that came instead."""
    before, after = typed_numbers(old), typed_numbers(new)
    return (
        tuple(one for one in before if one not in after),
        tuple(one for one in after if one not in before),
    )


def fact_saying(ledger: Ledger, keys: Iterable[str], said: str) -> str:
    """The key whose figure or day a text says so; empty where none does."""
    digits = "".join(sign for sign in said if sign.isdigit())
    current = ledger.current()
    for key in keys:
        fact = current[key].fact if key in current else None
        if fact is None:
            continue
        number = fact.figure.number if fact.figure else None
        if number is not None and digits == str(number):
            return key
        if fact.moment is not None and any(
            date_words(fact.moment, era=era).startswith(said) for era in (False, True)
        ):
            return key
    return ""


def _words(units: Iterable[Unit], name: str) -> str:
    return "\n".join(unit.words for unit in units if unit.passage == name)


def _fixed(old: list[str], new: list[str]) -> tuple[tuple[str, str], ...]:
    codes = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    return tuple(
        ("\n".join(old[a:b]), "\n".join(new[c:d])) for kind, a, b, c, d in codes if kind != "equal"
    )


def _named_by_place(sent: Sequence[Unit], came: Sequence[Unit], lost: set[str]) -> list[Unit]:
    matcher = SequenceMatcher(
        a=[unit.words for unit in sent], b=[unit.words for unit in came], autojunk=False
    )
    named: list[Unit] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        of_them = {unit.passage for unit in sent[a:b]}
        if kind == "equal" or b - a == d - c:
            names = [old.passage for old in sent[a:b]]
        else:
            names = [of_them.pop() if len(of_them) == 1 else ""] * (d - c)
        named += [
            unit if unit.passage or name not in lost else Unit(unit.words, name)
            for unit, name in zip(came[c:d], names, strict=True)
        ]
    return named
