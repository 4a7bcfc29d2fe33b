"""Severity is proposed again when facts change, and the log tells; the alarm is told beside it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from domain.alarm import AlarmSource, alarm_facts
from domain.facts import Fact, FactStatus
from domain.severity import Severity
from register import audit
from register.ledger import add_facts
from register.severity import note_proposal, read_severity, set_severity
from register.standing import read_standing
from register.store import Register
from tests.register_fixtures import AT, Case, create_register

FLAGS = ("special_care", "property_damage", "wrongful_purpose", "my_number")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Case]:
    register = create_register(tmp_path)
    yield Case(register).open()
    register.dispose()


def enters(case: Case, at: datetime, *facts: Fact) -> None:
    """Facts, and the look at the severity that follows each change of them."""
    register = case.register
    with register.writing() as connection:
        sealer = register.sealer(case.incident_id, connection)
        add_facts(connection, sealer, case.incident_id, list(facts), at, case.incident_id)
        note_proposal(connection, sealer, case.incident_id, at)


def fact(key: str, status: FactStatus, **words: object) -> Fact:
    fields = {"key": key, "status": status, "as_of": AT, "source": "ourselves", **words}
    return Fact.model_validate({"vouched_by": "counsel", **fields})


def proposals(case: Case) -> list[audit.AuditLine]:
    register: Register = case.register
    with register.reading() as connection:
        lines = audit.read(connection, register.sealer(case.incident_id), case.incident_id)
    return [line for line in lines if line.action == "severity.proposed"]


def nothing_grave(people: int) -> list[Fact]:
    figure = {"kind": "at_most", "unit": "people", "number": people}
    return [
        *(fact(f"category.{flag}", FactStatus.WITHDRAWN) for flag in FLAGS),
        fact("published_by_attacker", FactStatus.WITHDRAWN),
        fact("figure.people", FactStatus.KNOWN, figure=figure),
    ]


def test_a_changed_proposal_is_told_once_with_its_reasons(opened: Case) -> None:
    enters(opened, AT, fact("overview", FactStatus.SUSPECTED, statement="漏えいのおそれ"))
    enters(opened, AT + timedelta(hours=1), fact("cause", FactStatus.UNKNOWN))
    enters(opened, AT + timedelta(hours=2), *nothing_grave(80))
    enters(opened, AT + timedelta(hours=3), fact("category.special_care", FactStatus.KNOWN))

    told = proposals(opened)
    assert [(line.detail["from"], line.detail["to"]) for line in told] == [
        (None, "high"),
        ("high", "low"),
        ("low", "high"),
    ]
    assert [line.at - AT for line in told] == [timedelta(hours=hours) for hours in (0, 2, 3)]
    assert {line.actor for line in told} == {"engine"}
    assert "人数の上限が不明です" in str(told[0].detail["why"])
    assert told[1].detail["why"] == "対象は最大80人です"
    assert told[2].detail["why"] == "要配慮個人情報があります"


def test_the_decision_of_a_person_stands_while_the_proposal_moves(opened: Case) -> None:
    enters(opened, AT, *nothing_grave(80))
    register = opened.register
    with register.writing() as connection:
        set_severity(connection, opened.incident_id, read_low(opened))
    enters(opened, AT + timedelta(hours=1), *nothing_grave(5_000))

    with register.reading() as connection:
        sealer = register.sealer(opened.incident_id, connection)
        standing = read_standing(connection, sealer, opened.incident_id, AT)
    assert (standing.severity.decided, standing.severity.proposal.severity) == ("low", "high")
    assert standing.severity.differs
    assert proposals(opened)[-1].detail["decided"] == "low"


def read_low(case: Case) -> Severity:
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        return read_severity(connection, sealer, case.incident_id).proposal.severity


def test_the_alarm_stands_with_what_is_not_known_of_it(opened: Case) -> None:
    who = ("ourselves", "commander")
    alarm = alarm_facts(
        *(AlarmSource.FORUM, "夜間当直の者", None), at=AT, organisation=who[0], recorder=who[1]
    )
    enters(opened, AT, *alarm)

    register = opened.register
    with register.reading() as connection:
        sealer = register.sealer(opened.incident_id, connection)
        standing = read_standing(connection, sealer, opened.incident_id, AT).alarm
    assert (standing.source, standing.vouched_by) == ("forum", "夜間当直の者")
    assert standing.called_back == ""
    assert "夜間当直" not in repr(standing)
