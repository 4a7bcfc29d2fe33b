"""Every filing of an incident: those of our documents, and those recorded without one."""

from datetime import datetime

from commands.context import find_incident
from commands.finding import shown_key
from domain.documents import FILINGS
from register.board import read_board
from register.filings import read_filings
from register.store import Register
from screens.words import DOCUMENTS, ScreenLanguage


def filings_of(
    register: Register, incident: str, language: ScreenLanguage
) -> tuple[tuple[str, datetime | None, str], ...]:
    """What, when it was submitted (case time), and its receipt; oldest document first.

    Raises:
        NotPossible: no such incident.
    """
    identity = find_incident(register, incident)
    board = read_board(register, identity, with_people=False, lines=0)
    with register.reading() as connection:
        recorded = read_filings(connection, identity)
    names = {duty.key: shown_key(duty) for duty in board.duties}
    ours = [
        (
            f"#{document.number} {DOCUMENTS[language][document.kind]}",
            document.receipt_at,
            document.receipt_number or "",
        )
        for document in board.documents
        if document.kind in FILINGS
    ]
    others = [
        (names.get(key, key), filing.submitted_at, filing.receipt)
        for key, filing in recorded.items()
    ]
    return (*ours, *others)
