"""The acting commands: each is found, and its help has an example."""

import inspect
from typing import Any

import pytest
from typer.core import TyperGroup

from commands import phrases
from commands.acts import ACTS, _loaded


def leaves(name: str) -> dict[str, Any]:
    """The commands that a name stands for: itself, or those of its group."""
    command = _loaded(None, name)
    assert command is not None
    if isinstance(command, TyperGroup):
        return {f"{name} {part}": command.commands[part] for part in command.commands}
    return {name: command}


@pytest.mark.parametrize("name", sorted(ACTS))
def test_an_acting_command_is_found_and_explains_itself(name: str) -> None:
    for typed, command in leaves(name).items():
        assert f"shirase {typed}" in (command.help or ""), typed


READING = {"show", "clocks", "status", "merchants", "documents", "log", "timeline", "next", "list"}
NAMED_ALONE = {"fact", "filing"}
"""Groups in which the usual command may be left out: `shirase fact HAYATE cause --say …`."""
PHRASES = [
    phrase
    for name, phrase in inspect.getmembers(phrases, inspect.isfunction)
    if name != "as_role" and phrase.__module__ == phrases.__name__
]


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: str(phrase.__name__))
def test_next_tells_people_to_type_commands_that_there_are(phrase: Any) -> None:
    known = {typed for name in ACTS for typed in leaves(name)} | READING | NAMED_ALONE
    fillers = {"int": 1}
    given = [
        fillers.get(getattr(parameter.annotation, "__name__", ""), "general")
        for parameter in inspect.signature(phrase).parameters.values()
    ]
    program, *words = phrase(*given).split()
    assert program == "shirase"
    assert " ".join(words[:2]) in known or words[0] in known
