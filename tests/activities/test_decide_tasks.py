"""Tasks by command: from a list, of one's own, handed over, closed, and their clocks."""

from datetime import timedelta

import pytest

from contracts.decision_kinds import DecisionKind as Kind
from domain.alarm import CALLED_BACK, AlarmSource, alarm_facts
from domain.facts import Fact, FactStatus
from domain.tasks import TaskState, track_sums
from policies.task_lists import load_task_list
from register.acknowledgements import taken_up
from register.ledger import add_facts, read_ledger
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
    items = load_task_list("general").items
    made = tasks_of(desk)
    assert [made[number].number for number in made] == list(range(1, len(items) + 1))
    for item, task in zip(items, made.values(), strict=True):
        assert (task.title, task.why, task.owner) == (item.title, item.why, item.owner)
        assert task.due_at == NOW + item.due
        assert task.evidence_required is item.evidence
        assert task.state is TaskState.OPEN


def test_a_list_opened_twice_adds_nothing_and_moves_no_due_time(desk: Decider) -> None:
    desk.does(Kind.OPEN_TASKS, "commander", list="insider")
    before = tasks_of(desk)
    again = desk.later(hours=5).does(Kind.OPEN_TASKS, "deputy", list="insider")
    assert (
        again.sentence
        == "0 tasks opened, 4 were there already; its containment is the list 'containment-insider'"
    )
    assert tasks_of(desk) == before


def test_one_step_is_asked_for_once_whatever_list_asks_for_it(desk: Decider) -> None:
    for name in ("general", "containment-general", "containment-vendor-leak"):
        desk.does(Kind.OPEN_TASKS, "commander", list=name)
    items = [(task.list_name, task.list_item) for task in tasks_of(desk).values()]
    assert ("general", "cut-access") in items
    assert ("containment-general", "unpublish") not in items
    assert ("containment-vendor-leak", "cut-integration") not in items
    assert ("containment-vendor-leak", "vendor-keys") in items
    desk.does(Kind.OPEN_TASKS, "commander", list="vendor-leak")
    calls = [task.list_name for task in tasks_of(desk).values() if task.list_item == "call-back"]
    assert calls == ["general"]
    # The same lists once more: nothing of what was left out comes in.
    again = desk.does(Kind.OPEN_TASKS, "deputy", list="containment-vendor-leak")
    assert again.sentence == "0 tasks opened, 3 were there already"


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
    desk.does(Kind.OPEN_TASKS, "commander", list="containment-vendor-leak")
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
    desk.does(Kind.OPEN_TASKS, "commander", list="containment-vendor-leak")
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
        (Kind.TASK_DONE, "deputy", {"task": "99", "evidence": "x"}, "open are: 1, 2, 3"),
        (Kind.TASK_ASSIGN, "deputy", {"task": "99", "owner": "counsel"}, "open are: 1, 2"),
        (Kind.TASK_ASSIGN, "contact_desk", {"task": "1", "owner": "counsel"}, "only commander"),
    ],
)
def test_what_is_not_allowed_is_refused_with_what_would_be_right(
    desk: Decider, kind: Kind, actor: str, words: dict[str, str], complaint: str
) -> None:
    desk.does(Kind.OPEN_TASKS, "commander", list="containment-vendor-leak")
    before = tasks_of(desk)
    assert complaint in desk.refuses(kind, actor, **words)
    assert tasks_of(desk) == before


def test_a_task_is_handed_over_by_its_owner_or_those_who_lead(desk: Decider) -> None:
    desk.does(Kind.OPEN_TASKS, "commander", list="containment-vendor-leak")
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
    desk.does(Kind.OPEN_TASKS, "commander", list="containment-vendor-leak")
    desk.does(Kind.OPEN_TASKS, "commander", list="vendor-leak")
    desk.does(Kind.TASK_DONE, "deputy", task="1", evidence="cut at 18:20")
    desk.does(Kind.TASK_NOT_DONE, "deputy", task="2", reason="it never had any")
    made = tasks_of(desk)
    register, incident_id = desk.case.register, desk.case.incident_id
    with register.reading() as connection:
        clocks = open_clocks(connection, incident_id)
        titles = work_titles(connection, register.sealer(incident_id), incident_id)
        owners = work_owners(connection, incident_id)
        items = open_items(connection, incident_id)
    still_open = {task_key(made[number].id): made[number] for number in (3, 4, 5, 6, 7)}
    assert dict(clocks) == {key: task.due_at for key, task in still_open.items()}
    assert titles == {key: task.title for key, task in still_open.items()}
    assert owners == {key: task.owner for key, task in still_open.items()}
    assert items == (
        "containment task 3 of 'privacy_officer' is open",
        "task 4 of 'privacy_officer' is open",
        "task 5 of 'privacy_officer' is open",
        "task 6 of 'merchant_care' is open",
        "task 7 of 'counsel' is open",
    )


def test_a_clock_is_taken_up_and_taken_over(desk: Decider) -> None:
    desk.does(Kind.OPEN_TASKS, "commander", list="containment-vendor-leak")
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
    assert "no clock of this key runs; 2 run" in desk.refuses(
        Kind.CLOCK_ACKNOWLEDGED, "deputy", key=key
    )


def fact_of(desk: Decider, key: str) -> Fact | None:
    register, incident_id = desk.case.register, desk.case.incident_id
    with register.reading() as connection:
        ledger = read_ledger(connection, register.sealer(incident_id), incident_id)
    entry = ledger.current().get(key)
    return entry.fact if entry else None


def test_calling_the_source_back_is_asked_for_until_the_ledger_knows_it(desk: Decider) -> None:
    desk.does(Kind.OPEN_TASKS, "commander", list="general")
    (number,) = [n for n, task in tasks_of(desk).items() if task.list_item == "call-back"]
    done = desk.does(
        Kind.TASK_DONE, "privacy_officer", task=str(number), evidence="10:05 代表電話へ、受付の者"
    )
    assert (done.revision, done.facts_changed) == (1, (CALLED_BACK,))
    fact = fact_of(desk, CALLED_BACK)
    assert fact is not None
    assert (fact.statement, fact.status) == ("10:05 代表電話へ、受付の者", FactStatus.KNOWN)
    assert (fact.source, fact.vouched_by) == ("ourselves", "privacy_officer")


def test_a_source_that_was_called_back_before_is_not_asked_for_again(desk: Decider) -> None:
    known = alarm_facts(
        *(AlarmSource.FORUM, "夜間当直", "22:10 掲示板の運営へ"),
        at=NOW,
        organisation="ourselves",
        recorder="commander",
    )
    register, incident_id = desk.case.register, desk.case.incident_id
    with register.writing() as connection:
        sealer = register.sealer(incident_id)
        add_facts(connection, sealer, incident_id, list(known), NOW, incident_id)
    opened = desk.does(Kind.OPEN_TASKS, "commander", list="general")
    assert opened.sentence.startswith(f"{len(load_task_list('general').items) - 1} tasks opened;")
    assert "call-back" not in {task.list_item for task in tasks_of(desk).values()}


def test_leaving_the_call_back_undone_tells_the_ledger_nothing(desk: Decider) -> None:
    desk.does(Kind.OPEN_TASKS, "commander", list="general")
    (number,) = [n for n, task in tasks_of(desk).items() if task.list_item == "call-back"]
    desk.does(Kind.TASK_NOT_DONE, "commander", task=str(number), reason="自社のログで気付いた")
    assert fact_of(desk, CALLED_BACK) is None


def test_tracks_are_summed_for_themselves(desk: Decider) -> None:
    desk.does(Kind.OPEN_TASKS, "commander", list="containment-vendor-leak")
    desk.does(Kind.OPEN_TASKS, "commander", list="vendor-leak")
    desk.does(Kind.TASK_DONE, "deputy", task="1", evidence="18:20 連携を停止")
    tasks = tuple(tasks_of(desk).values())
    first, contain = track_sums(tasks, NOW + timedelta(hours=3))
    assert (first.track, first.total, first.overdue) == ("first_hour", 4, 2)
    assert (contain.open, contain.overdue, contain.done, contain.not_done) == (2, 1, 1, 0)
