"""What the register promises of a database holds on SQLite and on PostgreSQL alike."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError, InternalError, OperationalError

from register import audit
from register.columns import Instant, Sealed, metadata
from register.migrate import SchemaOutOfRange, check_schema, upgrade
from register.passing_faults import Passing, passing
from register.store import Register, RegisterError, open_register
from register.tables_incident import audit as audit_table
from register.tables_incident import register_identity
from register.tables_people import people, raw_events, senders
from sealing.keys import Keyring, MasterKey
from tests import databases
from tests.postgres_server import postgres_server
from tests.register_fixtures import AT, SENDER, Case, create_register, people_rows

TOKYO = timezone(timedelta(hours=9))


@pytest.fixture(params=databases.BOTH)
def register(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Register]:
    databases.choose(request.param)
    register = create_register(tmp_path)
    yield register
    register.dispose()
    databases.choose(databases.SQLITE)


@pytest.fixture
def case(register: Register) -> Case:
    return Case(register).open()


def test_times_come_back_as_the_same_moment(case: Case) -> None:
    moment = datetime(2026, 3, 1, 0, 30, 0, 123_456, tzinfo=TOKYO)
    with case.register.writing() as connection:
        connection.execute(update(senders).values(updated_at=moment))
        found = connection.execute(select(senders.c.updated_at)).scalar_one()
        newest = connection.execute(select(func.max(senders.c.updated_at))).scalar_one()
    assert found == newest == moment
    assert found.tzinfo == UTC


def test_sealed_bytes_and_nested_values_come_back_whole(case: Case) -> None:
    every_byte = bytes(range(256)) * 4
    with case.register.writing() as connection:
        connection.execute(
            insert(raw_events).values(
                id="R" * 26,
                incident_id=case.incident_id,
                body=every_byte,
                body_digest="0" * 64,
                events=1,
                signed_at=AT,
                received_at=AT,
            )
        )
        body = connection.execute(select(raw_events.c.body)).scalar_one()
    assert isinstance(raw_events.c.body.type, Sealed)
    assert bytes(body) == every_byte
    assert isinstance(raw_events.c.signed_at.type, Instant)


def test_a_text_that_is_longer_than_expected_stops_nobody(case: Case) -> None:
    """SQLite keeps any length; an incident must not fail on PostgreSQL for a longer word."""
    longer = "long " * 100
    with case.register.writing() as connection:
        connection.execute(update(senders).values(paused_reason=longer))
        assert connection.execute(select(senders.c.paused_reason)).scalar_one() == longer


def test_sums_do_not_overflow(case: Case) -> None:
    case.add(people_rows(3))
    with case.register.reading() as connection:
        most = connection.execute(select(func.sum(people.c.line * 0 + 2_000_000_000))).scalar_one()
    assert int(most) == 6_000_000_000


def test_a_failed_act_leaves_nothing(case: Case) -> None:
    def act(connection: Connection) -> None:
        connection.execute(update(senders).values(paused_reason="half"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        case.register.carry_out(act)
    with case.register.reading() as connection:
        assert connection.execute(select(senders.c.paused_reason)).scalar_one() == ""


def test_reading_cannot_write_where_the_database_can_refuse_it(case: Case) -> None:
    if case.register.engine.dialect.name != "postgresql":
        return
    with pytest.raises(InternalError), case.register.reading() as connection:
        connection.execute(update(senders).values(paused_reason="x"))


def test_reading_sees_one_moment(case: Case) -> None:
    with case.register.reading() as connection:
        before = connection.execute(select(senders.c.paused_reason)).scalar_one()
        with case.register.writing() as other:
            other.execute(update(senders).values(paused_reason="later"))
        assert connection.execute(select(senders.c.paused_reason)).scalar_one() == before


def test_writers_alone_do_not_lose_each_others_changes(case: Case) -> None:
    """Each reads, waits and writes one more: nobody may come in between."""

    def one_more() -> None:
        def act(connection: Connection) -> None:
            known = connection.execute(select(senders.c.requests_per_minute)).scalar_one()
            connection.execute(update(senders).values(requests_per_minute=known + 1))

        case.register.carry_out(act)

    with case.register.writing() as connection:
        connection.execute(update(senders).values(requests_per_minute=0))
    at_once(8, one_more)
    with case.register.reading() as connection:
        assert connection.execute(select(senders.c.requests_per_minute)).scalar_one() == 8


def test_an_act_together_waits_for_one_that_is_alone(case: Case) -> None:
    entered = threading.Event()

    def together() -> None:
        with case.register.writing(together=True):
            entered.set()

    with case.register.writing():
        beside = threading.Thread(target=together)
        beside.start()
        assert not entered.wait(0.3)
    beside.join(10)
    assert entered.is_set()


def test_acts_together_run_at_once_on_postgresql(case: Case) -> None:
    if case.register.engine.dialect.name != "postgresql":
        return
    with case.register.writing(together=True), case.register.writing(together=True):
        pass


def test_the_audit_chain_holds_when_many_write_at_once(case: Case) -> None:
    def append(number: int) -> None:
        line = audit.AuditLine(at=AT, actor="counsel", action=f"note.{number}", subject="x")

        def act(connection: Connection) -> None:
            sealer = case.register.sealer(case.incident_id, connection)
            audit.append(connection, sealer, case.incident_id, line)

        case.register.carry_out(act)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(append, range(40)))
    with case.register.reading() as connection:
        numbers = list(
            connection.execute(
                select(audit_table.c.sequence).order_by(audit_table.c.sequence)
            ).scalars()
        )
        assert audit.verify(connection, case.incident_id) is None
    assert numbers == list(range(1, 41))


def test_a_lost_race_for_a_unique_row_is_looked_at_again(case: Case) -> None:
    """Two want to be the first; on PostgreSQL the second finds the row only by failing on it."""
    together = threading.Barrier(2, timeout=10)
    looked = []

    def ensure() -> None:
        waited: list[bool] = []

        def act(connection: Connection) -> None:
            known = connection.execute(select(senders.c.id).where(senders.c.id == "new")).first()
            looked.append(known is None)
            if known is not None:
                return
            if not waited and case.register.engine.dialect.name == "postgresql":
                waited.append(True)
                together.wait()
            values = dict.fromkeys(("refilled_at", "updated_at"), AT)
            connection.execute(
                insert(senders).values(id="new", requests_per_minute=1, tokens=1.0, **values)
            )

        case.register.carry_out(act, together=True)

    at_once(2, ensure)
    assert False in looked
    with case.register.reading() as connection:
        count = select(func.count()).select_from(senders)
        assert connection.execute(count.where(senders.c.id == "new")).scalar_one() == 1


def test_deadlocks_are_undone_and_done_again(case: Case) -> None:
    if case.register.engine.dialect.name != "postgresql":
        return
    with case.register.writing() as connection:
        values = dict.fromkeys(("refilled_at", "updated_at"), AT)
        connection.execute(
            insert(senders).values(id="other", requests_per_minute=0, tokens=0.0, **values)
        )
        connection.execute(update(senders).values(requests_per_minute=0))
    together = threading.Barrier(2, timeout=20)

    def cross(first: str, second: str) -> None:
        met: list[bool] = []

        def act(connection: Connection) -> None:
            for name in (first, second):
                connection.execute(
                    update(senders)
                    .where(senders.c.id == name)
                    .values(requests_per_minute=senders.c.requests_per_minute + 1)
                )
                if not met:
                    met.append(True)
                    together.wait()

        case.register.carry_out(act, together=True)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(cross, SENDER, "other"), pool.submit(cross, "other", SENDER)]:
            done.result(30)
    with case.register.reading() as connection:
        rates = connection.execute(select(senders.c.requests_per_minute)).scalars().all()
    assert list(rates) == [2, 2]


def test_a_register_that_is_busy_is_given_up_when_patience_ends(case: Case) -> None:
    url = case.register.engine.url.render_as_string(hide_password=False)
    impatient = Register(url, case.register.keyring, patience_seconds=0.2)
    with case.register.writing(), pytest.raises(OperationalError) as raised:
        impatient.carry_out(lambda _connection: None)
    assert passing(raised.value) is Passing.CERTAIN
    impatient.carry_out(lambda _connection: None)
    impatient.dispose()


def test_what_a_repetition_cannot_help_is_raised_at_once(case: Case) -> None:
    calls = []

    def act(connection: Connection) -> None:
        calls.append(True)
        connection.exec_driver_sql("SELECT nothing FROM nowhere")

    with pytest.raises(DBAPIError):
        case.register.carry_out(act, may_repeat=True)
    assert len(calls) == 1


def test_a_broken_connection_repeats_only_what_may_be_repeated(case: Case) -> None:
    if case.register.engine.dialect.name != "postgresql":
        return
    calls: list[bool] = []

    def act(connection: Connection) -> int:
        calls.append(True)
        if len(calls) % 2:
            end_connection(case.register, connection)
        return connection.execute(select(func.count()).select_from(senders)).scalar_one()

    assert case.register.carry_out(act, may_repeat=True) == 1
    assert len(calls) == 2
    with pytest.raises(DBAPIError) as raised:
        case.register.carry_out(act)
    assert passing(raised.value) is Passing.LOST
    assert len(calls) == 3


def end_connection(register: Register, connection: Connection) -> None:
    pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    with register.reading() as other:
        other.exec_driver_sql(f"SELECT pg_terminate_backend({pid}, 5000)")


def test_errors_say_nothing_about_values(case: Case) -> None:
    """PostgreSQL quotes the whole row that does not fit, and the value that is there already."""
    values = {"key_fingerprint": "hanako", "namespace": "hanako", "created_at": AT}
    doubled = insert(register_identity).values(id="hanako", **values)
    incomplete = insert(register_identity).values(id="hanako2", namespace="hanako", created_at=AT)
    with case.register.writing() as connection:
        connection.execute(doubled)
    for statement in (doubled, incomplete):
        with pytest.raises(IntegrityError) as raised, case.register.writing() as connection:
            connection.execute(statement)
        assert "hanako" not in str(raised.value)
        assert "hanako" not in repr(raised.value.orig)
        assert "register_identity" in str(raised.value)


def test_migrations_make_the_same_tables_on_postgresql() -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    register = Register(postgres_server().new_database(), Keyring(MasterKey.generate()))
    with pytest.raises(SchemaOutOfRange, match="shirase upgrade"):
        check_schema(register.engine)
    upgrade(register.engine)
    upgrade(register.engine)
    check_schema(register.engine)
    with register.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    register.dispose()


def test_two_upgrades_at_once_take_turns() -> None:
    register = Register(postgres_server().new_database(), Keyring(MasterKey.generate()))
    at_once(2, lambda: upgrade(register.engine))
    check_schema(register.engine)
    register.dispose()


def test_a_plain_postgresql_url_takes_our_driver() -> None:
    url = postgres_server().new_database().replace("postgresql+psycopg", "postgresql")
    upgraded = Register(url, Keyring(MasterKey.generate()))
    upgrade(upgraded.engine)
    opened = open_register(url, upgraded.keyring, "shirase")
    again = open_register(url, upgraded.keyring, "shirase")
    with pytest.raises(RegisterError, match="SHIRASE_TEMPORAL_NAMESPACE"):
        open_register(url, upgraded.keyring, "another")
    for register in (upgraded, opened, again):
        register.dispose()


def test_a_postgresql_that_is_not_there_is_one_sentence_without_a_password() -> None:
    url = "postgresql+psycopg://somebody:hanako@127.0.0.1:9/register"
    with pytest.raises(RegisterError, match="SHIRASE_DATABASE_URL") as raised:
        open_register(url, Keyring(MasterKey.generate()), "shirase")
    assert "hanako" not in str(raised.value)
    assert raised.value.__cause__ is None


def at_once(times: int, act: Callable[[], None]) -> None:
    with ThreadPoolExecutor(times) as pool:
        for done in [pool.submit(act) for _ in range(times)]:
            done.result(30)
