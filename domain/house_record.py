"""What the house itself did and recorded, as a report to an authority says it: typed, with days.

A report must not say that nothing was published minutes after a release left. These values come
from the register and not from the ledger; a fact that somebody states comes first, and where the
two differ both are shown.
"""

from collections.abc import Mapping
from typing import Annotated, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict

from domain.documents import DocumentKind, digest_of
from domain.notices import Channel
from domain.parties import PartyKind, PartyRole
from domain.plain_text import clean_line


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class ReleaseLeft(_Part):
    """A release that was issued; `title` is its heading once it is named.

    `on_site`: it stands on the public site, and has not only left as a file.
    """

    document_id: str
    number: int
    at: AwareDatetime
    on_site: bool = False
    title: str = ""


class MerchantsTold(_Part):
    """How many merchants there are, and when the first and the last of them were told."""

    merchants: int = 0
    told: int = 0
    first_at: AwareDatetime | None = None
    last_at: AwareDatetime | None = None


class WaveLeft(_Part):
    """A wave of notices to people; `told` by channel is counted once it has finished.

    While it runs the counts move by the second, and an approval of a text that says them with it.
    """

    number: int
    people: int
    started_at: AwareDatetime | None = None
    finished_at: AwareDatetime | None = None
    told: tuple[tuple[Channel, int], ...] = ()


class ReportMade(_Part):
    """A report of ours to an authority; `party` is its id until it is named."""

    party: str
    at: AwareDatetime
    kind: DocumentKind | None = None
    receipt: Annotated[str, AfterValidator(clean_line)] = ""


class TalkBegun(_Part):
    """The first word with an authority or the police; `party` is its id until it is named."""

    party: str
    kind: PartyKind
    at: AwareDatetime


_Named = TypeVar("_Named", ReportMade, TalkBegun)


class HouseRecord(_Part):
    """All of it for one report, which is not in it itself.

    `entrustors` and `entrustees` are ours, as ids until they are named; so are `examiners`, the
    forensic firms that take part. `held` counts the people of the lists
    whom no merchant tells itself.
    """

    role: PartyRole = PartyRole.UNDECIDED
    entrustors: tuple[str, ...] = ()
    entrustees: tuple[str, ...] = ()
    examiners: tuple[str, ...] = ()
    releases: tuple[ReleaseLeft, ...] = ()
    declined_publishing: bool = False
    merchants: MerchantsTold = MerchantsTold()
    waves: tuple[WaveLeft, ...] = ()
    held: int = 0
    reports: tuple[ReportMade, ...] = ()
    talks: tuple[TalkBegun, ...] = ()

    def digest(self) -> str:
        """What an approval binds of it, as `<acts>.<all>`; taken before anything is named.

        The acts alone are each heard of by the incident, so a text that lags behind them is soon
        written anew and may be held back until then. Reports of a provider, lists that come in, a
        wave that is only planned and a site that is built anew move it without a word: these are
        followed at the next look, and hold nothing back meanwhile.
        """
        acts = self.model_copy(
            update={
                "held": 0,
                "waves": tuple(
                    one.model_copy(update={"told": ()}) for one in self.waves if one.started_at
                ),
                "releases": tuple(
                    one.model_copy(update={"on_site": False}) for one in self.releases
                ),
            }
        )
        return ".".join(digest_of([one.model_dump_json()]) for one in (acts, self))

    def named(self, names: Mapping[str, str], titles: Mapping[str, str]) -> "HouseRecord":
        """With the names of parties and the headings of releases in place of their ids.

        Both are cleaned like every text that a document is made of.
        """
        names = {key: clean_line(name) for key, name in names.items()}
        titles = {key: clean_line(title) for key, title in titles.items()}
        return self.model_copy(
            update={
                "entrustors": tuple(names.get(one, one) for one in self.entrustors),
                "entrustees": tuple(names.get(one, one) for one in self.entrustees),
                "examiners": tuple(names.get(one, one) for one in self.examiners),
                "releases": tuple(
                    one.model_copy(update={"title": titles.get(one.document_id, "")})
                    for one in self.releases
                ),
                "reports": tuple(_named(one, names) for one in self.reports),
                "talks": tuple(_named(one, names) for one in self.talks),
            }
        )


def acts_of(digest: str) -> str:
    """The part of a record's digest that stands for acts alone."""
    return digest.partition(".")[0]


def _named(part: _Named, names: Mapping[str, str]) -> _Named:
    return part.model_copy(update={"party": names.get(part.party, part.party)})
