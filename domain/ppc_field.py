"""What one field of the report form is: where it stands, what it is called, what fills it."""

from enum import StrEnum
from typing import NamedTuple

from domain.ppc_options import Option

HEAD = 0
"""The section above the nine items: who reports to whom, and which report it is."""
RULE_7 = "rule7"
DERIVED = "derived:"


class Entry(StrEnum):
    """How the form takes a value."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    CHOICE = "choice"
    CHOICES = "choices"


class FormField(NamedTuple):
    """One field: where it stands, what it is called, where its value comes from.

    `source` is a fact key, `category:<key>` for a question of the law, `head:<name>`, or
    `derived:<key>` for what follows from a fact and from what the house itself recorded. With
    `if_stated` the field is left out while there is nothing to tell; every other says unknown.
    A box is named as the form names it; its words may be of any language that a fact is stated in.
    `edition` is that of our form in which the field came in: an older report has it not, which is
    no change.
    """

    id: str
    section: int
    ja: str
    en: str
    source: str
    entry: Entry = Entry.TEXT
    options: tuple[Option, ...] = ()
    group: str = ""
    if_stated: bool = False
    verified: bool = False
    edition: int = 1


EDITION = 2
"""Of the fields below; a report remembers with which it was filled."""


def derived(  # noqa: PLR0913 - the columns of a row of the form
    identity: str,
    section: int,
    ja: str,
    en: str,
    key: str,
    entry: Entry = Entry.TEXT,
    options: tuple[Option, ...] = (),
    *,
    group: str = "",
    if_stated: bool = False,
) -> FormField:
    """A field of the second edition; none of these labels has been compared with the form."""
    return FormField(
        identity,
        section,
        ja,
        en,
        f"{DERIVED}{key}",
        entry,
        options,
        group=group,
        if_stated=if_stated,
        edition=EDITION,
    )
