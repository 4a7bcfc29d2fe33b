"""An incident whose people are ready to be told: sealed, with approved words."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import update
from ulid import ULID

from bench.parts.words import Templates
from contracts.wave_payloads import PlanWave
from domain.pacing import Pacing
from register.people import import_people
from register.person_rows import PersonRow
from register.store import Register
from register.tables_incident import renditions
from register.wave_controls import decide_to_send
from tests.register_fixtures import Case


def ready_incident(register: Register, people: int) -> Case:
    """One merchant's people in a register, each with a mail address of their own."""
    case = Case(register).open()
    body = json.dumps(Templates().with_markers())
    sealer = register.sealer(case.incident_id)
    with register.writing() as connection:
        for document_id in (case.mail_document_id, case.letter_document_id):
            for party_id in case.merchant_ids:
                place = f"{document_id}:{party_id}"
                connection.execute(
                    update(renditions)
                    .where(
                        renditions.c.document_id == document_id,
                        renditions.c.addressee_id == party_id,
                    )
                    .values(body=sealer.seal("renditions", "body", place, body))
                )
    import_people(
        register,
        case.incident_id,
        case.merchant_ids[0],
        people_rows(people),
        str(ULID()),
        datetime.now(UTC),
    )
    return case


def people_rows(count: int) -> Iterator[PersonRow]:
    """Rows of a list of people, as a file would give them."""
    for line in range(1, count + 1):
        yield PersonRow(
            line=line,
            name=f"見本 {line:06}",
            mail=f"p{line}@mail.example.jp",
            phone=None,
            items=("氏名", "メールアドレス", "お届け先住所"),
        )


def plan_of(case: Case, people_a_shard: int, people_a_batch: int) -> PlanWave:
    """The order to freeze everybody of the incident into a wave."""
    return case.plan_input(shard=people_a_shard, batch=people_a_batch)


def let_go(case: Case, wave_id: str) -> None:
    """What the start of a wave writes once its gates are open, without asking at the gates."""
    now = datetime.now(UTC)
    case.start(wave_id)
    with case.register.writing() as connection:
        decide_to_send(connection, wave_id, Pacing(), now, urgent=True)
