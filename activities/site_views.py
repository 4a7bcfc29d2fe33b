"""The public site as the register gives it: issued public documents, and what they state.

Only what has left the house is shown, in the words that were approved.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from activities.release_statements import statements_of
from contracts.names import PUBLIC
from domain.documents import FOR_EVERYBODY, RELEASES, DocumentKind, DocumentState
from domain.facts import Ledger
from domain.markings import Marking
from domain.plain_text import clean_line, clean_prose
from domain.wording import Language, banner
from printing.pages import read_page
from publishing.model import (
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
from register.published_pages import read_corrections, read_published
from register.store import Register
from register.tables_incident import data_keys, incidents
from sealing.values import ValueSealer

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
    `rehearsals` are asked for, and says on each page what it is. Of one whose data key was
    destroyed nothing can be read: `erased_incidents`.
    """
    erased = _erased(connection)
    found = [
        (identity, shown)
        for identity in _wanted(connection, rehearsals=rehearsals)
        if identity not in erased
        and (shown := _incident(connection, register.sealer(identity, connection), identity))
    ]
    return tuple(sorted(found, key=lambda pair: (pair[1].updated_at, pair[0]), reverse=True))


def folder_of(incident_id: str) -> str:
    """The folder of an incident's pages on the site."""
    return incident_id.lower()


def erased_incidents(connection: Connection, *, rehearsals: bool) -> dict[str, int]:
    """Incidents that nobody can read any more, with the number of their published pages."""
    erased = _erased(connection)
    pages = {
        identity: len(read_published(connection, identity))
        for identity in _wanted(connection, rehearsals=rehearsals)
        if identity in erased
    }
    return {identity: count for identity, count in pages.items() if count}


def _wanted(connection: Connection, *, rehearsals: bool) -> list[str]:
    rows = connection.execute(
        select(incidents.c.id, incidents.c.marking).where(incidents.c.private.is_(False))
    ).all()
    return [row.id for row in rows if rehearsals or row.marking == Marking.LIVE.value]


def _erased(connection: Connection) -> frozenset[str]:
    gone = select(data_keys.c.incident_id).where(data_keys.c.destroyed_at.is_not(None))
    return frozenset(connection.execute(gone).scalars())


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
    folder = folder_of(incident_id)
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
        statements=tuple(_statements(documents, plain, ledger)),
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


def _issued(document: DocumentRow) -> datetime:
    return document.issued_at or document.prepared_at


def _statements(
    documents: tuple[DocumentRow, ...], pages: Mapping[str, PublicPage], ledger: Ledger
) -> Iterable[PublicStatement]:
    """What the newest release states; one that takes a warning back ends every statement."""
    releases = [document for document in documents if document.kind in RELEASES]
    if not releases:
        return ()
    newest = max(releases, key=_issued)
    if newest.kind is DocumentKind.RETRACTION_RELEASE:
        return ()
    return statements_of(newest, pages[newest.id].blocks, ledger)
