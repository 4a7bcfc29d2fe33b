"""Before an incident is open: its file is checked, its id kept, its answers not lost."""

import json
import stat
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from ulid import ULID

from commands.asking import one_of
from commands.opening_answers import CODE_NAMES, KeptAnswers, free_code_name, incident_file_text
from commands.opening_id import id_file_of, id_for
from commands.opening_questions import _code, _count, _moment, _name
from commands.sentences import NotPossible
from domain.alarm import CALLED_BACK, SOURCE, VOUCHED, AlarmSource, source_words
from domain.fact_catalogue import FACT_CATALOGUE
from domain.markings import Marking
from domain.parties import PartyRole
from domain.wording import JAPAN
from incident_file import load_incident_file
from opening import new_incident
from policies.loader import load_policy
from tests.commands.command_folder import Folder, run

CASES = Path(__file__).parents[2] / "cases"
ANSWERS = {
    "what": "顧客名簿が外部から見える状態だった",
    "noticed_at": "2026-01-08T20:50:00+09:00",
    "alarm_source": "customer",
    "noticed_by": "お客様からの電話",
    "vouched_by": "",
    "called_back": "",
    "commander_name": "見本 太郎",
    "commander_mail": "taro@mihon.example",
    "deputy_name": "見本 花子",
    "deputy_mail": "hanako@mihon.example",
    "whose": "merchants",
    "at_most": "1200",
    "organisation": "株式会社見本",
    "sender_mail": "notice@mihon.example",
    "desk_name": "お問い合わせ窓口",
    "desk_phone": "03-0000-0000",
    "desk_hours": "9時から18時まで",
    "desk_mail": "desk@mihon.example",
    "code_name": "SUMIRE",
}


def written(folder: Path, answers: Mapping[str, str]) -> Path:
    path = folder / "incident.yaml"
    path.write_text(incident_file_text(answers), encoding="utf-8")
    return path


def test_the_schema_is_that_of_incident_files(tmp_path: Path) -> None:
    schema = json.loads(run(tmp_path, "schema").stdout)

    assert set(schema["required"]) == {"format", "incident", "organisation", "staff"}
    assert "story" in schema["properties"]


def test_a_file_that_fits_is_said_to_fit(tmp_path: Path) -> None:
    result = run(tmp_path, "check", str(written(tmp_path, ANSWERS)), "--language", "en")

    assert (result.exit_code, result.stdout) == (0, "Nothing is wrong. `shirase open` opens it.\n")


def test_every_problem_is_told_with_its_place(tmp_path: Path) -> None:
    path = written(tmp_path, ANSWERS)
    wrong = path.read_text(encoding="utf-8").replace("SUMIRE", "Sumire").replace("deputy", "boss")
    path.write_text(wrong, encoding="utf-8")

    printed = run(tmp_path, "check", str(path))
    result = run(tmp_path, "check", str(path), "--json")

    assert (printed.exit_code, result.exit_code) == (1, 1)
    told = json.loads(result.stdout)
    assert told["fits"] is False
    fields = [problem["field"] for problem in told["problems"]]
    assert "incident.code_name" in fields
    assert "staff[1].role" in fields
    assert len(printed.stdout.splitlines()) == len(fields)
    assert all(problem["remedy"] for problem in told["problems"])
    assert "見本 花子" not in result.stdout


def test_a_rehearsals_file_fits_but_opens_no_real_incident(folder: Folder) -> None:
    path = str(CASES / "demo.yaml")

    assert json.loads(folder.told("check", path, "--json")) == {
        "fits": True,
        "opens_a_real_incident": False,
        "remarks": [],
        "problems": [],
    }
    for language in ("ja", "en"):
        sentence = folder.refused("open", path, "--language", language)
        assert "shirase drill FILE" in sentence
        assert "shirase demo" in sentence


def test_the_answers_of_the_night_make_a_file_that_opens(tmp_path: Path) -> None:
    file = load_incident_file(written(tmp_path, ANSWERS))

    assert file.organisation.role is PartyRole.UNDECIDED
    assert [(member.role, member.name) for member in file.staff] == [
        ("commander", "見本 太郎"),
        ("deputy", "見本 花子"),
    ]
    facts = {fact.key: fact for fact in file.facts}
    assert facts["discovered"].moment == datetime(2026, 1, 8, 20, 50, tzinfo=JAPAN)
    assert facts["figure.people"].figure is not None
    assert facts["figure.people"].figure.upper_bound == 1200
    assert facts["data.whose"].statement == "契約店舗のお客様"
    assert [party.key for party in file.parties] == ["ppc"]


@pytest.mark.parametrize("whose", ["customers", "employees"])
def test_of_our_own_data_we_are_the_controller(tmp_path: Path, whose: str) -> None:
    file = load_incident_file(written(tmp_path, {**ANSWERS, "whose": whose, "at_most": ""}))

    assert file.organisation.role is PartyRole.CONTROLLER
    people = next(fact for fact in file.facts if fact.key == "figure.people")
    assert (people.status, people.figure and people.figure.kind) == ("unknown", "unknown")


def test_answers_are_kept_for_their_owner_alone(tmp_path: Path) -> None:
    kept = KeptAnswers(tmp_path)
    assert kept.read() == {}

    kept.keep({"what": "漏えい"})

    (file,) = kept.folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert KeptAnswers(tmp_path).read() == {"what": "漏えい"}
    file.write_text("{half", encoding="utf-8")
    assert kept.read() == {}
    kept.forget()
    assert list(kept.folder.iterdir()) == []


def test_a_killed_prompt_goes_on_where_it_was(folder: Folder) -> None:
    first = folder.run("open", "--language", "en", typed="ファイルが公開状態だった\n25:00\n03:00\n")

    assert first.exit_code == 130
    assert "Answer like 2026-01-08 20:50" in first.stdout
    assert "`shirase open` goes on" in first.stderr
    kept = KeptAnswers(folder.path).read()
    assert next(iter(kept)) == "what"

    second = folder.run("open", "--language", "en", typed="y\n")

    assert second.exit_code == 130
    assert f"{len(kept)} answers are kept" in second.stdout
    assert "What has happened" not in second.stdout


def test_a_file_may_be_changed_before_it_opens(folder: Folder) -> None:
    KeptAnswers(folder.path).keep(ANSWERS)

    result = folder.run("open", "--language", "en", typed="y\nn\n")

    assert result.exit_code == 0
    path = folder.path / "incidents" / "SUMIRE.yaml"
    assert f"shirase open {path}" in result.stdout
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_incident_file(path).incident.code_name == "SUMIRE"
    assert KeptAnswers(folder.path).read() == {}


def test_without_a_house_nothing_is_asked(tmp_path: Path) -> None:
    result = run(tmp_path / "nothing", "open", "--language", "en")

    assert result.exit_code == 2
    assert "make up" in result.stderr


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2026-01-08 20:50", "2026-01-08T20:50:00+09:00"),
        ("2026-1-8T5:07", "2026-01-08T05:07:00+09:00"),
        ("2026-02-30 10:00", None),
        ("2126-01-08 20:50", None),
        ("24:00", None),
        ("昨日", None),
    ],
)
def test_times_of_the_night(typed: str, read: str | None) -> None:
    assert _moment(typed) == read


def test_a_time_without_a_day_is_today(tmp_path: Path) -> None:
    now = datetime.now(UTC).astimezone(JAPAN)
    read = _moment(f"{now:%H:%M}")

    assert read is not None
    assert timedelta(0) <= now - datetime.fromisoformat(read) < timedelta(minutes=2)


@pytest.mark.parametrize(
    ("typed", "read"), [("1,200", "1200"), ("", ""), ("0", None), ("-3", None), ("約千", None)]
)
def test_how_many_at_most(typed: str, read: str | None) -> None:
    assert _count(typed) == read


def test_a_code_name_tells_nothing_and_is_free() -> None:
    taken = frozenset({CODE_NAMES[0]})

    assert free_code_name(taken, f"{CODE_NAMES[1].lower()} KK") == CODE_NAMES[2]
    assert _code("sumire", taken, "見本") == "SUMIRE"
    assert _code("mihon", taken, "desk@mihon.example") is None
    assert _code(CODE_NAMES[0], taken, "") is None


def test_an_id_is_minted_once_and_kept_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "incident.yaml"

    minted = id_for(path, again=False)

    assert id_file_of(path).read_text().strip() == minted
    assert id_for(path, again=False) == minted
    other = id_for(path, again=True)
    assert other != minted
    assert id_for(path, again=False) == other
    assert str(ULID.from_str(other)) == other
    assert [item.name for item in tmp_path.iterdir()] == ["incident.yaml.id"]


def test_something_else_beside_the_file_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "incident.yaml"
    id_file_of(path).write_text("not an id\n")

    with pytest.raises(NotPossible, match="does not hold the id"):
        id_for(path, again=False)
    assert id_file_of(path).read_text() == "not an id\n"


def test_the_alarm_of_a_file_enters_the_ledger_with_what_is_not_known_of_it(
    tmp_path: Path,
) -> None:
    answers = {**ANSWERS, "vouched_by": "夜間当直の者", "alarm_source": "bounty_hunter"}
    file = load_incident_file(written(tmp_path, answers))
    at = datetime(2026, 1, 8, 12, 0, tzinfo=UTC)

    new = new_incident(file, str(ULID()), Marking.LIVE, load_policy(), at)

    facts = {str(fact["key"]): fact for fact in new.opening_facts}
    assert set(facts) <= set(FACT_CATALOGUE)
    assert (facts[SOURCE]["status"], facts[SOURCE]["statement"]) == ("known", "bounty_hunter")
    assert facts[VOUCHED]["statement"] == "夜間当直の者"
    assert (facts[CALLED_BACK]["status"], facts[CALLED_BACK]["statement"]) == ("unknown", "")
    assert facts[SOURCE]["vouched_by"] == "commander"
    assert not facts[SOURCE]["public"]


@pytest.mark.parametrize("source", AlarmSource)
def test_every_source_of_an_alarm_has_words(source: AlarmSource) -> None:
    words = source_words(source.value)
    assert words.ja != source.value
    assert any(ord(sign) > 0x3000 for sign in words.ja)


def test_a_source_in_words_of_ones_own_stands_as_written() -> None:
    assert source_words("匿名の手紙").en == "匿名の手紙"


def test_a_choice_is_its_number_its_key_or_its_word() -> None:
    read = one_of({"customer": "お客様", "vendor": "委託先"})
    assert [read(text) for text in ("2", "vendor", "委託先")] == ["vendor"] * 3
    assert [read(text) for text in ("0", "3", "", "x")] == [None] * 4


def test_an_address_is_no_name() -> None:
    assert _name("見本 一郎") == "見本 一郎"
    assert _name("ichi@example.jp") is None


def test_questions_go_back_and_say_what_would_be_right(folder: Folder) -> None:
    """A mistyped answer is given anew, an empty telephone is told, and so is no clear yes or no."""
    given = {**ANSWERS, "noticed_at": "2026-01-08 20:50", "alarm_source": "1", "whose": "2"}
    typed = list(given.values())
    typed[list(given).index("noticed_by") : list(given).index("noticed_by")] = ["<", "3"]
    typed.insert(typed.index("03-0000-0000"), "")
    result = folder.run("open", "--language", "ja", typed="\n".join([*typed, "perhaps", "n"]))

    assert result.exit_code == 0, result.output
    assert "03-0000-0000 のような電話番号を答えてください。" in result.stdout
    assert "y(はい)か n(いいえ)で答えてください。" in result.stdout
    (path,) = folder.path.rglob("SUMIRE.yaml")
    alarm = load_incident_file(path).alarm
    assert alarm is not None
    assert alarm.source is AlarmSource.VENDOR
