"""What a document is rendered from: facts, names, dates and figures, all given, none typed in.

Every text is cleaned on the way in (`domain.plain_text`), so nothing in it can break a subject
line, turn the reading direction or pose as the field of a person. Nothing here knows a person of
the affected: their fields are filled in after approval (`domain.person_fields`).
"""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from domain.documents import FILINGS, RELEASES, RETRACTIONS, TO_ONE_MERCHANT, DocumentKind
from domain.facts import FACT_KEY_PATTERN, FactStatus
from domain.figures import Figure
from domain.house_record import HouseRecord
from domain.markings import Marking
from domain.parties import PartyRole
from domain.plain_text import clean_line, clean_prose
from domain.ppc_report import PpcReport
from domain.voices import OrganisationForm, ReaderRelation
from domain.wording import Language

Line = Annotated[str, Field(max_length=1_000), AfterValidator(clean_line)]
RequiredLine = Annotated[Line, Field(min_length=1)]
Prose = Annotated[str, Field(max_length=10_000), AfterValidator(clean_prose)]


class ContextPart(BaseModel):
    """The base: frozen, strict about names of fields, silent about values in errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Desk(ContextPart):
    """A contact desk (問い合わせ窓口); empty lines are left out of documents."""

    name: RequiredLine
    phone: Line = Field(default="", repr=False)
    hours: Line = ""
    mail: Line = Field(default="", repr=False)
    url: Line = ""


class Organisation(ContextPart):
    """An organisation that signs, sends or reports."""

    name: RequiredLine
    desk: Desk
    department: Line = ""
    representative: Line = Field(default="", repr=False)
    postal_code: Line = ""
    address: Line = ""


class IncidentWords(ContextPart):
    """How the incident is called: in alerts by its code name, in documents by its title."""

    code_name: RequiredLine
    title: RequiredLine


class NamedFigure(ContextPart):
    """A figure with what it counts in words (氏名, 電話番号)."""

    title: RequiredLine
    figure: Figure


class BusinessView(ContextPart):
    """A business whose customers are affected: the merchant addressed, or an entrustor listed.

    `role` is its own standing for the data; `figures` are its share, empty while unknown.
    """

    name: RequiredLine
    role: PartyRole = PartyRole.UNDECIDED
    address: Line = ""
    figures: tuple[NamedFigure, ...] = ()


class FactView(ContextPart):
    """The entry in force of one fact. A fact that the ledger does not hold is simply not given."""

    key: str = Field(pattern=FACT_KEY_PATTERN, max_length=80)
    status: FactStatus
    statement: Prose = ""
    figure: Figure | None = None
    moment: AwareDatetime | None = None
    as_of: AwareDatetime
    source_name: Line = ""
    public: bool = False


class ReleaseView(ContextPart):
    """Where a release stands in its series.

    `changed` are fact keys, new since the previous one; `corrected` those among them that put right
    what it said. `previous` are the facts that it stated of those, as it stated them.
    """

    number: int = Field(ge=1)
    previous_number: int | None = Field(default=None, ge=1)
    previous_issued_at: AwareDatetime | None = None
    changed: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    previous: tuple[FactView, ...] = ()
    final: bool = False


class ClockView(ContextPart):
    """A limit of the addressee: what is due, when, and by which rule in words."""

    title: RequiredLine
    due: AwareDatetime
    basis: Line = ""


class FilingKind(StrEnum):
    """The kind box of a report: the first one, or one that follows a filed one."""

    NEW = "new"
    FOLLOW_UP = "follow_up"


class FilingView(ContextPart):
    """The head of a report to an authority.

    `by_proxy`: the reporter files in the name of the entrustors listed, under their mandate.
    The two questions are None while nobody has answered them; `over_threshold` is the fourth
    category of Rule 7 (more than 1,000 people). `previous` is the report that this one follows, as
    it was filed.
    """

    reporter: Organisation
    kind: FilingKind = FilingKind.NEW
    previous_receipt_number: Line = ""
    by_proxy: bool = False
    business_type: Line = ""
    my_number_included: bool | None = None
    over_threshold: bool | None = None
    previous: PpcReport | None = None


class ReplyWay(ContextPart):
    """How a merchant says that it received the notice, and until when we ask for its choice."""

    reference: RequiredLine
    mail: Line = Field(default="", repr=False)
    phone: Line = Field(default="", repr=False)
    url: Line = ""
    until: AwareDatetime | None = None


class EarlierWords(ContextPart):
    """Something of ours that a retraction takes back: its title, when it left, its number."""

    title: RequiredLine
    left_at: AwareDatetime
    number: Line = ""


class RetractionView(ContextPart):
    """What is taken back, and what the addressee may have done because of it.

    `tells_people`: the merchant has chosen to tell its people itself, or has told them.
    `people_told`: we told people in its name. `published`: we published. `substituted`: people
    were told by publication alone.
    """

    earlier: tuple[EarlierWords, ...] = ()
    tells_people: bool = False
    people_told: bool = False
    published: bool = False
    substituted: bool = False


class ProgressView(ContextPart):
    """How far the telling is, in people: affected, told, and not yet told."""

    affected: int = Field(ge=0)
    told: int = Field(ge=0)
    untold: int = Field(ge=0)


class DocumentContext(ContextPart):
    """All that one document may say.

    `sender` signs. Where it is a merchant that gave its mandate, `platform` is who sends for it
    and keeps the ledger: 当社 in its statements is then said with its name.
    `addressee` is a merchant or an authority; a person is a field. `merchant_word` is what the
    organisation calls its merchants (契約店舗, 加盟店, ご利用施設). `form` is the kind of house
    that signs, `relation` what the people are to it; `era_dates` dates by 令和 everywhere.
    `house` is what the house itself did, for reports to an authority only.
    `passages` are the free paragraphs that somebody edited, by name, with their places.
    """

    kind: DocumentKind
    language: Language = Language.JAPANESE
    marking: Marking
    incident: IncidentWords
    issued_at: AwareDatetime
    sender: Organisation
    addressee: Line = ""
    platform: Organisation | None = None
    merchant: BusinessView | None = None
    merchant_word: RequiredLine = "契約店舗"
    entrustors: tuple[BusinessView, ...] = ()
    facts: tuple[FactView, ...] = ()
    release: ReleaseView | None = None
    clocks: tuple[ClockView, ...] = ()
    filing: FilingView | None = None
    reply: ReplyWay | None = None
    retraction: RetractionView | None = None
    form: OrganisationForm = OrganisationForm.COMPANY
    relation: ReaderRelation = ReaderRelation.CUSTOMER
    era_dates: bool = False
    progress: ProgressView | None = None
    house: HouseRecord = HouseRecord()
    passages: tuple[tuple[str, Prose], ...] = ()

    @model_validator(mode="after")
    def _parts_go_with_kind(self) -> Self:
        needed = {
            "release": self.kind in RELEASES,
            "filing": self.kind in FILINGS,
            "merchant": self.kind in TO_ONE_MERCHANT,
            "retraction": self.kind in RETRACTIONS,
            "addressee": self.kind in FILINGS,
        }
        missing = [name for name, wanted in needed.items() if wanted and not getattr(self, name)]
        if missing:
            raise ValueError(f"a {self.kind} needs {', '.join(missing)}")
        return self

    @model_validator(mode="after")
    def _one_entry_a_fact(self) -> Self:
        keys = [fact.key for fact in self.facts]
        if len(set(keys)) != len(keys):
            raise ValueError("a fact is given twice")
        return self
