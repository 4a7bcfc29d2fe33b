"""The parts that rules are made of: words, conditions with their grounds, second clocks.

One set of parts carries every regime; a law that needs a new word needs it here first. Nothing
is computed here, and an unknown key is refused.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from domain.conditions import Condition, nearest
from domain.deadlines import Roll, Term
from domain.explanations import Bilingual
from domain.parties import PartyRole
from domain.situations import MOMENT_NAMES

RuleId = Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", max_length=60)]
AuthorityKey = Annotated[str, Field(pattern=r"^[a-z0-9_-]+$", max_length=40)]

SUBMITTED = "submitted:"
_SUBMITTED_STAGE = re.compile(r"submitted:[a-z0-9-]+(/[a-z0-9-]+)?")


class Audience(StrEnum):
    """To whom a duty is owed."""

    AUTHORITY = "authority"
    ENTRUSTOR = "entrustor"
    INDIVIDUAL = "individual"
    RECIPIENT = "recipient"
    """Who uses a service or product, without being the person whose data it is."""
    COUNTERPARTY = "counterparty"
    """The other side of a contract or scheme: an acquirer, an insurer, a certification body."""
    PUBLIC = "public"
    RECORD = "record"
    """A record of one's own, which is kept and sent to nobody; `authority` says which."""


TO_ONE_NAMED = frozenset({Audience.AUTHORITY, Audience.COUNTERPARTY, Audience.RECORD})
"""Audiences that a rule has to name under `authority`."""


class Anchor(StrEnum):
    """What the period is counted from; besides these, `submitted:<stage>` is an own filing."""

    AWARE = "aware"
    AWARE_REPORTABLE = "aware_reportable"
    SUSPECTED = "suspected"
    CLASSIFIED = "classified"
    DETERMINED = "determined"
    ASSESSED = "assessed"
    OCCURRED = "occurred"
    DISCOVERED_OR_SHOULD_HAVE = "discovered_or_should_have"
    RECEIVED_FROM_PROCESSOR = "received_from_processor"
    REMEDY_AVAILABLE = "remedy_available"
    HANDLED = "handled"
    INDIVIDUALS_NOTIFIED = "individuals_notified"
    CALENDAR_YEAR_END = "calendar_year_end"
    PAYMENT_MADE = "payment_made"


class Reach(StrEnum):
    """Whether the debtor or the affected people must have to do with the rule's jurisdiction."""

    DEBTOR = "debtor"
    PEOPLE = "people"
    EITHER = "either"


class Status(StrEnum):
    """Whether the text is law yet; what is not in force has no date and never gives a duty."""

    IN_FORCE = "in_force"
    ENACTED = "enacted"
    PROPOSED = "proposed"


class EffectiveBy(StrEnum):
    """Which date decides whether the text applies: mostly that of awareness."""

    AWARE = "aware"
    ANCHOR = "anchor"
    OCCURRED = "occurred"


class Mark(StrEnum):
    """Why a rule is not verified: from memory, or derived from other statements."""

    MEMORY = "M"
    DERIVED = "D"


class RuleData(BaseModel):
    """What all parts share: frozen, and no key that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Requirement(RuleData):
    """A condition that decides between variants of a rule (30 or 60 days).

    `unknown_reads_as` says whether an unknown finding satisfies it: true for the stricter
    variant, false for the lenient one. `otherwise` is said when the rule is not the one.
    """

    condition: Condition
    unknown_reads_as: bool
    otherwise: Bilingual


class Exemption(RuleData):
    """Conditions that, all known to hold, take the event out of the rule, with the legal ground.

    `evidence` says in words what has to be on file before anybody relies on it. `instead` marks
    an exemption that only hands the event to another law: nothing is waived by it.
    """

    all_of: tuple[Condition, ...] = Field(min_length=1)
    ground: Bilingual
    evidence: Bilingual
    instead: str | None = None


class Relief(RuleData):
    """A debtor in `role` is freed once it has done everything it owes under `rule`."""

    rule: RuleId
    role: PartyRole
    ground: Bilingual


class Delay(RuleData):
    """Conditions that, all known to hold, make a notice wait (a request of law enforcement).

    Only a notice to people can wait; filings to authorities never do.
    """

    all_of: tuple[Condition, ...] = Field(min_length=1)
    ground: Bilingual
    evidence: Bilingual


class RollIf(RuleData):
    """Conditions that, all known to hold, let an end on a closed day move; with the legal ground.

    Unknown never loosens: the limit then stays where it is (DORA, Art. 5(4) to (6) of the RTS).
    """

    all_of: tuple[Condition, ...] = Field(min_length=1)
    roll: Roll
    ground: Bilingual


class Lateness(RuleData):
    """What a law says of a filing after its limit: with reasons, and until when at the latest.

    `contents` are owed besides; `until` is shown and never relied on.
    """

    contents: tuple[str, ...] = ()
    until: Term | None = None


class Delegation(RuleData):
    """An authority that takes the filing in another's place, for some debtors, between two dates.

    It stands in only where `applies_to` is known to hold. Public notices of delegation expire:
    `effective_to` is their last day, both inclusive.
    """

    authority: AuthorityKey
    applies_to: Condition
    effective_from: date
    effective_to: date | None = None
    source: str = Field(min_length=1)


class Counted(RuleData):
    """From what a period is counted: an anchor, and the moments of which the earliest is it."""

    anchor: str
    read_from: tuple[str, ...] = ()

    @field_validator("anchor")
    @classmethod
    def _anchor_is_known(cls, anchor: str) -> str:
        if anchor not in set(Anchor) and not _SUBMITTED_STAGE.fullmatch(anchor):
            raise ValueError(f"no anchor is called {anchor!r}{nearest(anchor, Anchor)}")
        return anchor

    @field_validator("read_from")
    @classmethod
    def _moments_are_known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if name not in MOMENT_NAMES:
                raise ValueError(f"no moment is called {name!r}{nearest(name, MOMENT_NAMES)}")
        return names

    @model_validator(mode="after")
    def _counts_from_something(self) -> Self:
        if self.anchor.startswith(SUBMITTED) == bool(self.read_from):
            raise ValueError("read_from is given exactly when the anchor is not a submission")
        return self

    @property
    def anchor_label(self) -> str:
        """The anchor's key in explanations: a submission's stage is left off."""
        return self.anchor.partition(":")[0]

    def stage(self, regime: str) -> str:
        """The rule whose submission is the anchor; a bare stage belongs to the same regime."""
        name = self.anchor.removeprefix(SUBMITTED)
        return name if "/" in name else f"{regime}/{name}"


class Cap(Counted):
    """A second limit, counted from elsewhere: the earlier of the two is the limit.

    `lapses_if_anchor_later`: the cap binds only while the rule's own anchor falls before it (DORA:
    24 hours from awareness, unless the incident is classified only after them).
    """

    limit: Term
    lapses_if_anchor_later: bool = False


def zone_exists(tz: str) -> str:
    """The zone's name as it was given.

    Raises:
        ValueError: there is no such zone.
    """
    try:
        ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"no time zone is called {tz!r}") from error
    return tz
