"""What the public site shows: finished words and public facts, and nothing that is not public.

The model holds no ids of people, no parties but the publisher, and no fact that is not public: what
does not stand in it cannot be rendered. Times carry their zone.
"""

import json
import re
from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from domain.documents import digest_of
from printing.blocks import Block

Locale = Literal["ja", "en"]

_OF_A_SERIES = re.compile(
    r"\s*（(?:第\d+報|最終報)[^（）]*）$"
    r"|\s*\((?:first report|report no\. \d+|final report)[^()]*\)$",
    re.IGNORECASE,
)
"""The number of a release, as it stands at the end of its title."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Certainty(StrEnum):
    """How sure a public statement is; what was withdrawn is no statement any more."""

    KNOWN = "known"
    SUSPECTED = "suspected"
    UNKNOWN = "unknown"


class PublicStatement(_Part):
    """A public fact as the newest release states it, in each language.

    Words that somebody wrote stand as they were written; figures and dates are translated.
    """

    title_ja: str
    title_en: str
    certainty: Certainty
    words_ja: str
    words_en: str
    as_of: AwareDatetime | None = None


class CorrectionNote(_Part):
    """A visible note on a page: which later page corrects it, since when."""

    noted_at: AwareDatetime
    path: str
    title: str


class PublicPage(_Part):
    """One published document under its permalink. `number` counts releases; None for other papers.

    `blocks` are its words as they were approved, without date and sender at its head; `summary` is
    all of it as plain text. A page that stands and whose words cannot be read any more has no
    blocks, but the `digest` that it was published with.
    """

    document_id: str
    path: str = Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+\.html$")
    number: int | None
    final: bool = False
    language: Locale
    title: str
    published_at: AwareDatetime
    blocks: tuple[Block, ...]
    summary: str
    corrections: tuple[CorrectionNote, ...] = ()
    digest: str = ""

    @property
    def words_digest(self) -> str:
        """SHA-256 of everything that the page says, but for its notes of correction."""
        if self.digest:
            return self.digest
        blocks = [block.model_dump() for block in self.blocks]
        return digest_of((json.dumps((self.title, self.published_at.isoformat(), blocks)),))

    @property
    def updated_at(self) -> AwareDatetime:
        """When the page was last changed: by its publication, or by a note of correction."""
        return max((self.published_at, *(note.noted_at for note in self.corrections)))


class Publisher(_Part):
    """Who publishes, and where people turn."""

    name: str
    desk_name: str = ""
    desk_phone: str = ""
    desk_hours: str = ""


class PublicIncident(_Part):
    """One incident: its releases and other papers, the newest first, and what is known by them.

    One that `stands` keeps the files that it has on the site.
    """

    folder: str = Field(pattern=r"^[a-z0-9-]+$")
    marking: str = ""
    publisher: Publisher
    pages: tuple[PublicPage, ...]
    statements: tuple[PublicStatement, ...] = ()
    stands: bool = False

    @property
    def releases(self) -> tuple[PublicPage, ...]:
        """The numbered ones, the newest first."""
        return tuple(page for page in self.pages if page.number is not None)

    @property
    def title(self) -> str:
        """What the incident is called in public: as its newest release, without its number."""
        title = (self.releases or self.pages)[0].title
        return _OF_A_SERIES.sub("", title).rstrip() or title

    @property
    def updated_at(self) -> AwareDatetime:
        """When anything of it was last published or corrected."""
        return max(page.updated_at for page in self.pages)


class Site(_Part):
    """The whole site; `base_url` ends without a slash and is empty where nobody has said it."""

    base_url: str = ""
    incidents: tuple[PublicIncident, ...]

    @property
    def updated_at(self) -> AwareDatetime | None:
        """When anything was last published; None for an empty site."""
        return max((incident.updated_at for incident in self.incidents), default=None)
