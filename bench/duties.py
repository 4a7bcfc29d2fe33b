"""All duties of an incident with 10,000 merchants, by the real activity on SQLite.

Every merchant has been told, and each of its duties is open: what an entrustor owes, and what we
owe it. Payloads are measured as they travel; Temporal takes 2 MB.
"""

import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import update
from temporalio.testing import ActivityEnvironment
from ulid import ULID

from activities.incident import RegisterIncidentActivities
from contracts.clock_payloads import DutiesReplaced
from contracts.incident_payloads import AssessDuties, CommandRef, DutiesAssessed
from domain.markings import Marking
from domain.parties import PartyKind, PartyRole
from hosting.keyring import keyring_of
from maintenance import upgrade_register
from policies.loader import load_policy
from register.incidents import NewContact, NewIncident, NewParty, open_incident
from register.store import Register, open_register
from register.tables_incident import merchants
from settings import Settings
from workflows.incident_family import clock_shards_for

MERCHANTS = 10_000
OPENED = datetime(2026, 1, 6, 1, 20, tzinfo=UTC)
TOLD = OPENED + timedelta(hours=10)
FACTS = (
    {"key": "discovered", "status": "known", "moment": OPENED.isoformat()},
    {"key": "category.wrongful_purpose", "status": "known"},
)


def measure(folder: Path) -> dict[str, float | int]:
    """`duties_10000_merchants_seconds` for the first computation, and what came of it."""
    settings = Settings.rehearsal(folder)
    upgrade_register(settings)
    register = open_register(
        settings.database_url, keyring_of(settings), settings.temporal_namespace
    )
    incident_id = _open(register)
    activities = RegisterIncidentActivities(register)
    run = ActivityEnvironment().run
    command = CommandRef(
        incident_id=incident_id, command_id=incident_id, actor="commander", at=OPENED
    )
    run(activities.record_opening, command)
    request = AssessDuties(incident_id=incident_id, at=TOLD)
    began = time.monotonic()
    assessed: DutiesAssessed = run(activities.assess_duties, request)
    first = time.monotonic() - began
    began = time.monotonic()
    run(activities.assess_duties, request)
    again = time.monotonic() - began
    register.dispose()
    return {
        "duties_10000_merchants_seconds": round(first, 2),
        "duties_10000_merchants_again_seconds": round(again, 2),
        "duties_open": len(assessed.open_clocks),
        "duties_answer_bytes": len(assessed.model_dump_json()),
        "duties_largest_shard_bytes": _largest_shard(assessed),
    }


def _largest_shard(assessed: DutiesAssessed) -> int:
    """The biggest signal to a shard of clocks."""
    from zlib import crc32

    shards = clock_shards_for(MERCHANTS)
    count: Counter[int] = Counter()
    for clock in assessed.open_clocks:
        size = len(DutiesReplaced(clocks=(clock,)).model_dump_json())
        count[crc32(clock.key.encode()) % shards] += size
    return max(count.values(), default=0)


def _open(register: Register) -> str:
    """An incident whose merchants have been told."""
    incident_id = str(ULID())
    us = str(ULID())
    shops = [str(ULID()) for _ in range(MERCHANTS)]
    parties = (
        NewParty(
            id=us,
            key="platform",
            kind=PartyKind.OURSELVES,
            role=PartyRole.ENTRUSTEE,
            name="計測",
            contacts=(NewContact(id=str(ULID()), role="commander", name="甲", mail="a@b.example"),),
        ),
        *(
            NewParty(
                id=identity,
                key=f"bench-{number}",
                kind=PartyKind.MERCHANT,
                role=PartyRole.ENTRUSTOR,
                name=f"計測店{number}",
            )
            for number, identity in enumerate(shops)
        ),
    )
    said = {"as_of": OPENED.isoformat(), "source": "platform", "vouched_by": "commander"}
    new = NewIncident(
        id=incident_id,
        code_name="BENCH",
        title="計測",
        severity="undecided",
        track="undecided",
        marking=Marking.DRILL,
        language="ja",
        private=False,
        file_digest="0" * 64,
        policy=load_policy(),
        opened_at=OPENED,
        parties=parties,
        entrustments=tuple((shop, us) for shop in shops),
        opening_facts=[{**fact, **said} for fact in FACTS],
    )
    open_incident(register, new)
    with register.writing() as connection:
        connection.execute(update(merchants).values(told_at=TOLD))
    return incident_id
