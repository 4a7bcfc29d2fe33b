"""The public site as the register gives it: issued public documents, and what they state.

Only what has left the house is shown, in the words that were approved, and only facts that are
public and that the newest release reads, as they stood when it was written.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select

from activities.words_facts import FactReader, Manner
from contracts.document_context import FactView
from contracts.names import PUBLIC
from domain.documents import FOR_EVERYBODY, RELEASES, DocumentKind, DocumentState
from domain.fact_catalogue import FACT_CATALOGUE
from domain.facts import FactStatus, Ledger
from domain.markings import Marking
from domain.plain_text import clean_line, clean_prose
from domain.wording import Language, banner
from printing.pages import read_page
from publishing.model import (
    Certainty,
    CorrectionNote,
    PublicIncident,
    PublicPage,
    PublicStatement,
    Publisher,
)
from register.documents import DocumentRow, read_documents, read_renditions
from register.incidents import IncidentRow, read_incident
from register.ledger import read_ledger
from register.parties import PartyRow, ourselves, read_parties
from register.published_pages import read_corrections
from register.store import Register
from register.tables_incident import incidents
from sealing.values import ValueSealer

_CERTAINTY = {
    FactStatus.KNOWN: Certainty.KNOWN,
    FactStatus.SUSPECTED: Certainty.SUSPECTED,
    FactStatus.UNKNOWN: Certainty.UNKNOWN,
}
_PAPER_NAMES = {
    DocumentKind.FAQ: "faq",
    DocumentKind.NEGATIVE_ASSURANCE: "assurance",
    DocumentKind.TIMELY_DISCLOSURE: "disclosure",
}


def public_incidents(
    register: Register, connection: Connection, *, rehearsals: bool
) -> tuple[tuple[str, PublicIncident], ...]:
    """Every incident of which something was published, by its id; the newest first.

    A private incident has no page, whatever was drafted for it; a rehearsal has one only where
    `rehearsals` are asked for, and says on each page what it is.
    """
    rows = connection.execute(
        select(incidents.c.id, incidents.c.marking).where(incidents.c.private.is_(False))
    ).all()
    wanted = [row.id for row in rows if rehearsals or row.marking == Marking.LIVE.value]
    found = [
        (identity, shown)
        for identity in wanted
        if (shown := _incident(connection, register.sealer(identity, connection), identity))
    ]
    return tuple(sorted(found, key=lambda pair: (pair[1].updated_at, pair[0]), reverse=True))


def _incident(
    connection: Connection, sealer: ValueSealer, incident_id: str
) -> PublicIncident | None:
    documents = tuple(
        document
        for document in read_documents(connection, incident_id)
        if document.kind in FOR_EVERYBODY and document.state is DocumentState.ISSUED
    )
    if not documents:
        return None
    incident = read_incident(connection, sealer, incident_id)
    folder = incident_id.lower()
    plain = {one.id: _page(connection, sealer, folder, one) for one in documents}
    noted = read_corrections(connection, incident_id)
    pages = [
        page.model_copy(
            update={
                "corrections": tuple(
                    CorrectionNote(
                        noted_at=note.noted_at,
                        path=plain[note.corrected_in].path,
                        title=plain[note.corrected_in].title,
                    )
                    for note in noted
                    if note.document_id == identity and note.corrected_in in plain
                )
            }
        )
        for identity, page in plain.items()
    ]
    ledger = read_ledger(connection, sealer, incident_id)
    return PublicIncident(
        folder=folder,
        marking=_marking(incident),
        publisher=_publisher(ourselves(read_parties(connection, sealer, incident_id))),
        pages=tuple(sorted(pages, key=lambda page: page.published_at, reverse=True)),
        statements=tuple(_statements(documents, ledger)),
    )


def _marking(incident: IncidentRow) -> str:
    english = banner(incident.marking, Language.ENGLISH)
    return "\n".join(part for part in (banner(incident.marking), english) if part)


def _publisher(us: PartyRow) -> Publisher:
    desk = us.details.get("desk") or {}
    return Publisher(
        name=clean_line(us.name),
        desk_name=desk.get("name") or "",
        desk_phone=desk.get("phone") or "",
        desk_hours=desk.get("hours") or "",
    )


def _page(
    connection: Connection, sealer: ValueSealer, folder: str, document: DocumentRow
) -> PublicPage:
    words = next(
        rendition
        for rendition in read_renditions(connection, sealer, document.id)
        if rendition.addressee_id == PUBLIC
    )
    read = read_page(words.html)
    number = (document.release_number or 1) if document.kind in RELEASES else None
    name = _PAPER_NAMES.get(document.kind, "paper")
    return PublicPage(
        document_id=document.id,
        path=f"{folder}/release-{number}.html"
        if number is not None
        else f"{folder}/{name}-{document.number}.html",
        number=number,
        final=document.kind is DocumentKind.FINAL_RELEASE,
        language="en" if document.language == Language.ENGLISH else "ja",
        title=clean_line(read.title or words.subject),
        published_at=document.issued_at or document.prepared_at,
        # What stands above the title is the marking, which every page has by itself.
        blocks=read.blocks[read.before :],
        summary=clean_prose(words.text),
    )


def _statements(documents: tuple[DocumentRow, ...], ledger: Ledger) -> Iterable[PublicStatement]:
    """The public facts of the newest release, in the order of the catalogue."""
    releases = [document for document in documents if document.kind in RELEASES]
    if not releases or max(releases, key=_issued).kind is DocumentKind.RETRACTION_RELEASE:
        return
    newest = max(releases, key=_issued)
    entries = ledger.at(newest.ledger_revision).current()
    views = [
        FactView(**entry.fact.model_dump(include=set(FactView.model_fields) & set(_FIELDS)))
        for entry in entries.values()
    ]
    readers = [
        FactReader(views, public_only=True, manner=Manner(language=language))
        for language in (Language.JAPANESE, Language.ENGLISH)
    ]
    for key in (key for key in FACT_CATALOGUE if key in newest.facts_read):
        entry = entries.get(key)
        if entry is None:
            if FACT_CATALOGUE[key].act:
                continue
        elif not entry.fact.public or entry.fact.status not in _CERTAINTY:
            continue
        japanese, english = (reader.fact(key) for reader in readers)
        yield PublicStatement(
            title_ja=japanese.title,
            title_en=english.title,
            certainty=_CERTAINTY[japanese.status],
            words_ja=japanese.said,
            words_en=english.said,
            as_of=entry.fact.as_of if entry and japanese.stated else None,
        )


_FIELDS = ("key", "status", "statement", "figure", "moment", "as_of", "public")


def _issued(document: DocumentRow) -> datetime:
    return document.issued_at or document.prepared_at
