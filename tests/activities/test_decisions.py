"""Recording commands: carried out once, answered alike ever after, refused without an effect."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from temporalio.exceptions import ApplicationError
from ulid import ULID

from activities import decide_tasks
from activities.decisions import DECISIONS, NOTHING_WAITS, OTHER_KIND, Decision
from activities.desk import Desk, HandlerResult
from contracts.decision_kinds import DecisionKind
from contracts.decision_words import OpenTasks, TaskDone
from contracts.incident_payloads import CommandRef
from register import audit, commands
from register.refusals import NotAllowedError
from register.tables_incident import commands as commands_table
from register.tables_work import tasks
from tests.activities.decision_runner import NOW, Decider
from tests.register_fixtures import Case

KIND = DecisionKind
OWN_TASK = {"title": "議事録", "owner": "deputy", "due_at": "2026-01-14T09:00:00+09:00"}


@pytest.fixture
def desk(case: Case) -> Decider:
    return Decider(case)


def task_count(desk: Decider) -> int:
    with desk.case.register.reading() as connection:
        return connection.execute(select(func.count()).select_from(tasks)).scalar_one()


def test_every_kind_has_its_words_and_its_handler() -> None:
    assert set(DECISIONS) == set(DecisionKind)


def test_a_command_is_carried_out_once_and_answered_alike(desk: Decider) -> None:
    ref = desk.deposit(KIND.OPEN_TASKS, "commander", list="vendor-leak")
    first = desk.carry_out(ref)
    lines = len(desk.lines())
    # The world has moved on; the answer has not.
    desk.does(KIND.TASK_NOT_DONE, "commander", task="1", reason="the vendor did")
    again = desk.carry_out(ref)
    told = "4 tasks opened; its containment is the list 'containment-vendor-leak'"
    assert again.sentence == first.sentence == told
    assert again.ids == first.ids
    assert task_count(desk) == 4
    assert len(desk.lines()) == lines + 1


def test_a_refusal_is_repeated_with_the_same_words_and_one_line(desk: Decider) -> None:
    desk.does(KIND.OPEN_TASKS, "commander", list="insider")
    ref = desk.deposit(KIND.TASK_DONE, "merchant_care", task="1", evidence="minutes")
    for _ in range(2):
        with pytest.raises(ApplicationError, match="its owner, the commander or the deputy"):
            desk.carry_out(ref)
    assert [line.outcome for line in desk.lines()] == ["done", "refused"]
    with desk.case.register.reading() as connection:
        query = select(commands_table.c.outcome).where(commands_table.c.id == ref.command_id)
        assert connection.execute(query).scalar_one() == "refused"


def opens_tasks_and_fails(error: Exception) -> Decision[TaskDone]:
    """What goes wrong after a handler has written."""

    def handle(desk: Desk, words: TaskDone) -> HandlerResult:
        decide_tasks.open_tasks(desk, OpenTasks(list="insider"))
        raise error

    return Decision(TaskDone, handle)


def test_what_a_handler_wrote_before_it_refused_does_not_stay(
    desk: Decider, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing = opens_tasks_and_fails(NotAllowedError("after all not"))
    monkeypatch.setitem(DECISIONS, KIND.TASK_DONE, refusing)
    assert desk.refuses(KIND.TASK_DONE, "commander", task="1") == "after all not"
    assert task_count(desk) == 0


def test_a_crash_in_the_middle_leaves_nothing_and_the_command_can_be_given_again(
    desk: Decider, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.does(KIND.TASK_ADD, "commander", **OWN_TASK)
    ref = desk.deposit(KIND.TASK_DONE, "commander", task="1", evidence="minutes")
    lines = desk.lines()
    with monkeypatch.context() as patched:
        crashing = opens_tasks_and_fails(OSError("power cut"))
        patched.setitem(DECISIONS, KIND.TASK_DONE, crashing)
        with pytest.raises(OSError, match="power cut"):
            desk.carry_out(ref)
    assert task_count(desk) == 1
    assert desk.lines() == lines
    assert desk.carry_out(ref).sentence == "task 1 is closed as 'done'"


def test_a_command_that_nobody_deposited_is_refused(desk: Decider) -> None:
    ref = CommandRef(
        incident_id=desk.case.incident_id, command_id=str(ULID()), actor="commander", at=NOW
    )
    with pytest.raises(ApplicationError, match=NOTHING_WAITS):
        desk.carry_out(ref)
    assert [line.action for line in desk.lines()] == ["command.unknown"]


def test_a_command_of_another_incident_is_not_found(desk: Decider, tmp_path: Path) -> None:
    other = Case(desk.case.register).open()
    ref = Decider(other).deposit(KIND.NOTE, "commander", text="theirs")
    astray = ref.model_copy(update={"incident_id": desk.case.incident_id})
    with pytest.raises(ApplicationError, match=NOTHING_WAITS):
        desk.carry_out(astray)


def test_a_kind_that_is_not_ours_is_refused(desk: Decider) -> None:
    assert desk.refuses("record_facts", "commander", facts=[]) == OTHER_KIND  # type: ignore[arg-type]


def test_an_id_that_was_handled_elsewhere_is_refused(desk: Decider) -> None:
    ref = desk.deposit(KIND.NOTE, "commander", text="once")
    with desk.case.register.writing() as connection:
        commands.mark_handled(connection, ref.command_id, "done")
    with pytest.raises(ApplicationError, match=OTHER_KIND):
        desk.carry_out(ref)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ({}, "title: this is needed; owner: this is needed; due_at: this is needed"),
        ({"title": "x", "owner": "captain", "due_at": "2026-01-14T09:00:00Z"}, "owner: "),
        ({"title": "x", "owner": "counsel", "due_at": "2026-01-14T09:00:00"}, "has no zone"),
        ({"title": "x", "owner": "counsel", "due_at": "soon"}, "due_at: not a time, write day"),
        ({"title": "a\nb", "owner": "counsel", "due_at": "2026-01-14T09:00:00Z"}, "title: write"),
    ],
)
def test_words_of_a_wrong_shape_are_refused_with_the_field(
    desk: Decider, words: dict[str, object], complaint: str
) -> None:
    assert complaint in desk.refuses(KIND.TASK_ADD, "commander", **words)


def test_a_refusal_repeats_nothing_that_was_typed(desk: Decider) -> None:
    typed = "090-0000-1234"
    for words in ({typed: "x"}, {"task": "1", "evidence": {typed: typed}}, {"task": typed}):
        assert typed not in desk.refuses(KIND.TASK_DONE, "commander", **words)


def test_what_people_wrote_lies_sealed_in_the_database_file(desk: Decider) -> None:
    needle = "見本太郎さんに電話した"
    desk.does(KIND.OPEN_TASKS, "commander", list="general")
    desk.does(KIND.TASK_DONE, "commander", task="1", evidence=needle)
    desk.does(KIND.TASK_NOT_DONE, "commander", task="2", reason=needle)
    desk.does(KIND.NOTE, "counsel", text=needle)
    desk.does(KIND.HOLD_ADD, "counsel", requester="counsel", scope=needle)
    desk.does(KIND.HOLD_RELEASE, "counsel", hold=1, reason=needle)
    desk.does(
        KIND.THREAD_ENTRY, "counsel", party="m0", direction="asked", text=needle, officer=needle
    )
    desk.case.register.dispose()
    path = Path(desk.case.register.engine.url.database or "")
    files = [file.read_bytes() for file in path.parent.glob(f"{path.name}*")]
    assert files
    for written in (needle, needle.encode("unicode_escape").decode(), "見本太郎"):
        assert not any(written.encode() in content for content in files)


def test_the_log_says_when_by_whom_and_why(desk: Decider) -> None:
    desk.does(KIND.NOTE, "privacy_officer", text="the vendor called")
    (line,) = desk.lines()
    assert line == audit.AuditLine(
        at=datetime(2026, 1, 13, 9, 0, tzinfo=UTC),
        actor="privacy_officer",
        action="note.recorded",
        subject=desk.case.incident_id,
        detail={"text": "the vendor called"},
    )
    assert "a note says something" in desk.refuses(KIND.NOTE, "commander", text=" ")
    assert "only our own staff" in desk.refuses(KIND.NOTE, "m0", text="hello")
