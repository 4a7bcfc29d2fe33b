"""Warnings in a register, as a false alarm finds them: people and merchants told, documents out."""

from typing import Any

from sqlalchemy import insert, select, update
from ulid import ULID

from contracts.wave_payloads import PlanWave, WavePlan
from domain.facts import Fact, FactStatus
from domain.notices import AttemptState, Channel
from register.fall_backs import insert_attempts
from register.ledger import add_facts
from register.person_rows import PersonRow
from register.tables_incident import contacts, dispatches, documents, merchants
from register.tables_people import notices, people
from tests.register_fixtures import AT, HTML, LETTER, Case

STATES = (
    (Channel.MAIL, AttemptState.ACCEPTED, "mail"),
    (Channel.MAIL, AttemptState.DELIVERED, "mail"),
    (Channel.MAIL, AttemptState.UNKNOWN, "mail"),
    (Channel.MAIL, AttemptState.CLAIMED, "mail"),
    (Channel.MAIL, AttemptState.COMPLAINED, "mail"),
    (Channel.MAIL, AttemptState.SETTLED, "mail"),
    (Channel.MAIL, AttemptState.CANCELLED, "mail"),
    (Channel.LETTER, AttemptState.POSTED, "letter"),
    (Channel.MAIL, AttemptState.BOUNCED, None),
    (Channel.MAIL, AttemptState.DROPPED, None),
    (Channel.MAIL, AttemptState.REFUSED, None),
    (Channel.LETTER, AttemptState.PRINTED, None),
    (Channel.LETTER, AttemptState.RETURNED, None),
    (Channel.CALL, AttemptState.REACHED, "call"),
    (Channel.CALL, AttemptState.LISTED, None),
    (Channel.CALL, AttemptState.FAILED, None),
    (Channel.SUBSTITUTE, AttemptState.SUBSTITUTED, None),
    (None, None, None),
)
"""What became of each person's notice, and by which channel its retraction goes."""

FALSE_ALARM = ("false_alarm.ground", "false_alarm.examined")


def warn_one_in_each_state(case: Case) -> None:
    """A person of the first merchant in each of `STATES`; the last is still to be mailed."""
    case.add(
        PersonRow(
            line,
            f"見本 {line}",
            f"p{line}@example.jp",
            phone="+81300000000",
            address=f"見本町{line}",
        )
        for line in range(1, len(STATES) + 1)
    )
    plan = case.planned_and_started()
    for line, (channel, state, _) in enumerate(STATES, 1):
        if channel and state:
            attempt(case, plan, line, channel, state)


def attempt(case: Case, plan: WavePlan, line: int, channel: Channel, state: AttemptState) -> None:
    person = select(people.c.id).where(people.c.line == line)
    which = (notices.c.wave_id == plan.wave_id) & notices.c.person_id.in_(person)
    with case.register.writing() as connection:
        insert_attempts(connection, which, channel, state, AT)


def retraction(case: Case, number: int = 2) -> PlanWave:
    order = ("mail", "letter", "call")
    return case.plan_input(number=number, merchants=()).model_copy(
        update={"retraction": True, "channels": order}
    )


def retractions(case: Case) -> tuple[str, str]:
    """New retractions for people: the mail and the letter."""
    return (
        document(case, "person_retraction", html=HTML),
        document(case, "person_retraction_letter", html=LETTER),
    )


def document(case: Case, kind: str, *, html: str = HTML, **values: Any) -> str:
    with case.register.writing() as connection:
        number = len(connection.execute(select(documents.c.id)).all()) + 1
        identity = case._document(connection, number, kind, html)
    set_document(case, identity, **{"issued_at": AT, "addressees": [], **values})
    return identity


def set_document(case: Case, identity: str, **values: Any) -> None:
    with case.register.writing() as connection:
        which = documents.c.id == identity
        connection.execute(update(documents).where(which).values(**values))


def contact(case: Case, merchant: int) -> str:
    identity, party_id = str(ULID()), case.merchant_ids[merchant]
    with case.register.writing() as connection:
        sealed = case.register.sealer(case.incident_id, connection).seal("contacts", "x", "y", "z")
        known = connection.execute(
            select(merchants.c.party_id).where(merchants.c.party_id == party_id)
        ).first()
        if not known:
            connection.execute(
                insert(merchants).values(
                    party_id=party_id, incident_id=case.incident_id, shard=0, reports={}
                )
            )
        connection.execute(
            insert(contacts).values(
                id=identity,
                incident_id=case.incident_id,
                party_id=party_id,
                role="",
                name=sealed,
                mail=sealed,
            )
        )
    return identity


def write_to(
    case: Case,
    who: str,
    state: str,
    purpose: str = "merchant_notice",
    document_id: str | None = None,
) -> None:
    with case.register.writing() as connection:
        connection.execute(
            insert(dispatches).values(
                id=str(ULID()),
                incident_id=case.incident_id,
                key=f"{purpose}:{ULID()}",
                purpose=purpose,
                contact_id=who,
                document_id=document_id,
                state=state,
                rank=10,
                claimed_at=AT,
                updated_at=AT,
            )
        )


def state_ground(case: Case, *, public: bool = True) -> None:
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        facts = [
            Fact(
                key=key,
                status=FactStatus.KNOWN,
                statement="見本",
                as_of=AT,
                source="ourselves",
                vouched_by="privacy_officer",
                public=public,
            )
            for key in FALSE_ALARM
        ]
        add_facts(connection, sealer, case.incident_id, facts, AT, str(ULID()))
