"""The stage of a rehearsal: its own folder, key, namespace and house; nothing real is in reach."""

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from contracts.incident_file import IncidentFile, SyntheticPeople
from contracts.policy import IncidentPolicy
from demo.people import SyntheticPerson, synthetic_people
from hosting.keyring import keyring_of
from hosting.ports import free_ports
from maintenance import upgrade_register
from policies.loader import load_policy, with_wave
from register.people import import_people
from register.person_rows import PersonRow
from register.store import Register, open_register
from settings import Settings

# A rehearsal waits seconds where an incident waits days: the mailroom answers at once.
SETTLE_AFTER = timedelta(seconds=12)
FIRST_LOOK = timedelta(seconds=4)
LONGEST_LOOK = timedelta(seconds=4)
REQUESTS_A_MINUTE = 60_000


def prepare_stage(data_dir: Path, sender_mail: str, sender_name: str) -> Settings:
    """Settings of a fresh rehearsal; what an earlier one left in the folder is removed."""
    for name in ("temporal", "mailroom", "outbox", "logs", "run"):
        shutil.rmtree(data_dir / name, ignore_errors=True)
    for path in data_dir.glob("*.db*"):
        path.unlink()
    return Settings.rehearsal(
        data_dir,
        sender_mail=sender_mail,
        sender_name=sender_name,
        mail_requests_per_minute=REQUESTS_A_MINUTE,
        **free_ports(),
    )


def open_stage_register(settings: Settings) -> Register:
    """The rehearsal's register, with its schema."""
    upgrade_register(settings)
    return open_register(settings.database_url, keyring_of(settings), settings.temporal_namespace)


def rehearsal_policy(settings: Settings) -> IncidentPolicy:
    """The standard policy, with the patience of a rehearsal in its waves, and as fast as may be."""
    return with_wave(
        load_policy(batch_size=settings.mail_batch_size),
        first_look=FIRST_LOOK,
        longest_look=LONGEST_LOOK,
        settle_after=SETTLE_AFTER,
        pacing={},
    )


def scaled(spec: SyntheticPeople, total: int | None) -> SyntheticPeople:
    """The same people in another number, the leaked phones in proportion."""
    if total is None:
        return spec
    phones = spec.phones * total // spec.total
    return spec.model_copy(update={"total": total, "phones": phones})


def import_case_people(
    register: Register,
    file: IncidentFile,
    parties: dict[str, str],
    incident_id: str,
    at: datetime,
    total: int | None = None,
) -> Iterator[tuple[str, int]]:
    """Import the case's synthetic people merchant by merchant; yields key and count of each."""
    if file.people is None or file.people.synthetic is None:
        return
    spec = scaled(file.people.synthetic, total)
    for merchant, found in groupby(synthetic_people(spec), key=attrgetter("merchant")):
        digest = hashlib.sha256(f"{spec.model_dump_json()}|{merchant}".encode()).hexdigest()
        rows = _rows(found)
        summary = import_people(register, incident_id, parties[merchant], rows, digest, at)
        yield merchant, summary.people


def _rows(found: Iterable[SyntheticPerson]) -> Iterator[PersonRow]:
    return (
        PersonRow(
            line=person.line,
            name=person.name,
            mail=person.mail,
            phone=person.phone,
            postal_code=person.postal_code,
            address=person.address,
            items=person.items,
        )
        for person in found
    )
