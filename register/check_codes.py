"""Check codes: what stands on a notice, so that its reader can ask whether it is ours.

Eight characters of Crockford's base32, unguessable. Within an incident no two people have the
same one: whoever writes notices calls `part_doubles` in the same transaction.
"""

import base64
import secrets

from sqlalchemy import Connection, func, select, update

from register.tables_people import notices

CODE_LETTERS = 8
_CODE_BYTES = 5
_TO_CROCKFORD = bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)


def check_codes(count: int) -> list[str]:
    """So many codes. Among a million, two may be alike by chance."""
    letters = base64.b32encode(secrets.token_bytes(_CODE_BYTES * count)).translate(_TO_CROCKFORD)
    text = letters.decode("ascii")
    return [text[start : start + CODE_LETTERS] for start in range(0, len(text), CODE_LETTERS)]


def part_doubles(connection: Connection, incident_id: str) -> int:
    """Give new codes to people who share one with somebody who had it before; how many did.

    The database looks for them: a set of millions of codes would be this process's memory.
    """
    parted = 0
    while later := _later_holders(connection, incident_id):
        for notice_id, code in zip(later, check_codes(len(later)), strict=True):
            connection.execute(
                update(notices).where(notices.c.id == notice_id).values(check_code=code)
            )
        parted += len(later)
    return parted


def _later_holders(connection: Connection, incident_id: str) -> list[int]:
    doubled = (
        select(notices.c.check_code)
        .where(notices.c.incident_id == incident_id)
        .group_by(notices.c.check_code)
        .having(func.count(notices.c.person_id.distinct()) > 1)
    )
    rows = connection.execute(
        select(notices.c.id, notices.c.person_id, notices.c.check_code)
        .where(notices.c.incident_id == incident_id, notices.c.check_code.in_(doubled))
        .order_by(notices.c.check_code, notices.c.id)
    )
    first_holder: dict[str, int] = {}
    return [
        row.id
        for row in rows
        if first_holder.setdefault(row.check_code, row.person_id) != row.person_id
    ]
