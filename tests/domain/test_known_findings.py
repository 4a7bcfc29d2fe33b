"""From facts to the questions of the law: answers, bounds, and since when they are known."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import ValidationError

from domain.conditions import Findings
from domain.duties import assess
from domain.facts import Fact, FactStatus, Ledger
from domain.figures import Figure, FigureKind, FigureUnit
from domain.known_findings import KnownFindings, finding_of
from domain.known_moments import KnownMoments
from domain.parties import PartyRole
from domain.situations import Moments, Party, Situation
from domain.standing import Standing
from regimes.calendars import calendars
from regimes.loader import load_rules

AT = datetime(2026, 11, 21, 1, tzinfo=UTC)
CATEGORIES = ("category.special_care", "category.property_damage", "category.wrongful_purpose")


def fact(
    key: str,
    status: FactStatus = FactStatus.KNOWN,
    *,
    people: int | None = None,
    moment: datetime | None = None,
    as_of: datetime = AT,
) -> Fact:
    figure = None
    if people is not None:
        figure = Figure(kind=FigureKind.EXACT, unit=FigureUnit.PEOPLE, number=people)
    return Fact(
        key=key,
        status=status,
        figure=figure,
        moment=moment,
        as_of=as_of,
        source="us",
        vouched_by="commander",
    )


def ledger(*revisions: tuple[Fact, ...]) -> Ledger:
    found = Ledger()
    for facts in revisions:
        found = found.extended(facts, facts[0].as_of)
    return found


def ours(known: Ledger) -> tuple[Findings, ...]:
    return KnownFindings(known).of(None, {}, ourselves=True)


@pytest.mark.parametrize(
    ("key", "finding"),
    [
        ("category.card_data", "card_data"),
        ("event.major_incident", "major_incident"),
        ("entity.listed_company", "entity.listed_company"),
        ("figure.people", "affected_at_most"),
        ("figure.residents.us_ca", "residents.US-CA"),
        ("custom.their_data", "custom.their_data"),
        ("figure.names", None),
        ("cause", None),
    ],
)
def test_facts_answer_the_questions_of_the_law(key: str, finding: str | None) -> None:
    assert finding_of(key) == finding


@pytest.mark.parametrize(
    ("status", "held"),
    [
        (FactStatus.KNOWN, True),
        (FactStatus.WITHDRAWN, False),
        (FactStatus.SUSPECTED, None),
        (FactStatus.UNKNOWN, None),
    ],
)
def test_suspicion_leaves_the_question_open(status: FactStatus, held: bool | None) -> None:  # noqa: FBT001 - a table
    (found,) = ours(ledger((fact("category.special_care", status),)))
    assert found.value("special_care") is held


def test_a_count_that_passes_the_threshold_starts_the_clock_when_it_is_known() -> None:
    no = [fact(key, FactStatus.WITHDRAWN) for key in CATEGORIES]
    later = AT + timedelta(days=9)
    known = ledger(
        (*no, fact("figure.people", people=1000)),
        (fact("figure.people", people=1001, as_of=later),),
    )
    party = Party(
        id="us",
        role=PartyRole.CONTROLLER,
        jurisdictions=("JP",),
        moments=Moments(suspected_at=AT),
        findings=ours(known),
    )
    rules = load_rules("jp-appi")
    found = assess(Situation(parties=(party,)), rules, calendars(date(2026, 11, 21)))
    assert {duty.anchor_at for duty in found.duties} == {later}
    assert {d.due_on for d in found.duties if d.hard} == {date(2027, 1, 4)}


def test_the_number_of_all_bounds_a_party_whose_list_has_not_come_in() -> None:
    found = KnownFindings(ledger((fact("figure.people", people=800),)))
    assert found.of(None, {}, ourselves=False)[-1].value("affected_at_most") == 800
    assert found.of(90, {}, ourselves=False)[-1].value("affected_at_most") == 90
    assert found.of(900, {}, ourselves=True)[-1].value("affected_at_most") == 900


def test_what_we_are_says_nothing_of_others() -> None:
    found = KnownFindings(ledger((fact("entity.listed_company"),)))
    assert found.of(None, {}, ourselves=True)[-1].value("entity.listed_company") is True
    assert found.of(None, {}, ourselves=False)[-1].value("entity.listed_company") is None


def test_a_moment_stated_anew_keeps_the_earlier_one_as_a_candidate() -> None:
    earlier, later = AT - timedelta(days=3), AT - timedelta(days=1)
    known = ledger(
        (fact("moment.confirmed", moment=earlier),),
        (fact("moment.confirmed", moment=later),),
    )
    assert KnownMoments(known, ()).ours().stated("confirmed_at") == (earlier, later)
    withdrawn = ledger((fact("occurred", FactStatus.WITHDRAWN, moment=earlier),))
    assert KnownMoments(withdrawn, ()).ours() == Moments()


def test_a_merchant_states_its_own_knowledge_and_filings_start_clocks() -> None:
    theirs = fact("discovered", moment=AT).model_copy(update={"source": "merchant-a"})
    known = KnownMoments(
        ledger((theirs, fact("submitted.eu_nis2.notification", moment=AT))), ("merchant-a",)
    )
    assert known.of_merchant("merchant-a") == Moments(first_department_known_at=AT)
    assert known.of_merchant("merchant-b") == Moments()
    assert known.ours() == Moments(submitted_at={"eu-nis2/notification": AT})


def test_a_standing_takes_known_names_only() -> None:
    standing = Standing(is_a=("telecom_carrier",), is_no=("listed_company",))
    assert standing.findings() == {"entity.telecom_carrier": True, "entity.listed_company": False}
    assert standing.places == ("JP",)
    with pytest.raises(ValidationError, match="no standing has this name"):
        Standing(is_a=("telecom_carier",))
    with pytest.raises(ValidationError, match="is_a and in is_no"):
        Standing(is_a=("bank",), is_no=("bank",))
