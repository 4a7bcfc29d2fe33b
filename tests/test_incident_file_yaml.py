"""Incident files that are hardly YAML: refused in good order, each slip at its place."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident_file import DEEPEST, IncidentFileError, Problem, load_incident_file


def problems_of(tmp_path: Path, text: str | bytes) -> tuple[Problem, ...]:
    path = tmp_path / "case.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(IncidentFileError) as caught:
        load_incident_file(path)
    return caught.value.problems


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("format: 1\nformat: 1\n", 2, 1, "given twice"),
        ("a: &x [1]\nb: *x\n", 2, 4, "aliases"),
        ("a: !!python/object/apply:os.system ['true']\n", 1, 4, "tag"),
        ("a: !!timestamp 2026-01-08\n", 1, 4, "tag"),
        ("a: !!int abc\n", 1, 4, "tag"),
        ("a: 1\n---\nb: 2\n", 2, 1, "second document"),
        ("? [a, b]\n: 1\n", 1, 3, "a word"),
        ("a: 1\n b: 2\n", 2, 3, "valid YAML"),
        ("a: [1, 2\n", 2, 1, "valid YAML"),
        ("a: 1\nb: x\x00y\n", 2, 5, "control character"),
        ("a: " + "[" * (DEEPEST + 5) + "]" * (DEEPEST + 5), 1, 4 + DEEPEST - 1, "too deeply"),
    ],
)
def test_yaml_itself_is_read_warily(
    tmp_path: Path, text: str, line: int, column: int, says: str
) -> None:
    problem = next(p for p in problems_of(tmp_path, text) if says in p.message + p.remedy)
    assert (problem.line, problem.column) == (line, column)


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n- b\n", "word\n", "null\n"])
def test_a_file_without_an_incident_is_refused(tmp_path: Path, text: str) -> None:
    assert "holds no incident" in problems_of(tmp_path, text)[0].message


def test_bytes_that_are_no_text_are_placed(tmp_path: Path) -> None:
    problem = problems_of(tmp_path, "format: 1\ntitle: 漏".encode() + b"\xff\n")[0]
    assert (problem.line, problem.column) == (2, 9)
    assert "UTF-8" in problem.message


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(IncidentFileError, match="cannot be opened"):
        load_incident_file(tmp_path / "none.yaml")


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_is_refused_in_good_order(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    assert problems_of(tmp_path_factory.mktemp("any"), text.encode("utf-8", "surrogatepass"))
