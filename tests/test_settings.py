from pathlib import Path

import pytest
from pydantic import ValidationError

from domain.loopback import is_loopback
from settings import SENDGRID_URL, Settings
from settings_complaints import SettingsError


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"SHIRASE_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)


def problems_of(monkeypatch: pytest.MonkeyPatch, **variables: str) -> str:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        Settings.load()
    return str(caught.value)


def test_defaults_need_nothing(tmp_path: Path) -> None:
    settings = Settings.load()

    assert settings.data_dir == tmp_path / ".data"
    assert settings.database_url == f"sqlite:///{tmp_path}/.data/register.db"
    assert settings.sendgrid_url == SENDGRID_URL
    assert settings.uses_mailroom
    assert not settings.is_rehearsal


def test_settings_cannot_be_changed() -> None:
    settings = Settings.load()

    with pytest.raises(ValidationError):
        settings.mail_batch_size = 1  # type: ignore[misc]  # refusing it is what is tested


@pytest.mark.parametrize(
    ("name", "value", "right"),
    [
        ("SHIRASE_INTAKE_PORT", "70000", "a port number from 1 to 65535"),
        ("SHIRASE_INTAKE_PORT", "many", "a port number from 1 to 65535"),
        ("SHIRASE_MAIL_BATCH_SIZE", "1001", "from 1 to 1000"),
        ("SHIRASE_MAIL_BATCH_SIZE", "0", "from 1 to 1000"),
        ("SHIRASE_LANGUAGE", "fr", "ja or en"),
        ("SHIRASE_DATABASE_URL", "mysql://host/name", "sqlite:///"),
        ("SHIRASE_SENDGRID_URL", "http://api.sendgrid.com", "an https URL"),
        ("SHIRASE_SENDGRID_URL", "http://127.0.0.1@elsewhere.invalid", "an https URL"),
        ("SHIRASE_HEARTBEAT_URL", "ftp://elsewhere.invalid", "an https URL"),
        ("SHIRASE_SENDER_MAIL", "nobody", "one mail address"),
        ("SHIRASE_TEMPORAL_NAMESPACE", "no spaces", "a Temporal namespace"),
        ("SHIRASE_RETENTION_DAYS", "0", "from 1 to 3650"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_right_but_not_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, right: str
) -> None:
    problem = problems_of(monkeypatch, **{name: value})

    assert problem.startswith(f"{name} must be ")
    assert right in problem
    assert value not in problem.removeprefix(name) or value == "0"
    assert "\n" not in problem


def test_every_problem_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = problems_of(monkeypatch, SHIRASE_INTAKE_PORT="x", SHIRASE_LANGUAGE="x")

    assert len(problem.splitlines()) == 2


def test_an_unknown_variable_is_refused_with_the_nearest_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = problems_of(monkeypatch, SHIRASE_SENDGRID_APIKEY="SG.do-not-show")

    assert "SHIRASE_SENDGRID_APIKEY is not a setting" in problem
    assert "SHIRASE_SENDGRID_API_KEY" in problem
    assert "do-not-show" not in problem


def test_two_processes_cannot_share_a_port(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "must all differ" in problems_of(monkeypatch, SHIRASE_INTAKE_PORT="7233")


def test_an_api_key_needs_a_sender_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "SHIRASE_SENDER_MAIL" in problems_of(monkeypatch, SHIRASE_SENDGRID_API_KEY="SG.secret")

    monkeypatch.setenv("SHIRASE_SENDER_MAIL", "notice@myexample.co.jp")
    assert not Settings.load().uses_mailroom


def test_secrets_are_not_in_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIRASE_MASTER_KEY", "c2VjcmV0")
    monkeypatch.setenv("SHIRASE_DATABASE_URL", "postgresql+psycopg://name:password@host/register")

    text = repr(Settings.load())

    assert "c2VjcmV0" not in text
    assert "password" not in text


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIRASE_SENDGRID_API_KEY", "")

    assert Settings.load().sendgrid_api_key is None


def test_a_rehearsal_ignores_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SHIRASE_DATABASE_URL", "postgresql+psycopg://real/register")
    monkeypatch.setenv("SHIRASE_SENDGRID_API_KEY", "SG.real")
    monkeypatch.setenv("SHIRASE_MASTER_KEY", "real")
    monkeypatch.setenv("SHIRASE_NO_SUCH_SETTING", "x")

    settings = Settings.rehearsal(tmp_path / "demo", language="en")

    assert settings.database_url == f"sqlite:///{tmp_path}/demo/register.db"
    assert settings.master_key is None
    assert settings.sendgrid_api_key is not None
    assert settings.sendgrid_api_key.get_secret_value() != "SG.real"
    assert settings.sendgrid_url == settings.mailroom_url
    assert settings.temporal_namespace != Settings.model_fields["temporal_namespace"].default
    assert settings.language == "en"


@pytest.mark.parametrize(
    "values",
    [
        {"sendgrid_url": SENDGRID_URL},
        {"sendgrid_url": "https://127.0.0.1.elsewhere.invalid"},
        {"heartbeat_url": "http://127.0.0.1/"},
        {"no_such_field": 1},
    ],
)
def test_a_rehearsal_refuses_what_leaves_the_machine(
    tmp_path: Path, values: dict[str, str]
) -> None:
    with pytest.raises(SettingsError):
        Settings.rehearsal(tmp_path, **values)


def test_a_child_of_a_rehearsal_is_bound_in_the_same_way(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    environment = Settings.rehearsal(tmp_path).to_environment()

    problem = problems_of(monkeypatch, **{**environment, "SHIRASE_SENDGRID_URL": SENDGRID_URL})

    assert "a rehearsal never reaches a real provider" in problem


def test_a_child_loads_equal_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = Settings.rehearsal(
        tmp_path, intake_port=50_001, master_key="c2VjcmV0", sendgrid_timeout_seconds=2.5
    ).with_mailroom("public-key")
    for name, value in settings.to_environment().items():
        monkeypatch.setenv(name, value)

    assert Settings.load().model_dump() == settings.model_dump()


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:8432", True),
        ("http://localhost", True),
        ("http://[::1]:80/", True),
        ("https://api.sendgrid.com", False),
        ("http://127.0.0.1@elsewhere.invalid", False),
        ("http://127.0.0.1\\@elsewhere.invalid", False),
        ("http://127.0.0.1.elsewhere.invalid", False),
        ("127.0.0.1", False),
    ],
)
def test_loopback(url: str, local: bool) -> None:  # noqa: FBT001 - a table of expectations
    assert is_loopback(url) is local


@pytest.mark.parametrize(
    ("url", "works"),
    [
        ("smtp://127.0.0.1:2525", True),
        ("smtp://mail.elsewhere.jp", False),
        ("smtps://user:pass@mail.elsewhere.jp", True),
        ("smtp+starttls://user:p%40ss@mail.elsewhere.jp:587", True),
        ("https://mail.elsewhere.jp", False),
        ("smtps://mail.elsewhere.jp/path", False),
        ("smtps://", False),
        ("smtps://mail.elsewhere.jp:many", False),
    ],
)
def test_a_mail_server_is_spoken_to_under_tls_or_on_this_machine(
    monkeypatch: pytest.MonkeyPatch, url: str, *, works: bool
) -> None:
    monkeypatch.setenv("SHIRASE_SENDER_MAIL", "notice@our-company.co.jp")
    monkeypatch.setenv("SHIRASE_SMTP_URL", url)
    if works:
        settings = Settings.load()
        assert settings.smtp_server is not None
        assert "pass" not in repr(settings) + repr(settings.smtp_server)
    else:
        assert "SHIRASE_SMTP_URL must be smtps://" in problems_of(monkeypatch)


def test_a_rehearsal_speaks_to_no_mail_server_elsewhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError, match="rehearsal never reaches"):
        Settings.rehearsal(tmp_path, smtp_url="smtps://mail.elsewhere.jp")
    assert Settings.rehearsal(tmp_path, smtp_url="smtp://127.0.0.1:2525").smtp_server
    variables = {"SHIRASE_SMTP_URL": "smtps://mail.elsewhere.jp"}
    assert "SHIRASE_SENDER_MAIL must be an address of your own" in problems_of(
        monkeypatch, **variables
    )
