"""Who was told in a rehearsal, and so was told that it is one: every mail of it says so."""

import csv
from pathlib import Path

from sqlalchemy import func, select

from register.parties import read_contacts, read_parties
from register.store import Register
from register.tables_incident import dispatches

HEADERS = ("関係先", "役割", "氏名", "メールアドレス", "通数", "最初の連絡")


def write_told(register: Register, incident_id: str, outbox: Path) -> Path:
    """Write the list of the staff and partners that were mailed; readable by its owner only.

    The people of the lists do not exist, so nobody among them was told anything.
    """
    sealer = register.sealer(incident_id)
    with register.reading() as connection:
        contacts = {c.id: c for c in read_contacts(connection, sealer, incident_id)}
        parties = read_parties(connection, sealer, incident_id)
        rows = connection.execute(
            select(
                dispatches.c.contact_id,
                func.count().label("mails"),
                func.min(dispatches.c.claimed_at).label("first"),
            )
            .where(dispatches.c.incident_id == incident_id)
            .group_by(dispatches.c.contact_id)
            .order_by(func.min(dispatches.c.claimed_at))
        ).all()
    path = outbox / incident_id / "told-it-is-a-rehearsal.csv"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS)
        for row in rows:
            contact = contacts[row.contact_id]
            party = parties[contact.party_id].name
            first = row.first.isoformat(timespec="minutes")
            writer.writerow((party, contact.role, contact.name, contact.mail, row.mails, first))
    return path
