"""What a release states, with how sure it is: public facts that it prints itself.

A release looks at more facts than it says: what was examined, whether logs are complete, figures
that nobody has counted. It states a fact only where it names it, as a line of its own or, of the
overview, in its words. So the page of the incident never says what no release has said.
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection

from activities.words_facts import FactReader, FactWords, Manner
from contracts.document_context import FactView
from contracts.names import PUBLIC
from domain.documents import DocumentKind, DocumentState
from domain.fact_catalogue import FACT_CATALOGUE
from domain.facts import FactStatus, Ledger
from domain.plain_text import clean_line, clean_prose
from domain.wording import Language, in_era_dates
from printing.blocks import Block, Fields, Paragraph, Table
from printing.pages import read_page
from publishing.model import Certainty, PublicStatement
from register.documents import DocumentRow, read_renditions
from register.ledger import read_ledger
from sealing.values import ValueSealer

_CERTAINTY = {
    FactStatus.KNOWN: Certainty.KNOWN,
    FactStatus.SUSPECTED: Certainty.SUSPECTED,
    FactStatus.UNKNOWN: Certainty.UNKNOWN,
}
_IN_PROSE = frozenset({"overview"})
"""What a release says in a paragraph and not as a line with its title."""
_FIELDS = ("key", "status", "statement", "figure", "moment", "as_of", "public")


def left_open(
    connection: Connection, sealer: ValueSealer, document: DocumentRow
) -> tuple[PublicStatement, ...]:
    """What a final release that has not left yet says as unknown or only as suspected.

    It says that it is the last one: whoever approves it should know what is never cleared up.
    """
    gone = (DocumentState.ISSUED, DocumentState.WITHDRAWN)
    if document.kind is not DocumentKind.FINAL_RELEASE or document.state in gone:
        return ()
    words = read_renditions(connection, sealer, document.id)
    html = next((one.html for one in words if one.addressee_id == PUBLIC), "")
    ledger = read_ledger(connection, sealer, document.incident_id)
    said = statements_of(document, read_page(html).blocks, ledger)
    return tuple(one for one in said if one.certainty is not Certainty.KNOWN)


def statements_of(
    release: DocumentRow, blocks: Iterable[Block], ledger: Ledger
) -> Iterator[PublicStatement]:
    """What the blocks of a release print, in the order of the catalogue."""
    entries = ledger.at(release.ledger_revision).current()
    views = [
        FactView(**entry.fact.model_dump(include=set(FactView.model_fields) & set(_FIELDS)))
        for entry in entries.values()
    ]
    readers = {
        language: FactReader(views, public_only=True, manner=Manner(language=language))
        for language in (Language.JAPANESE, Language.ENGLISH)
    }
    own = Language.ENGLISH if release.language == Language.ENGLISH else Language.JAPANESE
    said = _Said(blocks)
    for key in (key for key in FACT_CATALOGUE if key in release.facts_read):
        entry = entries.get(key)
        if entry and (not entry.fact.public or entry.fact.status not in _CERTAINTY):
            continue
        words = {language: reader.fact(key) for language, reader in readers.items()}
        if not said.names(words[own]):
            continue
        japanese, english = words[Language.JAPANESE], words[Language.ENGLISH]
        yield PublicStatement(
            title_ja=japanese.title,
            title_en=english.title,
            certainty=_CERTAINTY[japanese.status],
            words_ja=japanese.said,
            words_en=english.said,
            as_of=entry.fact.as_of if entry and japanese.stated else None,
        )


class _Said:
    """The titles of a page's lines, and its paragraphs."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._titles: set[str] = set()
        self._prose = ""
        for block in blocks:
            if isinstance(block, Fields | Table):
                self._titles |= {_plain(row[0]) for row in block.rows if row}
            elif isinstance(block, Paragraph):
                self._prose += _plain(block.text)

    def names(self, fact: FactWords) -> bool:
        """Whether the page states it, known or not."""
        if fact.key in _IN_PROSE:
            return any(_plain(words) in self._prose for words in _ways(fact.said))
        # Other bodies than companies call themselves otherwise: 本市, 本校.
        ours, _, rest = _plain(fact.title).rpartition("当社")
        if ours or _plain(fact.title) != rest:
            return any(title.endswith(rest) for title in self._titles)
        return rest in self._titles


def _ways(said: str) -> tuple[str, str]:
    """As a company and as a public body date it."""
    return said, in_era_dates(said)


def _plain(words: str) -> str:
    return "".join(clean_line(clean_prose(words)).split())
