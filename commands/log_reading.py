"""Reads an incident's log: opened and in words, or unopened to verify its chain."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from commands.finding import find_incident
from commands.looking import log_words
from register import audit
from register.audit import AuditLine
from register.board import read_board
from register.store import Register
from register.tables_incident import audit as audit_table
from screens.log_words import LogWords
from screens.words import ScreenLanguage


@dataclass(frozen=True)
class Verified:
    """What became of verifying: how many lines, the last hash, the first line that is broken.

    Whoever keeps the last hash elsewhere can also tell later whether lines were cut off the end.
    """

    lines: int
    last_hash: str
    broken_at: int | None

    @property
    def holds(self) -> bool:
        """Whether every line fits the one before it."""
        return self.broken_at is None

    def as_json(self) -> dict[str, Any]:
        """For a program."""
        return {
            "holds": self.holds,
            "lines": self.lines,
            "first_broken_line": self.broken_at,
            "last_hash": self.last_hash,
        }

    def said(self, language: ScreenLanguage) -> str:
        """For a person."""
        if self.broken_at is not None:
            return {
                "ja": f"{self.broken_at}行目から連鎖が合いません(全{self.lines}行)。この行以降は"
                "改ざんまたは破損しています。控えの記録簿と比べてください。",
                "en": f"The chain breaks at line {self.broken_at} of {self.lines}: it was altered "
                "or damaged from there on. Compare with a backup of the register.",
            }[language]
        return {
            "ja": f"全{self.lines}行の連鎖が合っています。最後のハッシュ値: {self.last_hash}",
            "en": f"All {self.lines} lines fit. The last hash is {self.last_hash}",
        }[language]


def read_log(
    register: Register, incident: str, language: ScreenLanguage
) -> tuple[list[tuple[int, AuditLine]], LogWords]:
    """Every line with its number, and the words for them.

    Raises:
        NotPossible: no incident, or more than one, is called so.
        SealBroken: a line was altered; `verify_log` tells which.
    """
    identity = find_incident(register, incident)
    board = read_board(register, identity, with_people=False, lines=0)
    with register.reading() as connection:
        sealer = register.sealer(identity, connection)
        lines = audit.read(connection, sealer, identity)
        words = log_words(register, connection, board, language)
    return list(enumerate(lines, start=1)), words


def verify_log(register: Register, incident: str) -> Verified:
    """Check the chain without opening a line.

    Raises:
        NotPossible: no incident, or more than one, is called so.
    """
    identity = find_incident(register, incident)
    query = (
        select(audit_table.c.hash)
        .where(audit_table.c.incident_id == identity)
        .order_by(audit_table.c.sequence)
    )
    with register.reading() as connection:
        hashes = list(connection.execute(query).scalars())
        broken_at = audit.verify(connection, identity)
    return Verified(
        lines=len(hashes), last_hash=hashes[-1] if hashes else audit.FIRST, broken_at=broken_at
    )
