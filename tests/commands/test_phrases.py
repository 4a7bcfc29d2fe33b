"""Every line that `next` tells people to type is a command that there is, with its arguments."""

import inspect
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from commands import phrases, sending_phrases

SAMPLES: dict[str, object] = {
    "incident": "KAWASEMI",
    "task": 3,
    "party": "app-vendor",
    "number": 1,
    "kind": "merchant_notice",
    "key": "preliminary:m0:ppc",
    "merchant": "m0",
    "what": "published",
    "merchants": ["m0", "m1"],
    "mail": 1,
    "letter": 2,
    "level": "high",
    "name": "containment-general",
    "to": "assessing",
    "data_set": "m0",
    "when": "2026-01-06T10:20+09:00",
    "sender": "main",
    "channel": "call",
    "authority": "ppc",
    "moment": "confirmed",
    "code": "7K3M9P2X",
    "source": "app-vendor",
    "role": "counsel",
    "stand_in": "privacy_officer",
}
READING = {phrases.explain_duty, phrases.releases, phrases.all_needs, phrases.show_document}
PHRASES = [
    phrase
    for module in (phrases, sending_phrases)
    for name, phrase in vars(module).items()
    if inspect.isfunction(phrase) and phrase.__module__ == module.__name__ and name != "as_role"
]


def was_understood(line: str, folder: Path) -> bool:
    """Type it where there is no register: what is understood is refused for that reason alone."""
    # What only the reader knows stands in capitals; a count and an address have to be one.
    called, *words = shlex.split(
        line.replace("COUNT", "60")
        .replace("ADDRESS", "a@m0.example")
        .replace("WHEN", "2026-01-06T10:20+09:00")
    )
    assert called == "shirase"
    variables = {"SHIRASE_DATA_DIR": str(folder), "SHIRASE_LANGUAGE": "en"}
    result = CliRunner().invoke(cli.app, words, env=variables)
    assert result.exit_code == 2, result.output
    return "There is no register" in result.stderr


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.__name__)
def test_the_line_can_be_typed(phrase: Callable[..., str], tmp_path: Path) -> None:
    line = phrase(*(SAMPLES[name] for name in inspect.signature(phrase).parameters))
    if phrase not in READING:
        line = phrases.as_role(line, "commander")

    assert was_understood(line, tmp_path)


@pytest.mark.parametrize("line", ["approve KAWASEMI", "approve KAWASEMI 1 --as boss", "unheard-of"])
def test_a_line_that_is_none_is_noticed(line: str, tmp_path: Path) -> None:
    assert not was_understood(f"shirase {line}", tmp_path)
