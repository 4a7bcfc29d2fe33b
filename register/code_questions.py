"""Questions about check codes: for which notice a code was issued, and how often it was asked.

A code that is asked more often than a household asks is flagged once: somebody may have copied it
into mails that are not ours. Counts are per code; who asked is kept nowhere.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select, update

from register import audit
from register.check_codes import CODE_LETTERS
from register.incidents import read_incident
from register.parties import ourselves, read_parties
from register.store import Register
from register.tables_incident import data_keys
from register.tables_people import notices, waves
from register.tables_publishing import code_questions

OFTEN = 20
"""So many questions within `LATELY` are more than one person and the family ask."""
LATELY = timedelta(hours=24)
_READ_AS = str.maketrans("OIL", "011", "- \u3000")


class IssuedCode(NamedTuple):
    """What may be said about a code to anybody who holds it; nothing about a person.

    `marking` is that of a rehearsal; `told_at` is when its wave began, in case time.
    """

    title: str
    sender: str
    channel: str
    marking: str
    language: str
    desk: dict[str, str]
    told_at: datetime | None


class FlaggedCode(NamedTuple):
    """A code that was asked abnormally often, and since when nobody has looked into it."""

    check_code: str
    asked: int
    flagged_at: datetime


def normal_code(typed: str) -> str:
    """A code as it was issued: large letters, O read as 0, I and L as 1 (Crockford's base32)."""
    wide = str.maketrans({chr(0xFF01 + n): chr(0x21 + n) for n in range(94)})
    return typed.translate(wide).upper().translate(_READ_AS).strip()


def ask_code(register: Register, typed: str, now: datetime) -> tuple[IssuedCode, ...]:
    """For which notices a code was issued; the question is counted. `now` is server time.

    Several incidents may have issued the same code by chance: then each is named.
    """
    code = normal_code(typed)
    if len(code) != CODE_LETTERS or not code.isascii() or not code.isalnum():
        return ()
    with register.writing() as connection:
        found = connection.execute(
            select(notices.c.incident_id, notices.c.party_id, notices.c.channel, waves.c.started_at)
            .join(waves, waves.c.id == notices.c.wave_id, isouter=True)
            # Of an incident whose key was destroyed nobody can say anything any more.
            .join(data_keys, data_keys.c.incident_id == notices.c.incident_id)
            .where(notices.c.check_code == code, data_keys.c.destroyed_at.is_(None))
            .order_by(notices.c.id)
        ).all()
        newest = {row.incident_id: row for row in found}
        for incident_id in newest:
            _count(register, connection, incident_id, code, now)
        return tuple(_issued(register, connection, row) for row in newest.values())


def flagged_codes(connection: Connection, incident_id: str) -> tuple[FlaggedCode, ...]:
    """Codes that somebody has to look into."""
    rows = connection.execute(
        select(code_questions)
        .where(
            code_questions.c.incident_id == incident_id,
            code_questions.c.flagged_at.is_not(None),
            code_questions.c.looked_into_at.is_(None),
        )
        .order_by(code_questions.c.flagged_at)
    )
    return tuple(FlaggedCode(row.check_code, row.asked, row.flagged_at) for row in rows)


def looked_into(connection: Connection, incident_id: str, code: str, at: datetime) -> bool:
    """Whether a flagged code was there to be looked into; it is from now on."""
    done = connection.execute(
        update(code_questions)
        .where(
            code_questions.c.incident_id == incident_id,
            code_questions.c.check_code == code,
            code_questions.c.flagged_at.is_not(None),
            code_questions.c.looked_into_at.is_(None),
        )
        .values(looked_into_at=at)
    )
    return bool(done.rowcount)


def _count(
    register: Register, connection: Connection, incident_id: str, code: str, now: datetime
) -> None:
    which = (
        code_questions.c.incident_id == incident_id,
        code_questions.c.check_code == code,
    )
    row = connection.execute(select(code_questions).where(*which)).one_or_none()
    if row is None:
        first = {"asked": 1, "asked_lately": 1, "lately_since": now, "last_at": now}
        connection.execute(
            insert(code_questions).values(incident_id=incident_id, check_code=code, **first)
        )
        return
    fresh = now - row.lately_since >= LATELY
    lately = 1 if fresh else row.asked_lately + 1
    values: dict[str, object] = {
        "asked": row.asked + 1,
        "asked_lately": lately,
        "lately_since": now if fresh else row.lately_since,
        "last_at": now,
    }
    if lately == OFTEN + 1:
        values |= {"flagged_at": now, "looked_into_at": None}
        line = audit.AuditLine(
            at=now,
            actor="engine",
            action="check_code.asked_often",
            subject=incident_id,
            detail={"asked": row.asked + 1, "within_hours": LATELY // timedelta(hours=1)},
        )
        audit.append(connection, register.sealer(incident_id, connection), incident_id, line)
    connection.execute(update(code_questions).where(*which).values(**values))


def _issued(register: Register, connection: Connection, row: Any) -> IssuedCode:
    incident_id, party_id = row.incident_id, row.party_id
    sealer = register.sealer(incident_id, connection)
    incident = read_incident(connection, sealer, incident_id)
    parties = read_parties(connection, sealer, incident_id)
    us, sender = ourselves(parties), parties.get(party_id)
    own = sender.details.get("desk") if sender else None
    desk = own or us.details.get("desk") or {}
    return IssuedCode(
        title="" if incident.private else incident.title,
        sender=sender.name if sender else us.name,
        channel=row.channel,
        marking=incident.marking.value,
        language=incident.language,
        desk={name: str(desk.get(name) or "") for name in ("name", "phone", "hours")},
        told_at=row.started_at,
    )
