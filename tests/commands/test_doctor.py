"""The doctor names what is wrong and what to do, and leaves everything as it was."""

import base64
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import update

from commands.checks.clocks import clock_finding
from commands.checks.round import check_holidays
from domain.calendars import BusinessCalendar
from hosting.ports import free_ports
from register.tables_incident import register_identity
from tests.commands.command_folder import Folder, run, widest

NOW = datetime(2026, 1, 13, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def alone(folder: Folder) -> Folder:
    """A folder whose ports nobody listens on."""
    folder.variables |= {
        f"SHIRASE_{name.upper()}": str(port) for name, port in free_ports().items()
    }
    return folder


def checks(folder: Folder, **variables: str) -> dict[str, dict[str, Any]]:
    folder.variables |= variables
    result = folder.run("doctor", "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == (0 if told["healthy"] else 1)
    return {check["check"]: check for check in told["checks"]}


def test_a_house_that_does_not_run_is_told_part_by_part(alone: Folder) -> None:
    found = checks(alone)

    assert {name: check["status"] for name, check in found.items()} == {
        "settings": "ok",
        "data_folder": "ok",
        "disk": found["disk"]["status"],
        "key": "ok",
        "register": "ok",
        "temporal": "fail",
        "intake": "fail",
        "mail": "fail",
        "sender": "warn",
        "holidays": "ok",
    }
    for part in ("temporal", "intake", "mail"):
        assert "make up" in found[part]["found"]["en"]
        assert "make up" in found[part]["found"]["ja"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_table_fits_80_columns(alone: Folder, language: str) -> None:
    printed = alone.run("doctor", "--language", language)

    assert printed.exit_code == 1
    assert widest(printed.stdout) <= 80


def test_where_nothing_is_nothing_is_made(tmp_path: Path) -> None:
    ports = {f"SHIRASE_{name.upper()}": str(port) for name, port in free_ports().items()}
    result = run(tmp_path / "nothing", "doctor", "--json", **ports)

    found = {check["check"]: check["status"] for check in json.loads(result.stdout)["checks"]}
    assert result.exit_code == 1
    assert (found["data_folder"], found["key"], found["register"]) == ("fail", "fail", "fail")
    assert not (tmp_path / "nothing").exists()


def test_a_wrong_setting_is_the_finding(tmp_path: Path) -> None:
    result = run(tmp_path, "doctor", "--json", SHIRASE_INTAKE_PORT="none")

    (check,) = json.loads(result.stdout)["checks"]
    assert (check["check"], check["status"]) == ("settings", "fail")
    assert "SHIRASE_INTAKE_PORT" in check["found"]["en"]
    assert result.exit_code == 1


def test_a_key_that_others_may_read(alone: Folder) -> None:
    (alone.path / "master.key").chmod(0o644)

    found = checks(alone)

    assert found["key"]["status"] == "fail"
    assert "chmod 600" in found["key"]["found"]["en"]
    assert found["register"]["status"] == "fail"


def test_a_folder_that_others_may_look_into(alone: Folder) -> None:
    alone.path.chmod(0o755)

    assert checks(alone)["data_folder"]["status"] == "warn"


def test_a_register_of_another_key(alone: Folder) -> None:
    other = base64.b64encode(b"k" * 32).decode()

    found = checks(alone, SHIRASE_MASTER_KEY=other)["register"]

    assert found["status"] == "fail"
    assert "another master key" in found["found"]["en"]


def test_a_register_of_another_namespace(alone: Folder) -> None:
    with alone.register.writing() as connection:
        connection.execute(update(register_identity).values(namespace="elsewhere"))

    assert "namespace elsewhere" in checks(alone)["register"]["found"]["en"]


def test_a_register_of_another_schema(alone: Folder) -> None:
    with alone.register.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")

    assert "shirase upgrade" in checks(alone)["register"]["found"]["ja"]


def test_sending_for_real_needs_the_webhooks_key(alone: Folder) -> None:
    real = {"SHIRASE_SENDGRID_API_KEY": "SG.x", "SHIRASE_SENDER_MAIL": "notice@mihon-corp.jp"}

    found = checks(alone, **real)
    assert found["webhook"]["status"] == "fail"
    assert "SHIRASE_SENDGRID_WEBHOOK_KEY" in found["webhook"]["found"]["en"]
    assert checks(alone, SHIRASE_SENDGRID_WEBHOOK_KEY="none")["webhook"]["status"] == "fail"

    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    raw = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    found = checks(alone, SHIRASE_SENDGRID_WEBHOOK_KEY=base64.b64encode(raw).decode())
    assert [found[name]["status"] for name in ("mail", "webhook", "sender")] == ["ok"] * 3
    assert "SG.x" not in str(found)


def test_a_reserved_sender_is_refused_with_a_real_key(alone: Folder) -> None:
    found = checks(alone, SHIRASE_SENDGRID_API_KEY="SG.x")

    assert found["settings"]["status"] == "fail"
    assert "SHIRASE_SENDER_MAIL" in found["settings"]["found"]["en"]


@pytest.mark.parametrize(
    ("theirs", "status"),
    [
        (NOW, "ok"),
        (NOW + 3 * SECOND, "ok"),  # read while the answer was on its way
        (NOW + 6 * SECOND, "ok"),
        (NOW + 6.1 * SECOND, "fail"),
        (NOW - 2 * SECOND, "ok"),
        (NOW - 2.1 * SECOND, "fail"),
        (NOW - timedelta(days=1), "fail"),
    ],
)
def test_clocks_may_differ_by_two_seconds(theirs: datetime, status: str) -> None:
    assert clock_finding("clock_temporal", NOW, theirs, NOW + 4 * SECOND).status == status


@pytest.mark.parametrize(("until", "status"), [(180, "ok"), (179, "warn")])
def test_holidays_must_be_known_ahead(until: int, status: str) -> None:
    today = date(2026, 1, 13)
    calendar = BusinessCalendar("X", {}, today, today + timedelta(days=until))

    assert check_holidays({"JP_ADMIN": calendar}, today).status == status
