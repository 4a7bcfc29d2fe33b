"""Which words a merchant's kit may hold: those issued for it, while nothing in them has moved."""

from typing import Literal

from sqlalchemy import Connection

from domain.consistency import moved
from domain.documents import DocumentKind, DocumentState
from domain.facts import Ledger
from register.documents import DocumentRow, read_documents

KIT: Literal["kit"] = "kit"
"""What a kit is called among the files that were made for somebody outside."""


class NoKitWordsError(Exception):
    """No words may be handed to this merchant: `moved` are facts that moved since they were issued.

    `number` is the newest document that was made for it and not withdrawn, `state` where it stands;
    without one nothing was drafted.
    """

    def __init__(self, newest: DocumentRow | None, moved: tuple[str, ...]) -> None:
        super().__init__("no words of a kit stand for this merchant")
        self.number = newest.number if newest else None
        self.state = newest.state if newest else None
        self.moved = moved


def standing_words(
    connection: Connection, ledger: Ledger, incident_id: str, party_id: str
) -> DocumentRow:
    """The newest words issued for a merchant's kit, if no fact in them has moved since.

    Raises NoKitWordsError.
    """
    of_it = [
        document
        for document in read_documents(connection, incident_id)
        if document.kind is DocumentKind.MERCHANT_KIT
        and party_id in document.addressees
        and document.state is not DocumentState.WITHDRAWN
    ]
    issued = [document for document in of_it if document.state is DocumentState.ISSUED]
    late = moved(ledger, issued[-1].ledger_revision, issued[-1].facts_read) if issued else ()
    if not issued or late:
        raise NoKitWordsError(of_it[-1] if of_it else None, late)
    return issued[-1]
