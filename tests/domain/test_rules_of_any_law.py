"""What other laws need of the same rules: anchors, operators, dates of force."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.conditions import Condition, Findings
from domain.duties import assess
from domain.parties import PartyRole
from domain.rules import Rule
from domain.situations import Moments, Party, Situation
from regimes.calendars import calendars
from regimes.loader import load_rules

TOKYO = ZoneInfo("Asia/Tokyo")
RULES = load_rules("jp-appi")
CALENDARS = calendars(date(2026, 11, 21))
PRELIMINARY = next(rule for rule in RULES if rule.id == "jp-appi/preliminary")


def tokyo(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=TOKYO)


def varied(**changes: object) -> Rule:
    return Rule.model_validate(PRELIMINARY.model_dump() | changes)


@pytest.mark.parametrize(
    ("anchor", "read_from", "moments", "anchor_at"),
    [
        ("occurred", ("occurred_at",), {"occurred_at": tokyo("2026-11-01")}, tokyo("2026-11-01")),
        (
            "submitted:notification",
            (),
            {"submitted_at": {"jp-appi/notification": tokyo("2026-11-12")}},
            tokyo("2026-11-12"),
        ),
        (
            "calendar_year_end",
            ("confirmed_at",),
            {"confirmed_at": tokyo("2026-03-02")},
            datetime(2026, 12, 31, 14, 59, 59, 999999, tzinfo=UTC),
        ),
        (
            "discovered_or_should_have",
            ("confirmed_at", "should_have_discovered_at"),
            {
                "confirmed_at": tokyo("2026-11-12"),
                "should_have_discovered_at": tokyo("2026-11-03"),
            },
            tokyo("2026-11-03"),
        ),
    ],
)
def test_anchors_of_other_laws_are_found(
    anchor: str, read_from: tuple[str, ...], moments: dict[str, object], anchor_at: datetime
) -> None:
    party = Party(
        id="shop",
        role=PartyRole.CONTROLLER,
        jurisdictions=("JP",),
        moments=Moments.model_validate(moments),
    )
    rule = varied(anchor=anchor, read_from=read_from)
    (duty,) = assess(Situation(parties=(party,)), (rule,), CALENDARS).duties
    assert duty.anchor_at == anchor_at


@pytest.mark.parametrize(("count", "holds"), [(499, False), (500, True), (None, None)])
def test_the_operator_is_part_of_the_threshold(count: int | None, holds: bool | None) -> None:  # noqa: FBT001 - a table
    at_least = Condition(finding="affected_at_most", at_least=500)
    assert at_least.holds(Findings(affected_at_most=count)) is holds


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        ("2026-08-31", False),
        ("2026-09-01", True),
        ("2026-12-31", True),
        ("2027-01-01", False),
    ],
)
def test_trap_17_a_text_is_in_force_from_its_first_day_to_its_last(
    day: str, *, in_force: bool
) -> None:
    rule = varied(effective_from=date(2026, 9, 1), effective_to=date(2026, 12, 31))
    assert rule.in_force_on(date.fromisoformat(day)) is in_force


def test_trap_17_a_text_without_a_date_is_never_in_force() -> None:
    pending = varied(effective_from=None, status="enacted")
    assert not pending.in_force_on(date(2030, 1, 1))
