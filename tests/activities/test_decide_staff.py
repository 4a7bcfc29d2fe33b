"""Absences while an incident runs: alerts move to whoever stands in, and come back."""

from datetime import date

import pytest

from activities.alert_reading import read_for_alert
from contracts.decision_kinds import DecisionKind
from domain.roster import StaffDetails
from register.incidents import NewContact
from register.parties import ourselves, read_contacts, read_parties
from register.party_acts import add_contact
from tests.activities.decision_runner import Decider
from tests.register_fixtures import Case

AWAY = DecisionKind.STAFF_AWAY
COUNSEL = "01M80000000000000000000CNS"


def appoint(case: Case, role: str, identity: str, **details: object) -> None:
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        us = ourselves(read_parties(connection, sealer, case.incident_id))
        person = NewContact(
            id=identity,
            role=role,
            name="見本",
            mail=f"{identity[-3:].lower()}@mihon.example",
            details=StaffDetails.model_validate(details) if details else None,
        )
        add_contact(connection, sealer, case.incident_id, us.id, person)


@pytest.fixture
def desk(case: Case) -> Decider:
    appoint(case, "counsel", COUNSEL, language="en")
    appoint(case, "deputy", "01M80000000000000000000DEP")
    return Decider(case)


def called(desk: Decider, role: str = "counsel") -> list[str]:
    reading = read_for_alert(desk.case.register, desk.case.incident_id, desk.at)
    return [reading.staff[found].role for found in reading.called((role,))]


def details_of(desk: Decider) -> StaffDetails:
    with desk.case.register.reading() as connection:
        sealer = desk.case.register.sealer(desk.case.incident_id)
        known = read_contacts(connection, sealer, desk.case.incident_id)
    return next(each.details for each in known if each.id == COUNSEL)


def test_alerts_move_to_the_deputy_and_come_back(desk: Decider) -> None:
    said = desk.does(AWAY, "counsel", role="counsel", since="2026-01-14", until="2026-01-16")
    assert said.sentence == "recorded: alerts for 'counsel' go to 'deputy' meanwhile"
    assert called(desk) == ["counsel"]
    desk.later(days=1)
    assert called(desk) == ["deputy"]
    # 23:59 of the last day in Japan, and a minute later.
    desk.at = desk.at.replace(day=16, hour=14, minute=59)
    assert called(desk) == ["deputy"]
    assert called(desk.later(minutes=1)) == ["counsel"]
    assert details_of(desk).language == "en"


def test_who_is_back_early_is_called_from_that_day(desk: Decider) -> None:
    desk.does(AWAY, "commander", role="counsel", since="2026-01-12", until="2026-01-20")
    desk.does(AWAY, "commander", role="counsel", since="2026-02-01", until="2026-02-03")
    assert called(desk) == ["deputy"]
    said = desk.does(AWAY, "counsel", role="counsel", back=True)
    assert said.sentence == "'counsel' is back: alerts go there again"
    assert called(desk) == ["counsel"]
    assert [(a.since, a.until) for a in details_of(desk).away] == [
        (date(2026, 1, 12), date(2026, 1, 12))
    ]
    line = desk.lines()[-1]
    assert (line.action, line.subject, line.detail["role"]) == ("staff.back", COUNSEL, "counsel")


def test_where_nobody_stands_in_it_says_so_and_calls_the_holder_all_the_same(case: Case) -> None:
    appoint(case, "counsel", COUNSEL)
    desk = Decider(case)
    said = desk.does(AWAY, "counsel", role="counsel", until="2026-01-14")
    assert "nobody stands in for 'counsel'" in said.sentence
    assert called(desk) == ["counsel"]


def test_the_same_absence_again_changes_nothing(desk: Decider) -> None:
    words = {"role": "counsel", "since": "2026-01-14", "until": "2026-01-16"}
    desk.does(AWAY, "counsel", **words)
    assert "recorded already" in desk.does(AWAY, "counsel", **words).sentence
    assert len(details_of(desk).away) == 1


@pytest.mark.parametrize(
    ("actor", "words", "says"),
    [
        ("deputy", {"until": "2026-01-01", "since": "2025-12-29"}, "is past"),
        ("commander", {"until": "2026-01-13", "since": "2026-01-14"}, "that day or later"),
        ("commander", {"since": "2026-01-14"}, "name it by --until"),
        ("commander", {"until": "2028-01-14"}, "more than a year"),
        ("public_relations", {"until": "2026-01-14"}, "only commander, deputy may"),
        ("commander", {"role": "contact_desk", "until": "2026-01-14"}, "nobody holds"),
        ("commander", {"mail": "x@other.example", "until": "2026-01-14"}, "nobody holds"),
    ],
)
def test_what_cannot_be_is_refused(
    desk: Decider, actor: str, words: dict[str, object], says: str
) -> None:
    assert says in desk.refuses(AWAY, actor, **{"role": "counsel", **words})


def test_of_several_holders_one_is_named_by_mail(desk: Decider) -> None:
    appoint(desk.case, "counsel", "01M80000000000000000000TWO")
    assert "say by --mail" in desk.refuses(AWAY, "commander", role="counsel", until="2026-01-14")
    said = desk.does(
        AWAY, "commander", role="counsel", until="2026-01-14", mail="CNS@mihon.example"
    )
    assert said.sentence == "recorded: alerts for 'counsel' go to the others who hold it"
    assert called(desk) == ["counsel"]
