"""Who is called for a role: its holders, whoever stands in, then up."""

from datetime import UTC, date, datetime

from domain.parties import StaffRole
from domain.roster import Absence, Member, Roster, StaffDetails

AT = datetime(2026, 12, 30, 16, 0, tzinfo=UTC)
"""2026-12-31 01:00 in Japan."""
NEW_YEAR = (Absence(since=date(2026, 12, 31), until=date(2027, 1, 3)),)


def member(role: str, name: str = "", **details: object) -> Member:
    return Member(id=name or role, role=role, details=StaffDetails.model_validate(details))


def called(*members: Member, roles: tuple[str, ...] = ("counsel",), **more: object) -> list[str]:
    return list(Roster(members, AT).called(roles, **more))  # type: ignore[arg-type]


COUNSEL, COMMANDER, DEPUTY = member("counsel"), member("commander"), member("deputy")
AWAY = member("counsel", away=NEW_YEAR)


def test_the_holders_of_each_role_are_called_once() -> None:
    assert called(COUNSEL, COMMANDER, roles=("commander", "counsel", "commander")) == [
        "commander",
        "counsel",
    ]


def test_the_days_of_an_absence_are_days_where_the_person_is() -> None:
    elsewhere = member("counsel", away=NEW_YEAR, time_zone="Europe/Berlin")
    assert called(AWAY, DEPUTY) == ["deputy"]
    assert called(elsewhere, DEPUTY) == ["counsel"]


def test_who_is_named_for_the_role_stands_in_before_a_deputy_for_all() -> None:
    named = member("public_relations", deputises_for=(StaffRole.COUNSEL,))
    assert called(AWAY, DEPUTY, named) == ["public_relations"]


def test_a_deputy_for_others_does_not_stand_in_and_the_holder_is_called_all_the_same() -> None:
    other = member("deputy", deputises_for=(StaffRole.COMMANDER,))
    assert called(AWAY, other) == ["counsel"]


def test_one_stand_in_is_called_and_the_next_when_the_first_is_away_too() -> None:
    first = member("deputy", "first", away=NEW_YEAR)
    second, third = member("deputy", "second"), member("deputy", "third")
    assert called(AWAY, first, second, third) == ["second"]


def test_the_steps_go_to_the_deputies_and_then_up() -> None:
    assert called(COUNSEL, DEPUTY, COMMANDER, steps=(1,)) == ["deputy"]
    assert called(COUNSEL, DEPUTY, COMMANDER, steps=(2,), up=("commander",)) == ["commander"]
    assert called(COUNSEL, DEPUTY, COMMANDER, steps=(1, 2)) == ["deputy", "commander"]


def test_without_any_deputy_the_step_goes_up_at_once() -> None:
    assert called(COUNSEL, COMMANDER, steps=(1,)) == ["commander"]
