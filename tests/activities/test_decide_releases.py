"""Promised updates and decisions not to publish, by command, with their clocks."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, update
from ulid import ULID

from contracts.decision_kinds import DecisionKind as Kind
from contracts.names import WORK_CLOCKS
from domain.documents import Binding
from register.ledger import read_ledger
from register.open_work import open_clocks, open_items, work_owners, work_titles
from register.releases import read_not_publishing, read_promised_updates
from register.tables_incident import documents, incidents
from tests.activities.decision_runner import NOW, Decider
from tests.register_fixtures import Case

DUE = NOW + timedelta(days=5)


@pytest.fixture
def desk(case: Case) -> Decider:
    return Decider(case)


def release(desk: Decider, number: int, issued_at: datetime | None = None) -> None:
    """A release as the engine leaves it, without words."""
    with desk.case.register.writing() as connection:
        connection.execute(
            insert(documents).values(
                id=str(ULID()),
                incident_id=desk.case.incident_id,
                number=number + 20,
                kind="first_release" if number == 1 else "follow_up_release",
                language="ja",
                state="issued" if issued_at else "in_review",
                author="public_relations",
                addressees=[],
                on_behalf_of=[],
                release_number=number,
                ledger_revision=0,
                facts_read=[],
                binding=Binding(text="", template="", facts="").model_dump(),
                binding_digest="0" * 64,
                prepared_at=NOW,
                issued_at=issued_at,
            )
        )


def clocks(desk: Decider) -> dict[str, datetime]:
    with desk.case.register.reading() as connection:
        return dict(open_clocks(connection, desk.case.incident_id))


def test_a_promise_has_a_clock_until_the_next_release(desk: Decider) -> None:
    release(desk, 1, NOW - timedelta(hours=1))

    done = desk.does(Kind.RELEASE_PROMISED, "public_relations", due_at=DUE.isoformat())

    assert "update 1" in done.sentence
    assert clocks(desk) == {"update|1": DUE}
    assert all(key.startswith(WORK_CLOCKS) for key in clocks(desk))
    with desk.case.register.reading() as connection:
        sealer = desk.case.register.sealer(desk.case.incident_id)
        identity = desk.case.incident_id
        assert work_titles(connection, sealer, identity)["update|1"].ja == "公表を約束した続報"
        assert work_owners(connection, identity) == {"update|1": "public_relations"}
        assert any("promised update 1" in item for item in open_items(connection, identity))
    release(desk, 2, NOW + timedelta(days=6))
    assert clocks(desk) == {}
    with desk.case.register.reading() as connection:
        (promise,) = read_promised_updates(connection, desk.case.incident_id)
    assert (promise.kept_by, promise.late) == (2, True)


def test_the_ledger_states_the_promised_time_to_everybody(desk: Decider) -> None:
    done = desk.does(Kind.RELEASE_PROMISED, "commander", due_at=DUE.isoformat())

    with desk.case.register.reading() as connection:
        sealer = desk.case.register.sealer(desk.case.incident_id)
        ledger = read_ledger(connection, sealer, desk.case.incident_id)
    fact = ledger.current()["next_update"].fact
    assert (fact.moment, fact.public, fact.vouched_by) == (DUE, True, "commander")
    assert (done.revision, done.facts_changed) == (1, ("next_update",))


def test_a_promise_in_a_release_in_preparation_waits_for_it(desk: Decider) -> None:
    release(desk, 1)

    why = desk.refuses(Kind.RELEASE_PROMISED, "public_relations", due_at=DUE.isoformat())
    assert "release 1 is in preparation" in why
    desk.does(Kind.RELEASE_PROMISED, "public_relations", due_at=DUE.isoformat(), stated_in=1)

    assert clocks(desk) == {}
    with desk.case.register.writing() as connection:
        connection.execute(update(documents).values(state="issued", issued_at=NOW))
    assert clocks(desk) == {"update|1": DUE}


def test_the_same_promise_again_is_one(desk: Decider) -> None:
    for _ in range(2):
        desk.does(Kind.RELEASE_PROMISED, "public_relations", due_at=DUE.isoformat())
    assert list(clocks(desk)) == ["update|1"]

    desk.later(hours=1).does(
        Kind.RELEASE_PROMISED, "public_relations", due_at=(DUE + timedelta(days=1)).isoformat()
    )
    assert clocks(desk) == {"update|2": DUE + timedelta(days=1)}


def test_a_promised_update_can_be_taken_up(desk: Decider) -> None:
    desk.does(Kind.RELEASE_PROMISED, "public_relations", due_at=DUE.isoformat())

    assert desk.does(Kind.CLOCK_ACKNOWLEDGED, "public_relations", key="update|1").sentence


def test_not_publishing_is_decided_with_a_reason_by_those_who_may(desk: Decider) -> None:
    assert "only commander, counsel" in desk.refuses(
        Kind.RELEASE_DECLINED, "public_relations", reason="個別に通知済み"
    )
    assert "for a reason" in desk.refuses(Kind.RELEASE_DECLINED, "counsel", reason=" ")

    for _ in range(2):
        desk.does(Kind.RELEASE_DECLINED, "counsel", reason="個別に通知済み")

    with desk.case.register.reading() as connection:
        sealer = desk.case.register.sealer(desk.case.incident_id)
        (decision,) = read_not_publishing(connection, sealer, desk.case.incident_id)
    assert (decision.decided_by, decision.reason) == ("counsel", "個別に通知済み")
    assert [line.action for line in desk.lines()][-2:] == ["release.declined", "release.repeated"]


def test_not_publishing_ends_an_open_promise_and_a_new_one_may_follow(desk: Decider) -> None:
    desk.does(Kind.RELEASE_PROMISED, "public_relations", due_at=DUE.isoformat())

    ended = desk.later(hours=1).does(Kind.RELEASE_DECLINED, "commander", reason="新事実なし")

    assert "ends the promised update" in ended.sentence
    assert clocks(desk) == {}
    desk.later(hours=1).does(Kind.RELEASE_PROMISED, "commander", due_at=DUE.isoformat())
    assert list(clocks(desk)) == ["update|2"]


def test_what_cannot_be_promised_is_refused_with_the_reason(desk: Decider) -> None:
    due = DUE.isoformat()
    assert "may promise" in desk.refuses(Kind.RELEASE_PROMISED, "contact_desk", due_at=due)
    past = (NOW - timedelta(minutes=1)).isoformat()
    assert "future" in desk.refuses(Kind.RELEASE_PROMISED, "commander", due_at=past)
    assert "none so far" in desk.refuses(
        Kind.RELEASE_PROMISED, "commander", due_at=due, stated_in=3
    )
    with desk.case.register.writing() as connection:
        connection.execute(update(incidents).values(private=True))
    assert "private" in desk.refuses(Kind.RELEASE_PROMISED, "commander", due_at=due)
