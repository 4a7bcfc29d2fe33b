"""Help of every command, those that are loaded late as well."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import typer
from rich.cells import cell_len
from typer.core import TyperGroup
from typer.testing import CliRunner

import cli
from commands.acts import ACTS, _loaded
from commands.help_pages import wrapped

JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
ENGLISH = re.compile(r"\b[A-Za-z]{2,}\b.*\b[A-Za-z]{2,}\b")
SPEAKS_NO_LANGUAGE = {"version", "schema"}
"""Their output is a version number, or JSON for programs."""
NEITHER_READS_NOR_RECORDS = {"up", "upgrade", "version", "schema"}
"""They run, mend or describe the house itself; what they print is no data about an incident."""


def commands_of(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command by what is typed, groups included."""
    if path:
        yield " ".join(path), command
    if isinstance(command, TyperGroup):
        for name in command.list_commands(typer.Context(command)):
            late = not path and name in ACTS
            part = _loaded(None, name) if late else command.commands[name]
            yield from commands_of(part, (*path, name))


EVERY = dict(commands_of(typer.main.get_command(cli.app)))
SINGLE = {typed: part for typed, part in EVERY.items() if not isinstance(part, TyperGroup)}


def options_of(command: Any) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts}


@cache
def helped(typed: str) -> str:
    result = CliRunner().invoke(cli.app, [*typed.split(), "--help"], env={"COLUMNS": "80"})
    assert result.exit_code == 0, result.output
    return result.stdout


def test_commands_and_groups_are_all_found() -> None:
    assert set(ACTS) <= set(EVERY)
    assert len(SINGLE) > len(ACTS)


@pytest.mark.parametrize("typed", ["", *EVERY])
def test_help_fits_80_columns(typed: str) -> None:
    too_wide = [line for line in helped(typed).splitlines() if cell_len(line) > 80]

    assert too_wide == []


@pytest.mark.parametrize("typed", EVERY)
def test_help_is_in_both_languages(typed: str) -> None:
    said = (EVERY[typed].help or "").partition("\b")[0]

    assert JAPANESE.search(said)
    assert ENGLISH.search(said)


@pytest.mark.parametrize("typed", SINGLE)
def test_help_has_an_example_to_copy(typed: str) -> None:
    example = re.compile(rf"^ +(\w+=\S+ )?shirase {re.escape(typed)}( .*)?$", re.MULTILINE)

    assert example.search(helped(typed))


@pytest.mark.parametrize("typed", SINGLE)
def test_every_option_and_argument_says_what_it_is(typed: str) -> None:
    silent = [parameter.name for parameter in SINGLE[typed].params if not parameter.help]

    assert silent == []


def test_every_command_takes_a_language() -> None:
    without = {typed for typed, part in SINGLE.items() if "--language" not in options_of(part)}

    assert without == SPEAKS_NO_LANGUAGE


def test_every_command_that_reads_prints_json() -> None:
    reading = {typed for typed, part in SINGLE.items() if "--as" not in options_of(part)}
    without = {typed for typed in reading if "--json" not in options_of(SINGLE[typed])}

    assert without == NEITHER_READS_NOR_RECORDS


def test_every_thing_that_is_listed_is_listed_alike() -> None:
    groups = {typed for typed, part in EVERY.items() if isinstance(part, TyperGroup)}

    assert {f"{group} list" for group in groups} <= set(SINGLE)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("記録をすべて表示する。", 10, ["記録をすべ", "て表示す", "る。"]),
        ("one two three", 7, ["one two", "three"]),
        ("<commander|deputy|counsel>", 18, ["<commander|deputy|", "counsel>"]),
        ("a" * 7, 3, ["aaa", "aaa", "a"]),
        ("", 10, []),
    ],
)
def test_lines_are_broken_by_cells(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines
