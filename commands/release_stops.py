"""What would stop a public document today, said before anybody has written and approved it.

The engine asks the same in the moment of leaving; nobody should hear it first then.
"""

from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection

from activities.release_gate import steps_before, why_it_cannot_go
from activities.telling_steps import who_is_left
from commands.refusal_words import in_japanese
from commands.telling_words import steps_in_japanese
from register.case_time import case_time
from register.documents import DocumentRow, read_documents
from register.incidents import read_incident
from register.store import Register
from screens.words import ScreenLanguage
from sealing.values import ValueSealer


class Stopped(NamedTuple):
    """Why a document cannot go, as the engine says it, and the same in a line.

    `overtakes`: others are to be told first, and somebody may let it go ahead of them.
    """

    reason: str
    line: str
    overtakes: bool

    def whole(self, language: ScreenLanguage) -> str:
        """With the lines to type, where there are any."""
        said = in_japanese(self.reason) if language == "ja" else self.reason
        if self.overtakes:
            return said
        return f"まだ公表できません。{said}" if language == "ja" else f"it cannot go yet: {said}"

    def short(self, language: ScreenLanguage) -> str:
        """In a line."""
        if language == "en":
            return f"cannot go yet: {self.line}"
        said = steps_in_japanese(self.line) if self.overtakes else in_japanese(self.line)
        return f"まだ公表できません: {said}"


def stopped(
    connection: Connection, sealer: ValueSealer, document: DocumentRow, at: datetime
) -> Stopped | None:
    """What stops a document; None where nothing does. `at` is case time."""
    reason = why_it_cannot_go(connection, sealer, document, at)
    if not reason:
        return None
    steps = steps_before(connection, sealer, document) if "\n" in reason else {}
    return Stopped(reason, who_is_left(steps) or reason, bool(steps))


def what_stops(
    register: Register,
    incident_id: str,
    number: int,
    language: ScreenLanguage,
    planned: datetime | None = None,
) -> str:
    """What is added to an answer about a document, on lines of its own; empty for most.

    `planned`: when it is to leave, if that was just said (case time).
    """
    with register.reading() as connection:
        documents = read_documents(connection, incident_id)
        document = next((item for item in documents if item.number == number), None)
        if document is None:
            return ""
        sealer = register.sealer(incident_id, connection)
        marking = read_incident(connection, sealer, incident_id).marking
        at = planned or case_time(connection, incident_id, marking, datetime.now(UTC))
        found = stopped(connection, sealer, document, at)
    return f"\n{found.whole(language)}" if found else ""
