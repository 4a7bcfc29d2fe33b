"""Synthetic people: the published numbers exactly, the same every time, and nobody real."""

import csv
from collections import Counter, defaultdict
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.incident_checks import RESERVED_DOMAINS
from contracts.incident_file import SyntheticPeople
from demo.mail_addresses import LEGACY_DOMAIN
from demo.names import FAMILY_NAMES, FAMILY_WEIGHTS, GIVEN_NAMES, romaji
from demo.people import (
    CSV_HEADERS,
    NAME_ITEM,
    PHONE_ITEM,
    SyntheticPerson,
    people_per_merchant,
    synthetic_people,
    write_people_csv,
)
from incident_file import load_incident_file

DEMO = Path(__file__).parents[2] / "cases" / "demo.yaml"


@pytest.fixture(scope="module")
def spec() -> SyntheticPeople:
    people = load_incident_file(DEMO).people
    assert people is not None
    assert people.synthetic is not None
    return people.synthetic


@pytest.fixture(scope="module")
def everybody(spec: SyntheticPeople) -> tuple[SyntheticPerson, ...]:
    return tuple(synthetic_people(spec))


def small(**changes: object) -> SyntheticPeople:
    values: dict[str, object] = {
        "seed": 1,
        "total": 500,
        "phones": 400,
        "mail_per_mille": 700,
        "postal_per_mille": 600,
        "shared_mail_per_mille": 100,
        "legacy_mail_per_mille": 50,
        "shares": {"merchant-a": 3, "merchant-b": 1},
    }
    return SyntheticPeople.model_validate(values | changes)


def test_there_are_exactly_the_published_numbers(everybody: tuple[SyntheticPerson, ...]) -> None:
    assert len(everybody) == 136_346
    assert sum(person.phone is not None for person in everybody) == 114_951
    for person in everybody:
        assert person.items == ((NAME_ITEM, PHONE_ITEM) if person.phone else (NAME_ITEM,))


def test_merchants_are_of_uneven_size(spec: SyntheticPeople) -> None:
    sizes = people_per_merchant(spec)
    assert sum(sizes.values()) == spec.total
    assert min(sizes.values()) == pytest.approx(2_000, rel=0.1)
    assert max(sizes.values()) == pytest.approx(45_000, rel=0.1)


def test_shares_of_addresses_are_as_asked(everybody: tuple[SyntheticPerson, ...]) -> None:
    with_mail = sum(person.mail is not None for person in everybody)
    assert with_mail / len(everybody) == pytest.approx(0.7, abs=0.001)
    neither = sum(person.mail is None and person.address is None for person in everybody)
    assert neither / len(everybody) == pytest.approx(0.12, abs=0.01)
    assert any(".@" in (person.mail or "") for person in everybody)
    assert any(".." in (person.mail or "") for person in everybody)


def test_only_relatives_share_an_address(everybody: tuple[SyntheticPerson, ...]) -> None:
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for person in everybody:
        if person.mail:
            holders[person.merchant, person.mail].append(person.name)
    shared = [names for names in holders.values() if len(names) > 1]
    assert len(shared) > 1_000
    for names in shared:
        (first_family, first_given), (family, given) = (name.split() for name in names)
        assert first_family == family
        assert first_given != given


def test_nobody_agrees_with_another_in_name_and_contact(
    everybody: tuple[SyntheticPerson, ...],
) -> None:
    seen: Counter[tuple[str, str, str]] = Counter()
    for person in everybody:
        for contact in (person.mail, person.phone, person.address):
            if contact:
                seen[person.merchant, person.name, contact] += 1
    assert max(seen.values()) == 1
    phones = [person.phone for person in everybody if person.phone]
    assert len(set(phones)) == len(phones)


def test_nothing_reaches_a_living_person(everybody: tuple[SyntheticPerson, ...]) -> None:
    for person in everybody:
        if person.mail:
            local, _, domain = person.mail.rpartition("@")
            assert domain.endswith(RESERVED_DOMAINS)
            unusual = ".." in local or local.endswith(".")
            assert not unusual or domain == LEGACY_DOMAIN
        if person.phone:
            assert person.phone[:5] in {"070-0", "080-0", "090-0"}
            assert len(person.phone) == len("090-0000-0000")
        if person.address:
            assert person.address.startswith("見本県架空市")
            assert (person.postal_code or "").startswith("000-")


def test_names_are_many_and_weighted(everybody: tuple[SyntheticPerson, ...]) -> None:
    assert len(FAMILY_NAMES) >= 150
    assert len(set(GIVEN_NAMES)) >= 200
    assert len(FAMILY_WEIGHTS) == len(FAMILY_NAMES)
    families = Counter(person.name.split()[0] for person in everybody)
    assert families.most_common(1)[0][0] == FAMILY_NAMES[0][0]
    assert len(families) == len({written for written, _ in FAMILY_NAMES})


@pytest.mark.parametrize(
    ("reading", "letters"),
    [("サトウ", "sato"), ("リョウ", "ryo"), ("ジュンコ", "junko"), ("ハットリ", "hattori"),
     ("シュン", "shun"), ("チヒロ", "chihiro"), ("イイダ", "iida"), ("キョウヘイ", "kyohei")],
)  # fmt: skip
def test_readings_become_letters(reading: str, letters: str) -> None:
    assert romaji(reading) == letters


@given(
    total=st.integers(1, 300),
    leaked=st.integers(0, 300),
    mail=st.integers(0, 1000),
    shares=st.dictionaries(
        st.from_regex(r"[a-z]{1,5}", fullmatch=True), st.integers(1, 50), min_size=1, max_size=6
    ),
)
@settings(max_examples=60, deadline=None)
def test_sums_are_exact_for_any_numbers(
    total: int, leaked: int, mail: int, shares: dict[str, int]
) -> None:
    spec = small(total=total, phones=min(leaked, total), mail_per_mille=mail, shares=shares)
    people = list(synthetic_people(spec))
    assert len(people) == total
    assert sum(person.phone is not None for person in people) == spec.phones
    assert Counter(person.merchant for person in people) == +Counter(people_per_merchant(spec))


def test_the_same_seed_makes_the_same_people_whoever_else_is_asked_for() -> None:
    whole = [person for person in synthetic_people(small()) if person.merchant == "merchant-b"]
    assert whole == list(synthetic_people(small(), ["merchant-b"]))
    assert whole != list(synthetic_people(small(seed=2), ["merchant-b"]))
    assert [person.line for person in whole] == list(range(1, len(whole) + 1))


def test_people_come_one_by_one() -> None:
    huge = small(total=9_000_000, phones=9_000_000, shares={"merchant-a": 1})
    assert len(list(islice(synthetic_people(huge), 3))) == 3


def test_a_person_does_not_show_in_a_printed_object() -> None:
    person = next(synthetic_people(small()))
    assert person.name.split()[0] not in repr(person)


def test_the_files_hold_what_the_merchants_hand_over(tmp_path: Path) -> None:
    people = list(synthetic_people(small()))
    paths = write_people_csv(tmp_path / "people", people)
    assert list(paths) == ["merchant-a", "merchant-b"]
    rows = []
    for path in paths.values():
        with path.open(encoding="utf-8", newline="") as file:
            header, *body = csv.reader(file)
        assert tuple(header) == CSV_HEADERS
        rows += body
    assert [row[0] for row in rows] == [person.name for person in people]
    assert [row[1] or None for row in rows] == [person.mail for person in people]
    assert [row[2] or None for row in rows] == [person.phone for person in people]
    assert {row[5] for row in rows} == {"氏名", "氏名、電話番号"}


def test_files_are_replaced_not_grown(tmp_path: Path) -> None:
    first = write_people_csv(tmp_path, synthetic_people(small()))["merchant-a"].read_bytes()
    again = write_people_csv(tmp_path, synthetic_people(small()))["merchant-a"].read_bytes()
    assert first == again
