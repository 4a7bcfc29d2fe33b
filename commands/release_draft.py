"""Whether a release can be drafted at all: it publishes public facts only.

Otherwise the engine would wait, unseen, until somebody makes them public.
"""

from datetime import UTC, datetime

from sqlalchemy import Connection
from ulid import ULID

from activities.document_contexts import ContextMaker
from activities.drafting import blank_document
from activities.words import render
from activities.words_errors import FactNotPublicError
from commands.sentences import NotPossible
from contracts.document_payloads import DraftDocument
from domain.documents import DocumentKind
from domain.phases import ENDS
from register.store import Register
from sealing.values import ValueSealer


def require_public(register: Register, incident_id: str, kind: DocumentKind) -> None:
    """Refuse a release that would publish what is not public; the engine refuses an ended incident.

    Raises:
        NotPossible: with the keys of those facts.
    """
    with register.reading() as connection:
        sealer = register.sealer(incident_id, connection)
        keys = ", ".join(_held_back(connection, sealer, incident_id, kind))
    if keys:
        raise NotPossible(
            en=f"This release would publish facts that are not public: {keys}. Record each with "
            "`shirase fact ... --public` once it may be published.",
            ja=f"公表してよいとされていない事実を含みます: {keys}。公表してよい内容になったら "
            "`shirase fact ... --public` で記録してください。",
        )


def _held_back(
    connection: Connection, sealer: ValueSealer, incident_id: str, kind: DocumentKind
) -> list[str]:
    now = datetime.now(UTC)
    maker = ContextMaker(connection, sealer, incident_id, now)
    if maker.incident.phase in ENDS:
        return []
    draft = DraftDocument(
        incident_id=incident_id,
        document_id=str(ULID()),
        number=0,
        kind=kind.value,
        author="",
        addressees=(),
        on_behalf_of=(),
        at=now,
    )
    (context,) = maker.contexts(blank_document(maker, draft)).values()
    found: list[str] = []
    while True:
        try:
            render(context)
        except FactNotPublicError as error:
            # As if it were public, so that all of them are told at once.
            found.append(error.key)
            facts = tuple(
                fact.model_copy(update={"public": fact.public or fact.key == error.key})
                for fact in context.facts
            )
            context = context.model_copy(update={"facts": facts})
        else:
            return found
