"""Rows of tasks and threads: numbered within their incident, sealed for their own place."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, update
from sqlalchemy.exc import IntegrityError, StatementError

from domain.explanations import Bilingual
from domain.parties import StaffRole
from domain.tasks import TaskState, TaskTrack
from domain.threads import Direction, Speaker
from register.tables_work import tasks, thread_entries
from register.tasks import NewTask, add_task, close_task, named_task, read_tasks, task_key
from register.threads import EntryRow, add_entry, new_entry_id, next_places, read_entries
from sealing.errors import SealBroken
from tests.register_fixtures import Case, create_register

AT = datetime(2026, 1, 13, 9, 0, tzinfo=UTC)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(create_register(tmp_path)).open()


def new_task(title: str = "記録", due_at: datetime = AT) -> NewTask:
    return NewTask(
        track=TaskTrack.OTHER,
        owner=StaffRole.DEPUTY,
        due_at=due_at,
        evidence_required=True,
        title=Bilingual(ja=title, en="record"),
    )


def add(case: Case, connection: Connection, task: NewTask) -> tuple[str, int]:
    return add_task(connection, case.register.sealer(case.incident_id), case.incident_id, task, AT)


def entry(case: Case, connection: Connection, direction: Direction) -> EntryRow:
    party_id = case.merchant_ids[0]
    sequence, number = next_places(connection, party_id)
    return EntryRow(
        id=new_entry_id(),
        party_id=party_id,
        sequence=sequence,
        direction=direction,
        speaker=Speaker.US,
        number=number if direction is Direction.ASKED else None,
        happened_at=AT,
        actor="counsel",
        recorded_at=AT + timedelta(minutes=1),
        text="件数を尋ねた",
        officer="店長",
    )


def test_tasks_are_numbered_within_their_incident(case: Case) -> None:
    other = Case(case.register).open()
    with case.register.writing() as connection:
        numbers = [add(one, connection, new_task())[1] for one in (case, other, case)]
    assert numbers == [1, 1, 2]


def test_a_task_reads_as_it_was_written_and_closed(case: Case) -> None:
    sealer = case.register.sealer(case.incident_id)
    with case.register.writing() as connection:
        identity, _ = add(case, connection, new_task())
        (task,) = read_tasks(connection, sealer, case.incident_id)
        close_task(connection, sealer, task, TaskState.NOT_DONE, "不要", ("deputy", AT))
    with case.register.reading() as connection:
        known = read_tasks(connection, sealer, case.incident_id)
    (read,) = known
    assert (read.title.ja, read.due_at, read.owner) == ("記録", AT, "deputy")
    assert (read.state, read.closing_words, read.closed_by) == ("not_done", "不要", "deputy")
    assert [named_task(known, name) for name in ("1", identity, task_key(identity))] == [read] * 3
    assert named_task(known, "2") is None
    assert "不要" not in repr(read)


def test_words_open_only_in_their_own_row(case: Case) -> None:
    with case.register.writing() as connection:
        first, second = (add(case, connection, new_task(t))[0] for t in ("一", "二"))
        words = connection.execute(select(tasks.c.words).where(tasks.c.id == first)).scalar_one()
        connection.execute(update(tasks).where(tasks.c.id == second).values(words=words))
    with case.register.reading() as connection, pytest.raises(SealBroken, match=r"tasks\.words"):
        read_tasks(connection, case.register.sealer(case.incident_id), case.incident_id)


def test_a_due_time_without_a_zone_is_refused(case: Case) -> None:
    naive = new_task(due_at=AT.replace(tzinfo=None))
    with pytest.raises(StatementError), case.register.writing() as connection:
        add(case, connection, naive)


def test_entries_and_asks_are_counted_apart_in_a_thread(case: Case) -> None:
    sealer = case.register.sealer(case.incident_id)
    kinds = (Direction.NOTED, Direction.ASKED, Direction.NOTED, Direction.ASKED)
    with case.register.writing() as connection:
        for kind in kinds:
            add_entry(connection, sealer, case.incident_id, entry(case, connection, kind))
    with case.register.reading() as connection:
        read = read_entries(connection, sealer, case.incident_id, case.merchant_ids[0])
    assert [(one.sequence, one.number) for one in read] == [(1, None), (2, 1), (3, None), (4, 2)]
    assert (read[1].text, read[1].officer, read[1].actor) == ("件数を尋ねた", "店長", "counsel")
    assert (read[1].happened_at, read[1].recorded_at) == (AT, AT + timedelta(minutes=1))
    assert "店長" not in repr(read[1])


def test_a_number_of_a_thread_cannot_be_taken_twice(case: Case) -> None:
    sealer = case.register.sealer(case.incident_id)
    with case.register.writing() as connection:
        first = entry(case, connection, Direction.ASKED)
        add_entry(connection, sealer, case.incident_id, first)
    twin = first.model_copy(update={"id": new_entry_id(), "sequence": 2})
    with pytest.raises(IntegrityError), case.register.writing() as connection:
        add_entry(connection, sealer, case.incident_id, twin)
    with case.register.reading() as connection:
        assert len(connection.execute(select(thread_entries.c.id)).all()) == 1
