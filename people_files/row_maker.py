"""Makes a person of a record: every field by itself, so that a bad one costs nothing but itself.

Only a line without anybody in it is no person: no name, a sum, a formula in the place of a name,
nothing that says what leaked.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from domain.people import (
    ITEMS_JOINED_BY,
    LONGEST_ITEMS,
    LONGEST_NAME,
    Addressee,
    NoPerson,
    PersonRow,
    Relation,
    RowProblem,
)
from domain.plain_text import clean_line
from people_files import words
from people_files.header import Column

ITEM_SIGNS = (",", ";", "；", "，", "\n", "|")
_MOST_REMEMBERED = 1_000
_LONGEST_SUM = 12
_NUMBER_AT_END = re.compile(r"[\s:：]*[\d,，]+\s*(名|人|件|行)?$")
_FORMULA_SIGNS = ("=", "@", "+", "-")


@dataclass(frozen=True, slots=True)
class ForAll:
    """What holds for everybody of whom the list itself does not say it."""

    items: tuple[str, ...] = ()
    relation: Relation = Relation.CUSTOMER
    locale: str = "ja"


class _Standing(NamedTuple):
    relation: Relation
    addressee: Addressee
    do_not_write: bool
    locale: str


class RowMaker:
    """Makes persons of the records of one list."""

    def __init__(self, columns: Sequence[Column], for_all: ForAll) -> None:
        self._for_all = for_all
        at = {column.field: column.number - 1 for column in columns if column.field}
        self._read: dict[str, Callable[[Sequence[str]], str]] = {
            field: _reader(at.get(field)) for field in words.columns()
        }
        self._known_items: dict[str, tuple[str, ...]] = {}
        self._whole_address = not at.keys() & {"prefecture", "city", "street", "building"}
        self._whole_name = "name" in at
        every = _Standing(
            for_all.relation, Addressee.SELF, do_not_write=False, locale=for_all.locale
        )
        self._for_all_standing = every
        self._plain = not at.keys() & {"relation", "addressee", "do_not_write", "locale"}

    def make(self, line: int, record: Sequence[str]) -> PersonRow | NoPerson:
        """The person of a record, or why there is none."""
        name = self._name(record)
        items = self._items(record)
        problem = _problem_of_name(name) or _problem_of_items(items)
        if problem is not None:
            return NoPerson(line, problem)
        read = self._read
        standing = self._for_all_standing if self._plain else self._standing(record)
        return PersonRow(
            line=line,
            name=name,
            mail=_value(read["mail"](record)),
            phone=_value(read["phone"](record)),
            postal_code=_value(read["postal_code"](record)),
            address=self._address(record),
            items=items,
            relation=standing.relation,
            addressee=standing.addressee,
            do_not_write=standing.do_not_write,
            locale=standing.locale,
        )

    def _name(self, record: Sequence[str]) -> str:
        if self._whole_name:
            return clean_line(_unwrapped(self._read["name"](record)))
        parts = (self._read[field](record) for field in ("family_name", "given_name"))
        return clean_line(" ".join(part for part in map(_unwrapped, parts) if part))

    def _items(self, record: Sequence[str]) -> tuple[str, ...]:
        text = self._read["items"](record)
        known = self._known_items.get(text)
        if known is None:
            known = self._new_items(text)
            # The same few lists of items stand in nearly every line.
            if len(self._known_items) < _MOST_REMEMBERED:
                self._known_items[text] = known
        return known

    def _new_items(self, text: str) -> tuple[str, ...]:
        for sign in ITEM_SIGNS:
            text = text.replace(sign, ITEMS_JOINED_BY)
        items = (clean_line(item).strip() for item in text.split(ITEMS_JOINED_BY))
        return tuple(dict.fromkeys(item for item in items if item)) or self._for_all.items

    def _address(self, record: Sequence[str]) -> str | None:
        address = self._read["address"](record).strip()
        if self._whole_address:
            return address or None
        parts = {
            field: self._read[field](record).strip()
            for field in ("prefecture", "city", "street", "building")
        }
        if parts["prefecture"] and address.startswith(parts["prefecture"]):
            parts |= {"prefecture": "", "city": "", "street": ""}
        beginning = parts["prefecture"] + parts["city"] + parts["street"] + address
        return " ".join(part for part in (beginning, parts["building"]) if part) or None

    def _standing(self, record: Sequence[str]) -> "_Standing":
        """Relation, addressee and the like; what is not understood is a person's to look at."""
        read = {
            field: words.spelt(self._read[field](record))
            for field in ("relation", "addressee", "do_not_write", "locale")
        }
        addressee = words.meanings("addressee").get(read["addressee"])
        is_forbidden = read["do_not_write"] not in words.listed("allowed")
        is_unclear = bool(read["addressee"]) and addressee is None
        relation = words.meanings("relation").get(read["relation"], self._for_all.relation)
        return _Standing(
            relation=Relation(relation),
            addressee=Addressee(addressee or Addressee.SELF),
            do_not_write=is_forbidden or is_unclear,
            locale=words.meanings("locale").get(read["locale"], self._for_all.locale),
        )


def _reader(position: int | None) -> Callable[[Sequence[str]], str]:
    if position is None:
        return lambda _record: ""
    return lambda record: record[position]


def _value(text: str) -> str | None:
    return _unwrapped(text) or None


def _unwrapped(text: str) -> str:
    """The text; of `="090..."`, which keeps a spreadsheet from dropping zeros, what is inside."""
    text = text.strip()
    if not text.startswith(("=", "#")):
        return text
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1].strip()
    is_broken = words.spelt(text) in words.listed("broken")
    return "" if is_broken else text


def _problem_of_name(name: str) -> RowProblem | None:
    if not name:
        return RowProblem.NO_NAME
    if name.startswith(_FORMULA_SIGNS):
        return RowProblem.FORMULA
    if len(name) > LONGEST_NAME:
        return RowProblem.NAME_TOO_LONG
    # A sum is written with its number, too: 合計 20名.
    bare = _NUMBER_AT_END.sub("", name)
    may_be_sum = len(name) <= _LONGEST_SUM and words.spelt(bare) in words.listed("sums")
    return RowProblem.SUM if may_be_sum else None


def _problem_of_items(items: tuple[str, ...]) -> RowProblem | None:
    if not items:
        return RowProblem.NO_ITEMS
    too_long = len(ITEMS_JOINED_BY.join(items)) > LONGEST_ITEMS
    return RowProblem.ITEMS_TOO_LONG if too_long else None
