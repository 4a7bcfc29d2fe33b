"""The fields that incident files are made of, and the sentences for what is wrong with one.

Everything is strict: a number is never taken for a text, a day never for a moment, and a time
never without its zone. No sentence repeats what was written, since it may be about a person.
"""

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from domain.facts import FACT_KEY_PATTERN, Fact, FactStatus
from domain.figures import Figure
from domain.parties import StaffRole

KEY_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
CODE_NAME_PATTERN = r"^[A-Z]{3,20}$"
LINE_PATTERN = r"^[^\p{Cc}\p{Zl}\p{Zp}]*$"
MAIL_PATTERN = (
    r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
    r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$"
)
PHONE_PATTERN = r"^\+?[0-9][0-9() -]{5,22}[0-9]$"
POSTAL_CODE_PATTERN = r"^[0-9]{3}-[0-9]{4}$"
URL_PATTERN = r"^https://[A-Za-z0-9.-]+(:[0-9]+)?(/[\x21-\x7e]*)?$"

WHAT_FITS: dict[str, str] = {
    KEY_PATTERN: "a short key of lower-case letters, digits and hyphens, such as `merchant-a`",
    CODE_NAME_PATTERN: "one word of 3 to 20 capital letters that tells nothing, such as `HAYATE`",
    LINE_PATTERN: "one line of text without line breaks or control characters",
    MAIL_PATTERN: "a mail address, such as `desk@shop.example`",
    PHONE_PATTERN: "a telephone number in digits and hyphens, such as `'03-0000-0000'`",
    POSTAL_CODE_PATTERN: "a postal code of seven digits, such as `000-0001`",
    URL_PATTERN: "a web address that starts with https://",
    FACT_KEY_PATTERN: "dotted lower-case words, such as `containment.access_blocked`",
}
"""What to write instead, for each pattern that a value can fail."""

_TIME_SHAPE = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?"
)
_HOW_TO_WRITE_A_TIME = "write day, time and zone, such as 2026-01-08T20:50:00+09:00"


def moment_of(value: object) -> datetime:
    """The moment that a text with day, time and zone names; PydanticCustomError for any other."""
    if isinstance(value, str):
        if not _TIME_SHAPE.fullmatch(value):
            raise PydanticCustomError("time_shape", "not a time", {"remedy": _HOW_TO_WRITE_A_TIME})
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError(
                "time_impossible",
                "there is no such day or time",
                {"remedy": "check the day against a calendar; hours run from 00:00 to 23:59"},
            ) from None
    if not isinstance(value, datetime):
        raise PydanticCustomError("time_shape", "not a time", {"remedy": _HOW_TO_WRITE_A_TIME})
    if value.utcoffset() is None:
        raise PydanticCustomError(
            "time_zone_missing",
            "the time has no zone",
            {"remedy": "add the zone: +09:00 for Japan, Z for UTC"},
        )
    return value


def zone_of(value: object) -> str:
    """The IANA time zone that a text names; PydanticCustomError for any other."""
    try:
        ZoneInfo(value if isinstance(value, str) else "")
    except (ValueError, ZoneInfoNotFoundError, OSError):
        raise PydanticCustomError(
            "time_zone_unknown",
            "there is no such time zone",
            {"remedy": "write its name as IANA has it, such as `Asia/Tokyo` or `Europe/Berlin`"},
        ) from None
    return str(value)


Key = Annotated[str, Field(pattern=KEY_PATTERN, max_length=40)]
Line = Annotated[str, Field(pattern=LINE_PATTERN, min_length=1, max_length=200)]
Text = Annotated[str, Field(min_length=1, max_length=10_000)]
MailAddress = Annotated[str, Field(pattern=MAIL_PATTERN, max_length=254)]
PhoneNumber = Annotated[str, Field(pattern=PHONE_PATTERN)]
PostalCode = Annotated[str, Field(pattern=POSTAL_CODE_PATTERN)]
WebAddress = Annotated[str, Field(pattern=URL_PATTERN, max_length=500)]
ZoneName = Annotated[str, BeforeValidator(zone_of)]
Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
PerMille = Annotated[int, Field(ge=0, le=1000)]
CaseTime = Annotated[AwareDatetime, BeforeValidator(moment_of)]


class Section(BaseModel):
    """A part of an incident file: frozen, strict, nothing unknown, its values in no error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class Basis(StrEnum):
    """Whether something stands in a published source or was made up for the rehearsal."""

    PUBLISHED = "published"
    ASSUMED = "assumed"


class FactEntry(Section):
    """A fact as a file states it; what it leaves out follows from where it stands.

    `as_of` defaults to the time of the act (or of opening), `source` to our own organisation,
    `vouched_by` to whoever records it. In a file with a story each fact says its basis.
    """

    key: Annotated[str, Field(pattern=FACT_KEY_PATTERN, max_length=80)]
    status: FactStatus
    statement: Annotated[str, Field(max_length=10_000)] = ""
    figure: Figure | None = None
    moment: CaseTime | None = None
    as_of: CaseTime | None = None
    source: Key | None = None
    vouched_by: StaffRole | None = None
    public: bool = False
    basis: Basis | None = None

    def as_fact(self, *, at: datetime, organisation: str, recorder: str) -> Fact:
        """The fact for the ledger: `at` aware; the keys of our organisation and the recorder."""
        return Fact(
            key=self.key,
            status=self.status,
            statement=self.statement,
            figure=self.figure,
            moment=self.moment,
            as_of=self.as_of or at,
            source=self.source or organisation,
            vouched_by=self.vouched_by or recorder,
            public=self.public,
        )
