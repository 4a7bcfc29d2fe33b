"""Who is in a claim, still sealed, in the order of their positions."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from register.tables_people import attempts, notices, people


@dataclass(frozen=True, slots=True, repr=False)
class ClaimedPerson:
    """A person in a claim; name and mail are still sealed, under the row `<data set>:<line>`."""

    position: int
    row: str
    name: bytes
    mail: bytes
    leaked: str
    check_code: str
    addressee: str


def claimed_people(
    connection: Connection, request_id: str
) -> tuple[str, tuple[ClaimedPerson, ...]]:
    """The merchant and the people of a request."""
    rows = connection.execute(
        select(
            attempts.c.position,
            notices.c.party_id,
            notices.c.check_code,
            people.c.data_set_id,
            people.c.line,
            people.c.name,
            people.c.mail,
            # What was frozen with the wave; a later list may have said more since.
            func.coalesce(notices.c.told_items, people.c["items"]).label("leaked"),
            people.c.addressee,
        )
        .join(notices, notices.c.id == attempts.c.notice_id)
        .join(people, people.c.id == notices.c.person_id)
        .where(attempts.c.request_id == request_id)
        .order_by(attempts.c.position)
    ).all()
    persons = tuple(
        ClaimedPerson(position, f"{data_set_id}:{line}", name, mail, leaked, check_code, addressee)
        for position, _, check_code, data_set_id, line, name, mail, leaked, addressee in rows
    )
    return rows[0].party_id, persons
