"""Severity: a table of what is known and what it asks for."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from domain.explanations import Locale
from domain.facts import Fact, FactStatus, Ledger
from domain.figures import Figure, FigureKind, FigureUnit
from domain.severity import Severity, SeverityFindings, findings_of, propose

AT = datetime(2026, 1, 8, 9, 0, tzinfo=UTC)
FLAGS = (
    "special_care",
    "property_damage",
    "wrongful_purpose",
    "my_number",
    "published_by_attacker",
)
ALL_NO = dict.fromkeys(FLAGS, False)


def findings(**changes: object) -> SeverityFindings:
    return SeverityFindings.model_validate({**ALL_NO, "people_at_most": 10, **changes})


@pytest.mark.parametrize(
    ("changes", "severity"),
    [
        ({}, "low"),
        ({"people_at_most": 100}, "low"),
        ({"people_at_most": 101}, "medium"),
        ({"people_at_most": 1_000}, "medium"),
        ({"people_at_most": 1_001}, "high"),
        ({"people_at_most": 100_000}, "high"),
        ({"people_at_most": 100_001}, "critical"),
        ({"people_at_most": None}, "high"),
        ({"people_at_most": None, "people_at_least": 100_001}, "critical"),
        ({"merchants": 1}, "low"),
        ({"merchants": 2}, "medium"),
        ({"special_care": True}, "high"),
        ({"special_care": None}, "high"),
        ({"special_care": True, "people_at_most": 1_001}, "critical"),
        ({"special_care": True, "people_at_most": None}, "critical"),
        ({"special_care": None, "people_at_most": None}, "high"),
        ({"my_number": True, "people_at_most": 1_001}, "critical"),
        ({"published_by_attacker": True}, "high"),
        ({"published_by_attacker": True, "people_at_most": None}, "critical"),
        ({"property_damage": True, "people_at_most": 1_001}, "high"),
        ({"wrongful_purpose": True, "people_at_most": None}, "high"),
        (dict.fromkeys(FLAGS) | {"people_at_most": None}, "high"),
    ],
)
def test_what_is_known_proposes(changes: dict[str, object], severity: str) -> None:
    assert propose(findings(**changes)).severity == severity


@pytest.mark.parametrize("flag", FLAGS)
@pytest.mark.parametrize("people", [10, 1_001, None])
def test_an_open_question_weighs_between_no_and_yes(flag: str, people: int | None) -> None:
    no, unknown, yes = (
        propose(findings(people_at_most=people, **{flag: answer})).severity.rank
        for answer in (False, None, True)
    )
    assert no <= unknown <= yes
    assert unknown >= Severity.HIGH.rank


def test_reasons_are_those_of_the_proposal_and_name_what_is_open() -> None:
    proposal = propose(findings(special_care=None, my_number=True, merchants=3))
    assert [reason.en for reason in proposal.reasons] == [
        "open question: special-care information",
        "known: My Number",
    ]
    assert [reason.ja for reason in proposal.reasons] == [
        "要配慮個人情報の有無が不明です",
        "個人番号（マイナンバー）があります",
    ]


def ledger(facts: Mapping[str, Mapping[str, object]]) -> Ledger:
    made = [
        Fact.model_validate(
            {"as_of": AT, "source": "us", "vouched_by": "commander", "key": key, **fact}
        )
        for key, fact in facts.items()
    ]
    return Ledger().extended(made, AT)


def people(kind: FigureKind, number: int | None, status: FactStatus) -> dict[str, object]:
    return {
        "status": status,
        "figure": Figure(kind=kind, unit=FigureUnit.PEOPLE, number=number),
    }


@pytest.mark.parametrize(
    ("kind", "number", "status", "held", "bounds"),
    [
        (FigureKind.AT_MOST, 800, FactStatus.KNOWN, 0, (0, 800)),
        (FigureKind.AT_MOST, 800, FactStatus.KNOWN, 900, (900, 900)),
        (FigureKind.EXACT, 800, FactStatus.KNOWN, 0, (800, 800)),
        (FigureKind.APPROXIMATE, 800, FactStatus.KNOWN, 0, (800, None)),
        (FigureKind.AT_LEAST, 800, FactStatus.KNOWN, 900, (900, None)),
        (FigureKind.UNKNOWN, None, FactStatus.KNOWN, 5, (5, None)),
        (FigureKind.AT_MOST, 800, FactStatus.SUSPECTED, 5, (5, None)),
    ],
)
def test_the_bounds_of_people(
    kind: FigureKind,
    number: int | None,
    status: FactStatus,
    held: int,
    bounds: tuple[int, int | None],
) -> None:
    found = findings_of(ledger({"figure.people": people(kind, number, status)}), held, 0)
    assert (found.people_at_least, found.people_at_most) == bounds


def test_a_bound_that_is_only_believed_is_named_and_loosens_nothing() -> None:
    stated = {"figure.people": people(FigureKind.AT_MOST, 12, FactStatus.SUSPECTED)}
    found = findings_of(ledger(stated), 0, 0)
    assert found.people_believed_at_most == 12
    proposal = propose(findings(people_at_most=None, people_believed_at_most=12))
    assert proposal.severity is Severity.HIGH
    assert "最大12人とみられます" in proposal.because(Locale.JA)
    assert "不明" not in proposal.because(Locale.JA)


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (FactStatus.KNOWN, True),
        (FactStatus.WITHDRAWN, False),
        (FactStatus.SUSPECTED, None),
        (FactStatus.UNKNOWN, None),
    ],
)
def test_only_a_known_or_withdrawn_fact_answers(status: FactStatus, *, answer: bool | None) -> None:
    found = findings_of(
        ledger({"category.special_care": {"status": status}, "cause": {"status": "known"}}), 0, 4
    )
    assert found.special_care is answer
    assert (found.my_number, found.published_by_attacker, found.merchants) == (None, None, 4)
