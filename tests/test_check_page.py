"""The check page: for which notice a code was issued, asked over HTTP."""

import re
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select, update

from contracts.decision_kinds import DecisionKind as Kind
from publishing.check_page import check_page
from publishing.checking import Bucket, Limit
from register.code_questions import OFTEN, ask_code, flagged_codes, normal_code
from register.tables_incident import data_keys, incidents
from register.tables_people import notices
from tests.activities.decision_runner import Decider
from tests.activities.wave_runner import free_port, running_intake
from tests.register_fixtures import Case, create_register, people_rows
from tests.test_intake import Provider

NOW = datetime(2026, 1, 14, 3, 0, tzinfo=UTC)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    case = Case(create_register(tmp_path)).open()
    case.add(people_rows(3))
    return case


@pytest.fixture
def client(case: Case) -> Iterator[httpx.Client]:
    port = free_port()
    with (
        running_intake(case.register, Provider(case).public_key, port),
        httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
    ):
        yield client


def code_of(case: Case) -> str:
    with case.register.reading() as connection:
        return str(connection.execute(select(notices.c.check_code).limit(1)).scalar_one())


def test_a_code_is_answered_with_its_notice_and_nobody(case: Case, client: httpx.Client) -> None:
    code = code_of(case)

    form = client.get("/check")
    answer = client.post("/check", data={"code": f" {code[:4].lower()}-{code[4:].lower()} "})

    assert form.status_code == answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    for said in ("見本", "電子メール", "2026年1月13日", "0120-000-000", "証明には", "マイナンバー"):
        assert said in answer.text
    assert "mail.example.jp" not in answer.text
    assert not re.search(r"見本 \d{6}", answer.text)
    assert code not in answer.text


def test_known_and_unknown_codes_take_the_same_time(case: Case, client: httpx.Client) -> None:
    def timed(code: str) -> float:
        started = time.monotonic()
        assert client.post("/check", data={"code": code}).status_code == 200
        return time.monotonic() - started

    assert timed("00000000") >= 0.4
    assert timed(code_of(case)) >= 0.4


def test_whatever_is_typed_gets_the_page(client: httpx.Client) -> None:
    typed = ("", "ABC", "００００００００", "<script>", "😀" * 8, "A" * 5_000)

    def asks(code: str) -> str:
        return client.post("/check?language=en", data={"code": code}).text

    with ThreadPoolExecutor(len(typed)) as people:
        answers = list(people.map(asks, typed))

    assert all("This code is not known here" in answer for answer in answers)
    assert all("<script>" not in answer for answer in answers)


def test_codes_are_read_as_people_type_them(case: Case) -> None:
    assert normal_code("oil1-0ＡＢｃ") == "011" + "10ABC"
    code = code_of_wave(case)
    lax = code.replace("0", "o").replace("1", "l").lower()
    (found,) = ask_code(case.register, lax, NOW)
    assert (found.title, found.channel, found.marking) == ("見本", "mail", "drill")


def code_of_wave(case: Case) -> str:
    case.planned_and_started()
    return code_of(case)


def test_a_private_incident_keeps_its_title(case: Case) -> None:
    code = code_of_wave(case)
    with case.register.writing() as connection:
        connection.execute(update(incidents).values(private=True))
    (found,) = ask_code(case.register, code, NOW)
    assert found.title == ""
    assert "件名は窓口で" in check_page("ja", [found])


def test_an_erased_incident_answers_nothing_and_hides_no_other(case: Case) -> None:
    other = Case(case.register).open()
    other.add(people_rows(1))
    case.planned_and_started()
    other.planned_and_started()
    code = code_of(case)
    with case.register.writing() as connection:
        # By chance both issued the same code.
        of_other = notices.c.incident_id == other.incident_id
        connection.execute(update(notices).where(of_other).values(check_code=code))
    assert len(ask_code(case.register, code, NOW)) == 2
    with case.register.writing() as connection:
        gone = update(data_keys).where(data_keys.c.incident_id == case.incident_id)
        connection.execute(gone.values(destroyed_at=NOW, wrapped=b""))

    assert len(ask_code(case.register, code, NOW)) == 1


def test_a_code_asked_too_often_is_flagged_once_until_somebody_looks(case: Case) -> None:
    code, desk = code_of_wave(case), Decider(case)
    for _ in range(OFTEN):
        ask_code(case.register, code, NOW)
    assert flags(case) == []
    for _ in range(3):
        ask_code(case.register, code, NOW + timedelta(hours=1))

    assert flags(case) == [code]
    often = [line for line in desk.lines() if line.action == "check_code.asked_often"]
    assert [line.detail["asked"] for line in often] == [OFTEN + 1]
    assert code not in str(often)
    assert "no code" in desk.refuses(
        Kind.CODE_LOOKED_INTO, "contact_desk", check_code="00000000", finding="x"
    )
    desk.does(Kind.CODE_LOOKED_INTO, "contact_desk", check_code=code, finding="掲示板に転載")
    assert flags(case) == []


def test_a_code_asked_now_and_then_is_not_flagged(case: Case) -> None:
    code = code_of_wave(case)
    for day in range(OFTEN + 5):
        ask_code(case.register, code, NOW + timedelta(days=day))
    assert flags(case) == []


def flags(case: Case) -> list[str]:
    with case.register.reading() as connection:
        return [found.check_code for found in flagged_codes(connection, case.incident_id)]


def test_one_client_is_limited(client: httpx.Client) -> None:
    def asks(_number: int) -> int:
        return client.post("/check", data={"code": ""}).status_code

    with ThreadPoolExecutor(12) as people:
        answers = Counter(people.map(asks, range(12)))

    assert answers == {200: 10, 429: 2}


def test_the_limit_grows_back_with_time() -> None:
    bucket = Bucket(Limit(2, 0.5), now=0)
    assert [bucket.takes(now) for now in (0, 0, 0, 1, 2.5, 3)] == [
        *(True, True),
        *(False,) * 2,
        True,
        False,
    ]
