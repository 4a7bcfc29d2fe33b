"""Open clocks in parts: each of them once, in the order of their keys, below a payload's limit."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from activities import open_clocks
from activities.open_clocks import read_clocks
from contracts.incident_payloads import DutyClock
from register.duties import DutyRow, write_duties
from tests.register_fixtures import Case, create_register

AT = datetime(2026, 1, 13, 9, 0, tzinfo=UTC)


def duty(case: Case, number: int, **more: object) -> DutyRow:
    return DutyRow(
        key=f"jp-appi/preliminary|{number:04}|ppc",
        rule="jp-appi/preliminary",
        debtor_id=case.merchant_ids[0],
        owed_to="ppc",
        anchor="aware",
        anchor_at=AT,
        target_at=AT + timedelta(days=3),
        due_at=AT + timedelta(days=5),
        due_on=None,
        hard=True,
        status="open",
        source="s",
        verified=False,
        revision=1,
    ).model_copy(update=more)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(create_register(tmp_path)).open()


def all_parts(case: Case) -> list[tuple[DutyClock, ...]]:
    parts, after = [], ""
    with case.register.reading() as connection:
        while True:
            part = read_clocks(connection, case.incident_id, after)
            parts.append(part.clocks)
            after = part.more_after
            if not after:
                return parts


@pytest.mark.parametrize("size", [1, 2, 3, 4, 100])
def test_every_open_clock_comes_once(
    case: Case, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_clocks, "CLOCKS_A_PART", size)
    rows = (
        *(duty(case, number) for number in range(4)),
        duty(case, 10, status="met"),
        duty(case, 11, due_at=None, target_at=None),
    )
    with case.register.writing() as connection:
        write_duties(connection, case.incident_id, rows, AT)
    parts = all_parts(case)
    assert [clock.key for part in parts for clock in part] == [row.key for row in rows[:4]]
    assert all(len(part) <= size for part in parts)


def test_a_target_is_no_hard_limit(case: Case) -> None:
    rows = (duty(case, 1), duty(case, 2, due_at=None), duty(case, 3, hard=False))
    with case.register.writing() as connection:
        write_duties(connection, case.incident_id, rows, AT)
    (part,) = all_parts(case)
    assert [clock.hard for clock in part] == [True, False, False]
    assert part[1].due_at == AT + timedelta(days=3)


def test_a_full_part_is_far_below_what_a_payload_may_hold(case: Case) -> None:
    longest = DutyClock(key="k" * 140, due_at=AT, hard=False)
    assert len(longest.model_dump_json()) * open_clocks.CLOCKS_A_PART < 1_200_000
