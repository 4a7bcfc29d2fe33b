"""Two statements without which no wave starts: the contact desk works, the sender is outside.

People who are told call back within minutes, and a mail about a breach that leaves through what
was breached helps nobody. Both are stated by a named role, and the newest statement stands.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select
from ulid import ULID

from domain.pacing import Pacing
from domain.ramp import people_per_hour_cap
from register.incidents import read_policy
from register.tables_channels import desk_tests, sender_statements
from sealing.values import ValueSealer

PER_MILLE = 1000
HOURS_A_DAY = 24.0


@dataclass(frozen=True, slots=True)
class DeskTest:
    """The newest test of the contact desk. `words` are the phone, the hours and what was said."""

    passed: bool
    tested_at: datetime
    recorded_by: str
    contacts_an_hour: int
    contacts_a_day: int
    contacts_per_mille: int | None
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SenderStatement:
    """The newest statement whether a sender is outside the incident, and its words."""

    outside: bool
    recorded_at: datetime
    recorded_by: str
    words: Mapping[str, str]


def record_desk_test(
    connection: Connection,
    sealer: ValueSealer,
    incident_id: str,
    test: DeskTest,
    recorded_at: datetime,
) -> str:
    """Keep a test; its id."""
    identity = str(ULID())
    connection.execute(
        insert(desk_tests).values(
            id=identity,
            incident_id=incident_id,
            tested_at=test.tested_at,
            recorded_at=recorded_at,
            recorded_by=test.recorded_by,
            passed=test.passed,
            contacts_an_hour=test.contacts_an_hour,
            contacts_a_day=test.contacts_a_day,
            contacts_per_mille=test.contacts_per_mille,
            words=_sealed(sealer, "desk_tests", identity, test.words),
        )
    )
    return identity


def read_desk_tests(
    connection: Connection, sealer: ValueSealer, incident_id: str
) -> tuple[DeskTest, ...]:
    """Every test, the oldest first."""
    rows = connection.execute(
        select(desk_tests).where(desk_tests.c.incident_id == incident_id).order_by(desk_tests.c.id)
    )
    return tuple(
        DeskTest(
            passed=row.passed,
            tested_at=row.tested_at,
            recorded_by=row.recorded_by,
            contacts_an_hour=row.contacts_an_hour,
            contacts_a_day=row.contacts_a_day,
            contacts_per_mille=row.contacts_per_mille,
            words=json.loads(sealer.open("desk_tests", "words", row.id, row.words)),
        )
        for row in rows
    )


def last_desk_test(
    connection: Connection, sealer: ValueSealer, incident_id: str
) -> DeskTest | None:
    """The test that stands; None before the first."""
    tests = read_desk_tests(connection, sealer, incident_id)
    return tests[-1] if tests else None


class DeskCap(NamedTuple):
    """The most people an hour that the tested desk lets be told, and why.

    `people`: in the policy's hours of sending; `urgent`: at any hour, for an urgent wave. The desk
    answers `an_hour`, and of a day's contacts `by_day` in each of `hours`; the smaller counts, at
    `per_mille` contacts of 1,000 people told.
    """

    people: int
    urgent: int
    hours: float
    an_hour: int
    by_day: int
    per_mille: int

    def of(self, *, urgent: bool) -> int:
        """The one cap of a wave."""
        return self.urgent if urgent else self.people


def desk_cap(
    connection: Connection, incident_id: str, pacing: Pacing | None = None
) -> DeskCap | None:
    """The cap by the newest test and the incident's policy; None before a test, or without one.

    `pacing` is the policy's, read where it is not given.

    A day's capacity counts as well, spread over the hours of a day in which mail is sent.
    """
    row = connection.execute(
        select(
            desk_tests.c.contacts_an_hour,
            desk_tests.c.contacts_a_day,
            desk_tests.c.contacts_per_mille,
        )
        .where(desk_tests.c.incident_id == incident_id)
        .order_by(desk_tests.c.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None or row.contacts_an_hour < 1:
        return None
    expected = row.contacts_per_mille
    if expected is None:
        expected = read_policy(connection, incident_id).wave.contacts_per_mille
    if not expected:
        return None
    window = (pacing or read_policy(connection, incident_id).wave.pacing).window
    hours = window.hours if window else HOURS_A_DAY
    by_day = max(int(row.contacts_a_day / hours), 1)
    at_any_hour = max(int(row.contacts_a_day / HOURS_A_DAY), 1)
    return DeskCap(
        people=people_per_hour_cap(min(row.contacts_an_hour, by_day), expected / PER_MILLE),
        urgent=people_per_hour_cap(min(row.contacts_an_hour, at_any_hour), expected / PER_MILLE),
        hours=hours,
        an_hour=row.contacts_an_hour,
        by_day=by_day,
        per_mille=expected,
    )


def record_sender_statement(
    connection: Connection,
    sealer: ValueSealer,
    incident_id: str,
    sender_id: str,
    statement: SenderStatement,
) -> str:
    """Keep a statement about a sender; its id."""
    identity = str(ULID())
    connection.execute(
        insert(sender_statements).values(
            id=identity,
            incident_id=incident_id,
            sender_id=sender_id,
            outside=statement.outside,
            recorded_at=statement.recorded_at,
            recorded_by=statement.recorded_by,
            words=_sealed(sealer, "sender_statements", identity, statement.words),
        )
    )
    return identity


def last_sender_statement(
    connection: Connection, sealer: ValueSealer, incident_id: str, sender_id: str
) -> SenderStatement | None:
    """The statement that stands about a sender; None before the first."""
    row = connection.execute(
        select(sender_statements)
        .where(
            sender_statements.c.incident_id == incident_id,
            sender_statements.c.sender_id == sender_id,
        )
        .order_by(sender_statements.c.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    return SenderStatement(
        outside=row.outside,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        words=json.loads(sealer.open("sender_statements", "words", row.id, row.words)),
    )


def _sealed(sealer: ValueSealer, table: str, identity: str, words: Mapping[str, Any]) -> bytes:
    return sealer.seal(table, "words", identity, json.dumps(dict(words), ensure_ascii=False))
