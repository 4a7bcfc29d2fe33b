from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, select, update
from ulid import ULID

from domain.notices import MAIL_RANK, NOTICE_STATE_OF_ATTEMPT, AttemptState, joined
from register import claims, outcomes, wave_sums
from register.provider_events import STATE_OF_EVENT, Report, apply_reports, keep_raw
from register.tables_incident import contacts, dispatches
from register.tables_people import attempts, notices, raw_events, requests, wave_shards
from tests.register_fixtures import AT, Case, create_register, people_rows

PEOPLE = 4


class Sent:
    """A case whose one request was accepted; it can be put back to that moment."""

    def __init__(self, folder: Path) -> None:
        self.case = Case(create_register(folder)).open()
        self.case.add(people_rows(PEOPLE))
        wave_id = self.case.planned_and_started().wave_id
        now = datetime.now(UTC)
        with self.case.register.writing() as connection:
            shard = claims.open_shard(connection, wave_id, 0, 0, now)
            claim = claims.claim(connection, shard, now)
            assert isinstance(claim, claims.Claim)
            outcomes.record_accepted(connection, claim.request_id, "m", now)
        self.request_id = claim.request_id
        self.wave_id = wave_id

    def put_back_to_the_claim(self) -> None:
        with self.case.register.writing() as connection:
            epoch = connection.execute(select(wave_shards.c.epoch)).scalar_one()
            rank = MAIL_RANK[AttemptState.CLAIMED]
            connection.execute(update(attempts).values(state="claimed", rank=rank))
            connection.execute(update(notices).values(state="in_progress"))
            connection.execute(
                update(requests).values(
                    state="claimed",
                    epoch=epoch,
                    message_id=None,
                    answered_at=None,
                    first_event_at=None,
                )
            )

    def write(self, act: Callable[[Connection, datetime], object]) -> None:
        with self.case.register.writing() as connection:
            act(connection, datetime.now(UTC))

    def put_back(self) -> None:
        with self.case.register.writing() as connection:
            rank = MAIL_RANK[AttemptState.ACCEPTED]
            connection.execute(update(attempts).values(state="accepted", rank=rank))
            connection.execute(update(notices).values(state="in_progress"))

    def apply(self, *reports: tuple[int, AttemptState]) -> None:
        with self.case.register.writing() as connection:
            apply_reports(
                connection,
                [Report(self.request_id, position, state) for position, state in reports],
                datetime.now(UTC),
            )

    def states(self) -> list[tuple[str, str]]:
        with self.case.register.reading() as connection:
            rows = connection.execute(
                select(attempts.c.state, notices.c.state)
                .join(notices, notices.c.id == attempts.c.notice_id)
                .order_by(attempts.c.position)
            )
            return [(row[0], row[1]) for row in rows]


@pytest.fixture
def sent(tmp_path: Path) -> Sent:
    return Sent(tmp_path)


EVENTS = st.lists(
    st.tuples(st.integers(0, PEOPLE - 1), st.sampled_from(sorted(STATE_OF_EVENT.values()))),
    max_size=12,
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(EVENTS, st.randoms(use_true_random=False), st.integers(1, 5))
def test_events_in_any_order_and_number_end_the_same(
    sent: Sent, events: list[tuple[int, AttemptState]], random: Any, pieces: int
) -> None:
    expected = []
    for position in range(PEOPLE):
        mine = [state for place, state in events if place == position]
        state = joined([AttemptState.ACCEPTED, *mine], MAIL_RANK)
        expected.append((state.value, NOTICE_STATE_OF_ATTEMPT[state].value))
    copies = [event for event in events for _ in range(random.randint(1, 3))]
    random.shuffle(copies)
    sent.put_back()
    for piece in range(pieces):
        sent.apply(*copies[piece::pieces])
    assert sent.states() == expected


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None
)
@given(EVENTS, st.sampled_from(["accepted", "lost", "crashed"]), st.randoms())
def test_answer_loss_and_events_in_any_order_end_the_same(
    sent: Sent, events: list[tuple[int, AttemptState]], answer: str, random: Any
) -> None:
    """The answer may be slower than every event, and what is in doubt may be proven later."""
    happened: list[Any] = [*events, *random.sample(events, k=min(len(events), 2)), answer]
    ends = []
    for _ in range(2):
        random.shuffle(happened)
        sent.put_back_to_the_claim()
        for what in happened:
            if what == "accepted":
                sent.write(lambda c, now: outcomes.record_accepted(c, sent.request_id, "m", now))
            elif what == "lost":
                sent.write(lambda c, now: outcomes.record_unknown(c, sent.request_id, now))
            elif what == "crashed":
                sent.write(lambda c, now: claims.open_shard(c, sent.wave_id, 0, 0, now))
            else:
                sent.apply(what)
        sent.write(lambda c, now: wave_sums.settle(c, sent.wave_id, AT, now))
        ends.append(sent.states())
    assert ends[0] == ends[1]
    assert {notice for _, notice in ends[0]} <= {
        *(state.value for state in NOTICE_STATE_OF_ATTEMPT.values()),
        *(("unknown",) if answer != "accepted" and not events else ()),
    }
    if events:
        assert "unknown" not in {attempt for attempt, _ in ends[0]}


def test_a_bounce_after_a_delivery_counts_and_not_the_other_way_round(sent: Sent) -> None:
    sent.apply((0, AttemptState.DELIVERED))
    sent.apply((0, AttemptState.BOUNCED))
    sent.apply((0, AttemptState.DELIVERED))
    assert sent.states()[0] == ("bounced", "unreached")


def test_a_complaint_means_that_it_arrived(sent: Sent) -> None:
    sent.apply((1, AttemptState.COMPLAINED), (1, AttemptState.BOUNCED))
    assert sent.states()[1] == ("complained", "delivered")


def test_the_first_event_of_a_request_is_dated_once(sent: Sent) -> None:
    sent.apply((0, AttemptState.ACCEPTED))
    with sent.case.register.reading() as connection:
        first = connection.execute(select(requests.c.first_event_at)).scalar_one()
    sent.apply((0, AttemptState.DELIVERED))
    with sent.case.register.reading() as connection:
        assert connection.execute(select(requests.c.first_event_at)).scalar_one() == first


def test_news_only_undo_a_notice_confirmed_by_age_when_they_settle_it(sent: Sent) -> None:
    with sent.case.register.writing() as connection:
        connection.execute(update(notices).values(state="accepted_unconfirmed"))
    sent.apply((0, AttemptState.DEFERRED), (1, AttemptState.DELIVERED), (2, AttemptState.BOUNCED))
    assert [notice for _, notice in sent.states()] == [
        "accepted_unconfirmed",
        "delivered",
        "unreached",
        "accepted_unconfirmed",
    ]


def test_reports_about_requests_of_others_change_nothing(sent: Sent) -> None:
    before = sent.states()
    with sent.case.register.writing() as connection:
        reports = [
            Report(str(ULID()), 0, AttemptState.BOUNCED),
            Report(sent.request_id, 99, AttemptState.BOUNCED),
            Report(str(ULID()), None, AttemptState.BOUNCED),
        ]
        apply_reports(connection, reports, datetime.now(UTC))
    assert sent.states() == before


def test_single_dispatches_join_by_rank_too(sent: Sent) -> None:
    case = sent.case
    dispatch_id, contact_id = str(ULID()), str(ULID())
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        connection.execute(
            insert(contacts).values(
                id=contact_id,
                incident_id=case.incident_id,
                party_id=case.merchant_ids[0],
                role="",
                name=sealer.seal("contacts", "name", contact_id, "店長"),
                mail=sealer.seal("contacts", "mail", contact_id, "shop@example.jp"),
            )
        )
        connection.execute(
            insert(dispatches).values(
                id=dispatch_id,
                incident_id=case.incident_id,
                key="merchant_notice:1",
                purpose="merchant_notice",
                contact_id=contact_id,
                state="accepted",
                rank=MAIL_RANK[AttemptState.ACCEPTED],
                claimed_at=AT,
                updated_at=AT,
            )
        )
        for state in (AttemptState.DELIVERED, AttemptState.ACCEPTED):
            apply_reports(connection, [Report(dispatch_id, None, state)], datetime.now(UTC))
        found = connection.execute(select(dispatches.c.state, dispatches.c.rank)).one()
    assert tuple(found) == ("delivered", MAIL_RANK[AttemptState.DELIVERED])


def test_raw_events_are_kept_sealed_with_their_age(sent: Sent) -> None:
    case = sent.case
    received = datetime.now(UTC)
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        body = '[{"email":"p1@mail.example.jp"}]'
        keep_raw(connection, sealer, case.incident_id, body, 1, (AT, received))
        row = connection.execute(select(raw_events)).one()
    assert sealer.open("raw_events", "body", row.id, row.body) == body
    assert b"example" not in row.body
    assert (row.signed_at, row.received_at, row.events) == (AT, received, 1)
