"""Tasks by command: from a list, of one's own, handed over, closed, and their clocks."""

from datetime import timedelta

import pytest

from contracts.decision_kinds import DecisionKind as Kind
from domain.tasks import TaskState
from policies.first_hour import load_first_hour
from register.acknowledgements import taken_up
from register.open_work import open_clocks, open_items, work_owners, work_titles
from register.tasks import TaskRow, read_tasks, task_key
from tests.activities.decision_runner import NOW, Decider
from tests.register_fixtures import Case


@pytest.fixture
def desk(case: Case) -> Decider:
    return Decider(case)


def tasks_of(desk: Decider) -> dict[int, TaskRow]:
    register, incident_id = desk.case.register, desk.case.incident_id
    with register.reading() as connection:
        found = read_tasks(connection, register.sealer(incident_id), incident_id)
    return {task.number: task for task in found}


def test_a_list_becomes_tasks_with_owners_and_due_times(desk: Decider) -> None:
    desk.does(Kind.OPEN_TASKS, "commander", list="general")
    items = load_first_hour("general").items
    made = tasks_of(desk)
    assert [made[number].number for number in made] == list(range(1, len(items) + 1))
    for item, task in zip(items, made.values(), strict=True):
        assert (task.title, task.why, task.owner) == (item.title, item.why, item.owner)
        assert task.due_at == NOW + item.due
        assert task.evidence_required is item.evidence
        assert task.state is TaskState.OPEN


def test_a_list_opened_twice_adds_nothing_and_moves_no_due_time(desk: Decider) -> None:
    desk.does(Kind.OPEN_TASKS, "commander", list="ransomware")
    before = tasks_of(desk)
    again = desk.later(hours=5).does(Kind.OPEN_TASKS, "deputy", list="ransomware")
    assert again.sentence == "0 tasks opened, 7 were there already"
    assert tasks_of(desk) == before


def test_an_unknown_list_is_refused_with_those_that_exist(desk: Decider) -> None:
    assert "vendor-leak" in desk.refuses(Kind.OPEN_TASKS, "commander", list="flood")
    assert "only commander, deputy" in desk.refuses(
        Kind.OPEN_TASKS, "public_relations", list="general"
    )


def test_a_task_of_ones_own_is_added_once(desk: Decider) -> None:
    words = {"title": "社内の問い合わせ先を掲示", "owner": "contact_desk"}
    due = {"due_at": (NOW + timedelta(hours=2)).isoformat()}
    first = desk.does(Kind.TASK_ADD, "commander", **words, **due)
    assert desk.does(Kind.TASK_ADD, "deputy", **words, **due).ids == first.ids
    (task,) = tasks_of(desk).values()
    assert (task.title.ja, task.owner) == ("社内の問い合わせ先を掲示", "contact_desk")
    other = desk.does(Kind.TASK_ADD, "deputy", **words | {"owner": "deputy"}, **due)
    assert other.ids != first.ids
    assert "due in the future" in desk.refuses(
        Kind.TASK_ADD, "commander", **words, due_at=NOW.isoformat()
    )


def test_a_task_ends_with_its_evidence_and_stays_so(desk: Decider) -> None:
    desk.does(Kind.OPEN_TASKS, "commander", list="vendor-leak")
    done = desk.later(minutes=50).does(
        Kind.TASK_DONE, "deputy", task="1", evidence="ticket 12, screen shot"
    )
    assert done.sentence == "task 1 is closed as 'done'"
    same = desk.does(Kind.TASK_DONE, "commander", task="1", evidence="ticket 12, screen shot")
    assert "like this before" in same.sentence
    assert "stands" in desk.refuses(Kind.TASK_DONE, "commander", task="1", evidence="other")
    assert "stands" in desk.refuses(Kind.TASK_NOT_DONE, "commander", task="1", reason="no")
    task = tasks_of(desk)[1]
    assert (task.state, task.closing_words) == (TaskState.DONE, "ticket 12, screen shot")
    assert (task.closed_by, task.closed_at) == ("deputy", NOW + timedelta(minutes=50))


def test_late_is_said_as_late(desk: Decider) -> None:
    desk.does(Kind.OPEN_TASKS, "commander", list="vendor-leak")
    late = desk.later(hours=2).does(Kind.TASK_DONE, "deputy", task="1", evidence="cut at 19:40")
    assert late.sentence == "task 1 is closed as 'done', after its time"
    assert desk.lines()[-1].detail["late"] is True
    assert tasks_of(desk)[1].was_late


@pytest.mark.parametrize(
    ("kind", "actor", "words", "complaint"),
    [
        (Kind.TASK_DONE, "deputy", {"task": "1"}, "only with evidence"),
        (Kind.TASK_NOT_DONE, "deputy", {"task": "1"}, "only for a reason"),
        (Kind.TASK_DONE, "counsel", {"task": "1", "evidence": "x"}, "belongs to 'deputy'"),
        (Kind.TASK_DONE, "deputy", {"task": "99", "evidence": "x"}, "open are: 1, 2, 3, 4, 5, 6"),
        (Kind.TASK_ASSIGN, "deputy", {"task": "99", "owner": "counsel"}, "open are: 1, 2"),
        (Kind.TASK_ASSIGN, "contact_desk", {"task": "1", "owner": "counsel"}, "only commander"),
    ],
)
def test_what_is_not_allowed_is_refused_with_what_would_be_right(
    desk: Decider, kind: Kind, actor: str, words: dict[str, str], complaint: str
) -> None:
    desk.does(Kind.OPEN_TASKS, "commander", list="vendor-leak")
    before = tasks_of(desk)
    assert complaint in desk.refuses(kind, actor, **words)
    assert tasks_of(desk) == before


def test_a_task_is_handed_over_by_its_owner_or_those_who_lead(desk: Decider) -> None:
    desk.does(Kind.OPEN_TASKS, "commander", list="vendor-leak")
    desk.does(Kind.TASK_ASSIGN, "deputy", task="1", owner="contact_desk")
    desk.does(Kind.TASK_ASSIGN, "contact_desk", task="1", owner="merchant_care")
    assert tasks_of(desk)[1].owner == "merchant_care"
    assert (
        "already"
        in desk.does(Kind.TASK_ASSIGN, "commander", task="1", owner="merchant_care").sentence
    )
    desk.does(Kind.TASK_DONE, "merchant_care", task="1", evidence="done")
    assert "is closed as 'done'" in desk.refuses(
        Kind.TASK_ASSIGN, "commander", task="1", owner="deputy"
    )


def test_open_tasks_run_as_clocks_and_hold_the_incident_open(desk: Decider) -> None:
    desk.does(Kind.OPEN_TASKS, "commander", list="vendor-leak")
    desk.does(Kind.TASK_DONE, "deputy", task="1", evidence="cut at 18:20")
    desk.does(Kind.TASK_NOT_DONE, "privacy_officer", task="2", reason="the list came unasked")
    made = tasks_of(desk)
    register, incident_id = desk.case.register, desk.case.incident_id
    with register.reading() as connection:
        clocks = open_clocks(connection, incident_id)
        titles = work_titles(connection, register.sealer(incident_id), incident_id)
        owners = work_owners(connection, incident_id)
        items = open_items(connection, incident_id)
    still_open = {task_key(made[number].id): made[number] for number in (3, 4, 5, 6)}
    assert dict(clocks) == {key: task.due_at for key, task in still_open.items()}
    assert titles == {key: task.title for key, task in still_open.items()}
    assert owners == {key: task.owner for key, task in still_open.items()}
    assert items == (
        "task 3 of 'deputy' is open",
        "task 4 of 'counsel' is open",
        "task 5 of 'merchant_care' is open",
        "task 6 of 'counsel' is open",
    )


def test_a_clock_is_taken_up_and_taken_over(desk: Decider) -> None:
    desk.does(Kind.OPEN_TASKS, "commander", list="vendor-leak")
    key = task_key(tasks_of(desk)[1].id)
    desk.does(Kind.CLOCK_ACKNOWLEDGED, "deputy", key=key)
    desk.later(minutes=5).does(Kind.CLOCK_ACKNOWLEDGED, "deputy", key=key)
    with desk.case.register.reading() as connection:
        assert taken_up(connection, desk.case.incident_id) == {key: ("deputy", NOW)}
    desk.later(minutes=5).does(Kind.CLOCK_ACKNOWLEDGED, "commander", key=key)
    with desk.case.register.reading() as connection:
        holder = taken_up(connection, desk.case.incident_id)[key]
    assert holder == ("commander", NOW + timedelta(minutes=10))
    assert desk.lines()[-1].detail == {"from": "deputy", "to": "commander"}
    desk.does(Kind.TASK_DONE, "deputy", task="1", evidence="cut")
    assert "no clock of this key runs; 5 run" in desk.refuses(
        Kind.CLOCK_ACKNOWLEDGED, "deputy", key=key
    )
