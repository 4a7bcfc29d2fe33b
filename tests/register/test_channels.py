"""One channel after the other, as far as contacts are held; what comes back of each."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select

from domain.channels import OUTCOMES
from domain.letter_numbers import LetterNumber
from domain.notices import LIST_RANK, AttemptState, Channel
from register import claims, fall_backs, outcomes, wave_sums
from register.channel_lists import make_list, people_of_list
from register.channel_results import Reporting, ResultLine, take_results
from register.letters import LetterLine, LetterReport, Taken, letters_of, take_letters
from register.person_rows import PersonRow
from register.provider_events import Report, apply_reports
from register.tables_channels import channel_results
from register.tables_people import notices
from tests.register_fixtures import AT, Case, create_register, soon

ORDER = ("mail", "letter", "call", "sms")


def now() -> datetime:
    return datetime.now(UTC)


def started(case: Case, rows: list[PersonRow], order: tuple[str, ...] = ORDER) -> str:
    case.add(rows)
    plan = case.plan(case.plan_input().model_copy(update={"channels": order}))
    case.start(plan.wave_id)
    return plan.wave_id


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(create_register(tmp_path)).open()


@pytest.fixture
def wave_id(case: Case) -> str:
    """Mail, address and phone; mail and phone; phone; address; nothing. All mail comes back."""
    wave_id = started(
        case,
        [
            PersonRow(1, "甲", "a@example.jp", "090-0000-0001", "000-0001", "見本町1"),
            PersonRow(2, "乙", "b@example.jp", "090-0000-0002"),
            PersonRow(3, "丙", phone="090-0000-0003"),
            PersonRow(4, "丁", postal_code="000-0004", address="見本町4"),
            PersonRow(5, "戊"),
        ],
    )
    with case.register.writing() as connection:
        shard = claims.open_shard(connection, wave_id, 0, 0, now())
        claim = claims.claim(connection, shard, now())
        assert isinstance(claim, claims.Claim)
        outcomes.record_accepted(connection, claim.request_id, "m", now())
        bounced = AttemptState.BOUNCED
        reports = [Report(claim.request_id, place, bounced) for place in (0, 1)]
        apply_reports(connection, reports, now())
    return wave_id


def waiting(case: Case, wave_id: str) -> tuple[int, dict[str, int], dict[str, int], int]:
    with case.register.reading() as connection:
        stands = wave_sums.standing(connection, wave_id, soon())
    return stands.letters_to_print, stands.to_list, stands.listed, stands.beyond_reach


def listed(case: Case, wave_id: str, channel: Channel = Channel.CALL) -> dict[str, str]:
    """Put people on a list; their codes by name."""
    with case.register.writing() as connection:
        made = make_list(connection, wave_id, channel, now())
        sealer = case.register.sealer(case.incident_id, connection)
        people = list(people_of_list(connection, sealer, made.act_id)) if made.people else []
    assert len(people) == made.people
    return {person.name: person.check_code for person in people}


def report(
    case: Case, wave_id: str, *lines: ResultLine, channel: Channel = Channel.CALL, calls: int = 3
) -> Taken:
    reporting = Reporting(wave_id, channel, "0" * 26, calls, AT + timedelta(days=9), now())
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        return take_results(connection, sealer, reporting, lines)


def result(code: str, outcome: str, minute: int = 0, line: int = 2) -> ResultLine:
    return ResultLine(line, code, outcome, AT + timedelta(minutes=minute), "窓口 一号")


def state_of(case: Case, code: str) -> str:
    with case.register.reading() as connection:
        query = select(notices.c.state).where(notices.c.check_code == code)
        return str(connection.execute(query).scalar_one())


def test_each_is_tried_by_the_next_channel_whose_contact_is_held(case: Case, wave_id: str) -> None:
    assert waiting(case, wave_id) == (2, {"call": 2}, {}, 1)
    codes = listed(case, wave_id)
    assert set(codes) == {"乙", "丙"}
    assert listed(case, wave_id) == {}, "nobody is put on a second list"
    assert waiting(case, wave_id) == (2, {}, {"call": 2}, 1)
    report(case, wave_id, result(codes["乙"], "reached"), result(codes["丙"], "番号違い"))
    assert state_of(case, codes["乙"]) == "reached"
    assert waiting(case, wave_id) == (2, {"sms": 1}, {}, 1)
    codes = listed(case, wave_id, Channel.SMS)
    report(case, wave_id, result(codes["丙"], "failed"), channel=Channel.SMS)
    assert waiting(case, wave_id) == (2, {}, {}, 2), "now every held contact was tried"


def test_the_substitute_waits_for_every_held_contact(case: Case, wave_id: str) -> None:
    with case.register.writing() as connection:
        assert fall_backs.substitute(connection, wave_id, now()) == 1
    codes = listed(case, wave_id)
    with case.register.writing() as connection:
        assert fall_backs.substitute(connection, wave_id, now()) == 0
    report(case, wave_id, *(result(code, "unreachable") for code in codes.values()))
    codes = listed(case, wave_id, Channel.SMS)
    report(case, wave_id, *(result(c, "failed") for c in codes.values()), channel=Channel.SMS)
    with case.register.writing() as connection:
        assert fall_backs.substitute(connection, wave_id, now()) == 2
        assert fall_backs.substitute(connection, wave_id, now()) == 0


def test_calls_that_nobody_answers_count_as_failed_once_there_are_enough(
    case: Case, wave_id: str
) -> None:
    code = listed(case, wave_id)["丙"]
    for minute in (0, 1):
        report(case, wave_id, result(code, "no_answer", minute))
        assert state_of(case, code) == "in_progress"
    assert report(case, wave_id, result(code, "no_answer", 1)) == Taken(0, 1, ())
    assert state_of(case, code) == "in_progress", "the same call told twice is one call"
    report(case, wave_id, result(code, "応答なし", 2))
    assert state_of(case, code) == "unreached"
    report(case, wave_id, result(code, "reached", 3))
    assert state_of(case, code) == "reached", "who was reached after all is told"


def test_wrong_lines_are_refused_by_line_and_the_others_entered(case: Case, wave_id: str) -> None:
    code = listed(case, wave_id)["丙"]
    late = ResultLine(4, code, "reached", AT + timedelta(days=99), "甲")
    nobody = ResultLine(5, code, "reached", AT, " ")
    taken = report(
        case,
        wave_id,
        result("NOBODY00", "reached", line=2),
        result(code, "posted", line=3),
        late,
        nobody,
        ResultLine(6, code, "reached", None, "甲"),
        result(code, "reached", line=7),
    )
    assert (taken.entered, taken.known) == (1, 0)
    assert [line for line, _ in taken.refused] == [2, 3, 4, 5, 6]
    assert state_of(case, code) == "reached"


def test_who_called_is_kept_sealed(case: Case, wave_id: str) -> None:
    code = listed(case, wave_id)["丙"]
    report(case, wave_id, result(code, "reached"))
    with case.register.reading() as connection:
        (row,) = connection.execute(select(channel_results)).all()
        sealer = case.register.sealer(case.incident_id, connection)
        place = f"{row.request_id}:{row.position}:{row.number}"
        words = json.loads(sealer.open("channel_results", "words", place, row.words))
    assert b"\xe7\xaa\x93" not in row.words
    assert (words, row.outcome, row.happened_at) == ({"by": "窓口 一号", "note": ""}, "reached", AT)


@pytest.fixture
def numbers(case: Case, wave_id: str) -> list[str]:
    with case.register.writing() as connection:
        assert fall_backs.claim_letters(connection, wave_id, now()) == 2
    return [str(LetterNumber(1, 1, place)) for place in (0, 1)]


def letters(case: Case, wave_id: str, how: str, *lines: LetterLine) -> Taken:
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        return take_letters(connection, sealer, wave_id, LetterReport(how), lines, now())


def test_letters_are_posted_come_back_and_go_to_another_address(
    case: Case, wave_id: str, numbers: list[str]
) -> None:
    both = [LetterLine(line, number) for line, number in enumerate(numbers, start=2)]
    assert letters(case, wave_id, "posted", *both) == Taken(2, 0, ())
    assert letters(case, wave_id, "posted", *both) == Taken(0, 2, ())
    assert case.notice_states(wave_id)["posted"] == 2
    assert letters(case, wave_id, "returned", *both) == Taken(2, 0, ())
    assert waiting(case, wave_id)[1] == {"call": 3}, "who has a telephone is called now"
    moved = LetterLine(2, numbers[1], "000-0009", "見本町9")
    assert letters(case, wave_id, "readdressed", moved) == Taken(1, 0, ())
    with case.register.reading() as connection:
        ((run, party, count),) = fall_backs.print_runs(connection, wave_id)
        sealer = case.register.sealer(case.incident_id, connection)
        (person,) = letters_of(connection, sealer, run, party)
    assert (count, person.name, person.address) == (1, "丁", "見本町9")
    assert str(person.number) == str(LetterNumber(1, 2, 0))
    again = LetterLine(2, str(person.number))
    assert letters(case, wave_id, "posted", again) == Taken(1, 0, ())
    assert case.notice_states(wave_id)["posted"] == 1


def test_wrong_letter_lines_are_refused_by_line(
    case: Case, wave_id: str, numbers: list[str]
) -> None:
    mistyped = numbers[0][:-1] + str((int(numbers[0][-1]) + 1) % 10)
    taken = letters(
        case,
        wave_id,
        "posted",
        LetterLine(2, mistyped),
        LetterLine(3, str(LetterNumber(2, 1, 0))),
        LetterLine(4, str(LetterNumber(1, 1, 7))),
        LetterLine(5, numbers[0]),
        LetterLine(6, numbers[0]),
    )
    assert taken.entered == 1
    assert [line for line, _ in taken.refused] == [2, 3, 4, 6]
    assert letters(case, wave_id, "readdressed", LetterLine(2, numbers[0])).refused
    assert letters(case, wave_id, "returned", LetterLine(2, numbers[1])).entered == 1
    assert letters(case, wave_id, "posted", LetterLine(2, numbers[1])).refused


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(some.permutations([("no_answer", 0), ("wrong_number", 1), ("reached", 2)]))
def test_the_order_of_results_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, order: list[tuple[str, int]]
) -> None:
    case = Case(create_register(tmp_path_factory.mktemp("order"))).open()
    wave_id = started(case, [PersonRow(1, "丙", phone="090-0000-0003")])
    code = listed(case, wave_id)["丙"]
    for outcome, minute in order:
        report(case, wave_id, result(code, outcome, minute))
    assert state_of(case, code) == "reached"


def test_every_outcome_has_a_rank_and_ends_in_a_state() -> None:
    for outcomes_of_channel in OUTCOMES.values():
        for state in outcomes_of_channel.values():
            assert state in LIST_RANK
