"""People as lists give them: what they are to the merchant, to whom one writes, what was unusable.

Whoever stands in a list is told. A field that cannot be used closes one channel and removes nobody;
only a line that holds no person at all is left to somebody's decision (`RowProblem`).
"""

from dataclasses import dataclass
from enum import StrEnum

ITEMS_JOINED_BY = "、"
LONGEST_ITEMS = 120
"""What leaked of a person according to one line, joined, in characters."""
LONGEST_NAME = 1_000
LONGEST_MAIL_NAME = 300
"""A longer name would break the mail provider's limit for one person, and with it all the others
of the request; such a person is told by another channel."""


class Relation(StrEnum):
    """What a person is to the merchant (関係)."""

    CUSTOMER = "customer"
    EMPLOYEE = "employee"
    RETIRED = "retired"
    FAMILY = "family"
    STUDENT = "student"
    GUARDIAN = "guardian"
    APPLICANT = "applicant"


class Addressee(StrEnum):
    """To whom the notice about a person is addressed (宛先)."""

    SELF = "self"
    GUARDIAN = "guardian"
    BEREAVED = "bereaved"
    AGENT = "agent"


class ContactProblem(StrEnum):
    """Why a contact that a list gives is not used as it stands.

    `CODE_LEFT_OUT` alone closes no channel: a letter also arrives without its postal code.
    """

    MALFORMED = "malformed"
    NAME_TOO_LONG = "name_too_long"
    CODE_LEFT_OUT = "code_left_out"
    NO_ADDRESS = "no_address"


class RowProblem(StrEnum):
    """Why a line is no person as it stands."""

    NO_NAME = "no_name"
    NAME_TOO_LONG = "name_too_long"
    SUM = "sum"
    FORMULA = "formula"
    NO_ITEMS = "no_items"
    ITEMS_TOO_LONG = "items_too_long"
    FIELDS = "fields"
    QUOTES = "quotes"
    UNDECODABLE = "undecodable"
    NOT_AN_OBJECT = "not_an_object"


@dataclass(frozen=True, slots=True, repr=False)
class PersonRow:
    """A person as one line of a file gives it; `items` are what leaked of this person, in words.

    `line` counts the lines of the file (of a workbook: its rows) and is unique in it.
    `do_not_write`: nobody is written to by a machine; a person takes care of it.
    """

    line: int
    name: str
    mail: str | None = None
    phone: str | None = None
    postal_code: str | None = None
    address: str | None = None
    items: tuple[str, ...] = ()
    relation: Relation = Relation.CUSTOMER
    addressee: Addressee = Addressee.SELF
    do_not_write: bool = False
    locale: str = "ja"


@dataclass(frozen=True, slots=True)
class NoPerson:
    """A line that is no person as it stands; never with its values.

    `number` goes with the problem: the fields that were found, where `FIELDS` says so.
    """

    line: int
    problem: RowProblem
    number: int | None = None


def addressed(name: str, addressee: str) -> str:
    """How a notice names its reader before 様: the person, or who stands in for the person."""
    return f"{name}{_IN_PLACE_OF[addressee]}"


_IN_PLACE_OF: dict[str, str] = {
    Addressee.SELF: "",
    Addressee.GUARDIAN: " 様の保護者",
    Addressee.BEREAVED: " 様のご遺族",
    Addressee.AGENT: " 様の代理人",
}
