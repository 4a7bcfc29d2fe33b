"""What an incident file says: who we are, who is touched, what is known, who is to be told.

One file opens a real incident, a drill, or, with a story, the replay of a published one. The
models hold the shape of each part; what parts must agree on is in `incident_checks` and
`story_checks`, which list every disagreement at once.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from contracts.file_fields import (
    CODE_NAME_PATTERN,
    CaseTime,
    Count,
    FactEntry,
    Key,
    Line,
    MailAddress,
    PerMille,
    PhoneNumber,
    PostalCode,
    Section,
    Text,
    WebAddress,
    ZoneName,
)
from contracts.story import StoryAct
from domain.alarm import AlarmSource
from domain.parties import PartyKind, PartyRole, StaffRole
from domain.roster import JAPAN, Absence
from domain.standing import Standing
from domain.voices import OrganisationForm


class IncidentEntry(Section):
    """The incident itself.

    `code_name` stands in alerts and subject lines, so it must tell nothing. `opened_at` is for
    replays only; without it the incident opens now. A private incident can publish nothing.
    """

    code_name: Annotated[str, Field(pattern=CODE_NAME_PATTERN)]
    title: Line
    opened_at: CaseTime | None = None
    private: bool = False
    language: Literal["ja", "en"] = "ja"


class Alarm(Section):
    """Where the first word came from, who vouches for it, how it was called back.

    Left out is what nobody has done yet: a first-hour list asks for it.
    """

    source: AlarmSource
    vouched_by: Line | None = None
    called_back: Line | None = None


class Source(Section):
    """The published incident that a replay follows, and in words what is assumed beyond it."""

    title: Line
    publisher: Line
    urls: tuple[WebAddress, ...] = ()
    text: Text | None = None
    note: Text


class Sender(Section):
    """Who a mail comes from."""

    name: Line
    mail: MailAddress


class Desk(Section):
    """The contact desk that a notice names; hours in words, local time."""

    name: Line
    phone: PhoneNumber
    hours: Line
    mail: MailAddress
    url: WebAddress | None = None


class Organisation(Section):
    """Our own organisation. What may be left out is for letters and filings.

    `form` is the kind of house (its words follow it); `dates: era` dates documents by 令和.
    """

    key: Key
    name: Line
    role: PartyRole
    standing: Standing | None = None
    sender: Sender
    desk: Desk
    department: Line | None = None
    representative: Line | None = None
    postal_code: PostalCode | None = None
    address: Line | None = None
    form: OrganisationForm | None = None
    dates: Literal["western", "era"] | None = None


class Away(Section, Absence):
    """The first and the last day on which somebody is away."""


class StaffMember(Section):
    """Who holds a role; several deputies may stand behind each other, in this order.

    `deputises_for` names the roles that this person stands in for, when their holder is away or
    does not answer; a deputy that names none stands in for all. `away` holds first and last days.
    `language` and `time_zone` are those of this person's alerts.
    """

    role: StaffRole
    name: Line
    mail: MailAddress
    deputises_for: tuple[StaffRole, ...] = ()
    away: tuple[Away, ...] = ()
    language: Literal["ja", "en"] | None = None
    time_zone: ZoneName = JAPAN


class PartyContact(Section):
    """Somebody whom a party wants to be told through."""

    name: Line
    mail: MailAddress
    phone: PhoneNumber | None = None


class Party(Section):
    """An organisation that the incident touches. Keys stand in ids and alerts: keep them opaque.

    A merchant's desk is the one that its people are given under a mandate; `form` and `dates` are
    for what is sent in its name.
    """

    key: Key
    kind: PartyKind
    role: PartyRole = PartyRole.NONE
    standing: Standing | None = None
    name: Line
    contacts: tuple[PartyContact, ...] = ()
    desk: Desk | None = None
    representative: Line | None = None
    postal_code: PostalCode | None = None
    address: Line | None = None
    form: OrganisationForm | None = None
    dates: Literal["western", "era"] | None = None


class Entrustment(Section):
    """Who handles personal data (委託先) for whom (委託元)."""

    entrustor: Key
    entrustee: Key


class Group(Section):
    """People who may be affected: whose they are, what they are to it, which items are at stake."""

    merchant: Key
    relation: Line
    items: Annotated[tuple[Line, ...], Field(min_length=1)]


class PeopleFile(Section):
    """A merchant's list of people: a path relative to the incident file."""

    merchant: Key
    path: Line


class SyntheticPeople(Section):
    """People made up for a rehearsal, the same for the same seed.

    `total` people, of whom exactly `phones` have a leaked phone number, spread over the merchants
    in proportion to `shares`. A share of `mail_per_mille` has a mail address, independently a
    share of `postal_per_mille` a postal one; of those with mail, `shared_mail_per_mille` have the
    address of a relative and `legacy_mail_per_mille` one that only old carriers allowed.
    """

    seed: Count
    total: Annotated[int, Field(ge=1, le=10_000_000)]
    phones: Count
    mail_per_mille: PerMille
    postal_per_mille: PerMille
    shared_mail_per_mille: PerMille = 0
    legacy_mail_per_mille: PerMille = 0
    shares: Annotated[dict[Key, Annotated[int, Field(ge=1, le=1_000_000)]], Field(min_length=1)]

    @model_validator(mode="after")
    def _phones_belong_to_people(self) -> Self:
        if self.phones > self.total:
            raise PydanticCustomError(
                "more_phones_than_people",
                "more leaked phone numbers than people",
                {"remedy": "`phones` is at most `total`: each person has one phone number here"},
            )
        return self


class People(Section):
    """Where the affected people come from: the merchants' files, or made up, never both."""

    files: Annotated[tuple[PeopleFile, ...], Field(min_length=1)] | None = None
    synthetic: SyntheticPeople | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.files is None) == (self.synthetic is None):
            raise PydanticCustomError(
                "people_source",
                "people come either from files or are synthetic",
                {"remedy": "give exactly one of `files` and `synthetic`"},
            )
        return self


class IncidentFile(Section):
    """A whole incident file, format 1."""

    format: Literal[1]
    incident: IncidentEntry
    alarm: Alarm | None = None
    source: Source | None = None
    organisation: Organisation
    staff: Annotated[tuple[StaffMember, ...], Field(min_length=2)]
    parties: tuple[Party, ...] = ()
    entrustments: tuple[Entrustment, ...] = ()
    groups: tuple[Group, ...] = ()
    facts: tuple[FactEntry, ...] = ()
    people: People | None = None
    story: tuple[StoryAct, ...] = ()

    @property
    def merchants(self) -> tuple[Party, ...]:
        """The parties that are merchants, in the order of the file."""
        return tuple(party for party in self.parties if party.kind is PartyKind.MERCHANT)
