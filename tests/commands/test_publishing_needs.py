"""What publishing asks for in `next`, and its tables in `release list`."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from ulid import ULID

from contracts.decision_kinds import DecisionKind as Kind
from domain.documents import Binding
from register.code_questions import OFTEN, ask_code
from register.tables_incident import documents
from register.tables_people import notices
from register.tables_publishing import publication_holds, release_plans
from tests.activities.decision_runner import Decider
from tests.commands.command_folder import MERCHANTS, Folder, widest
from tests.register_fixtures import people_rows

HOUR = timedelta(hours=1)


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def desk(folder: Folder, now: datetime) -> Decider:
    with folder.register.writing() as connection:
        connection.execute(
            insert(documents).values(
                id=str(ULID()),
                incident_id=folder.case.incident_id,
                number=21,
                kind="first_release",
                language="ja",
                state="in_review",
                author="public_relations",
                addressees=[],
                on_behalf_of=[],
                release_number=1,
                ledger_revision=0,
                facts_read=[],
                binding=Binding(text="", template="", facts="").model_dump(),
                binding_digest="0" * 64,
                prepared_at=now,
            )
        )
    return Decider(folder.case, at=now - 5 * HOUR)


def needs(folder: Folder, kind: str) -> list[dict[str, Any]]:
    found = json.loads(folder.told("next", "KAWASEMI", "--json"))["needs"]
    return [need for need in found if need["kind"] == kind]


def moved(folder: Folder, column: Any, at: datetime) -> None:
    with folder.register.writing() as connection:
        connection.execute(update(column.table).values({column.name: at}))


def test_a_planned_release_asks_at_its_time_and_again_when_that_has_passed(
    folder: Folder, desk: Decider, now: datetime
) -> None:
    at = (now + HOUR).isoformat()
    desk.does(Kind.RELEASE_PLANNED, "public_relations", release=1, publish_at=at)
    assert needs(folder, "go") == []
    for merchant in range(MERCHANTS):
        folder.merchant(merchant, told_at=now)

    moved(folder, release_plans.c.publish_at, now - HOUR / 2)
    (asked,) = needs(folder, "go")
    assert asked["command"] == "shirase release issue KAWASEMI 1 --as commander"
    assert [answer["en"] for answer in asked["answers"]] == ["publish now", "at another time"]
    moved(folder, release_plans.c.publish_at, now - 2 * HOUR)
    assert "予定の時刻を過ぎています" in folder.told("next", "KAWASEMI")


def test_a_hold_asks_when_its_time_has_come(folder: Folder, desk: Decider, now: datetime) -> None:
    words = {"ground": "police", "scope": "手口", "until": (now + HOUR).isoformat()}
    desk.does(Kind.PUBLICATION_HELD, "counsel", requester="counsel", **words)
    assert needs(folder, "held") == []
    moved(folder, publication_holds.c.until, now - HOUR)

    (asked,) = needs(folder, "held")

    assert asked["command"].startswith("shirase release free KAWASEMI 1 --reason")
    assert [answer["en"] for answer in asked["answers"]] == ["end it", "prolong it"]


def test_a_code_asked_too_often_is_to_be_looked_into(folder: Folder, now: datetime) -> None:
    folder.case.add(people_rows(2))
    folder.case.planned_and_started()
    with folder.register.reading() as connection:
        code = connection.execute(select(notices.c.check_code).limit(1)).scalar_one()
    for _ in range(OFTEN + 1):
        ask_code(folder.register, code, now)

    (asked,) = needs(folder, "code")

    assert asked["command"] == f"shirase code KAWASEMI {code} --finding WORDS --as contact_desk"


def test_plans_and_holds_are_listed_within_80_columns(
    folder: Folder, desk: Decider, now: datetime
) -> None:
    at = (now + HOUR).isoformat()
    desk.does(Kind.RELEASE_PLANNED, "commander", release=1, publish_at=at)
    long = {"ground": "coordinated_disclosure", "scope": "脆弱性の内容" * 30, "until": at}
    desk.does(Kind.PUBLICATION_HELD, "counsel", requester="counsel", **long)

    for language in ("ja", "en"):
        screen = folder.told("release", "list", "KAWASEMI", "--language", language)
        assert widest(screen) <= 80
        assert ("公表時期の調整" if language == "ja" else "coordinated") in screen
    told = json.loads(folder.told("release", "list", "KAWASEMI", "--json"))
    assert [plan["release"] for plan in told["plans"]] == [1]
    assert [(hold["number"], hold["in_force"]) for hold in told["holds"]] == [(1, True)]
