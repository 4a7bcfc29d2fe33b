"""`python -m mailroom` as a process of its own."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from pydantic import ValidationError

from mailroom.__main__ import main
from mailroom.settings import MailroomSettings
from tests.mailroom.mailroom_runner import (
    NOBODY_LISTENS,
    EventReceiver,
    mail,
    running_mailroom,
    wait_until,
)

LONG = 15.0


def start(data_dir: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "mailroom", "--port", "0", "--data-dir", str(data_dir)]
    return subprocess.Popen(
        [*command, *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def ready_url(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("mailroom ready on http://127.0.0.1:")
    return line.split()[-1]


def test_killed_mailroom_has_kept_all_it_accepted(tmp_path: Path, receiver: EventReceiver) -> None:
    behaviour = tmp_path / "behaviour.json"
    behaviour.write_text('{"hold_events": true}')
    options = ("--events-to", receiver.url, "--api-key", "k", "--behaviour", str(behaviour))
    process = start(tmp_path / "data", *options)
    headers = {"Authorization": "Bearer k"}
    answer = httpx.post(
        f"{ready_url(process)}/v3/mail/send", json=mail(), headers=headers, trust_env=False
    )
    assert answer.status_code == 202
    process.kill()
    process.communicate(timeout=LONG)
    with running_mailroom(tmp_path / "data", receiver.url) as mailroom:
        wait_until(lambda: mailroom.status()["events_pending"] == 0)
        assert mailroom.status()["messages"] == 1
    assert len(receiver.taken()) == 2


def test_stops_when_its_parent_is_gone(tmp_path: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    options = ("--events-to", NOBODY_LISTENS, "--parent-pid", str(parent.pid))
    process = start(tmp_path, *options)
    ready_url(process)
    assert process.poll() is None
    parent.communicate(b"\n", timeout=LONG)
    process.communicate(timeout=LONG)
    assert process.returncode == 0


def test_ctrl_c_stops_it_without_noise(tmp_path: Path) -> None:
    process = start(tmp_path, "--events-to", NOBODY_LISTENS)
    ready_url(process)
    os.kill(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=LONG)
    assert (process.returncode, errors) == (0, "")


def test_taken_port_and_foreign_events_url_are_sentences(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def outcome(port: str, events_url: str) -> tuple[int, str]:
        folder = str(tmp_path / "new")
        status = main(["--port", port, "--data-dir", folder, "--events-to", events_url])
        return status, capsys.readouterr().err

    with running_mailroom(tmp_path / "other") as other:
        status, sentence = outcome(other.url.split(":")[-1], NOBODY_LISTENS)
    assert (status, "cannot start" in sentence) == (2, True)
    status, sentence = outcome("0", "https://example.jp/events")
    assert (status, "events are posted to this machine only" in sentence) == (2, True)


@pytest.mark.parametrize(
    ("url", "is_right"),
    [
        ("http://127.0.0.1:8000/webhooks/sendgrid", True),
        ("http://localhost:8000/", True),
        ("http://[::1]:8000/", True),
        ("http://127.0.0.1.example.jp/", False),
        ("http://10.0.0.1/", False),
        ("http://0.0.0.0/", False),
        ("http://user@example.jp/", False),
        ("ftp://127.0.0.1/", False),
        ("127.0.0.1:8000", False),
    ],
)
def test_events_go_to_the_loopback_only(tmp_path: Path, url: str, is_right: bool) -> None:  # noqa: FBT001  a table of cases
    if is_right:
        assert MailroomSettings(data_dir=tmp_path, events_url=url).events_url == url
        return
    with pytest.raises(ValidationError):
        MailroomSettings(data_dir=tmp_path, events_url=url)


def test_settings_never_show_the_key(tmp_path: Path) -> None:
    settings = MailroomSettings(data_dir=tmp_path, events_url=NOBODY_LISTENS, api_key="s3cret")
    assert "s3cret" not in repr(settings)
