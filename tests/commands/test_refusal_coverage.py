"""Every refusal that the engine can say has Japanese words; a new one without fails here."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from commands.line_words import remarks_in_japanese
from commands.refusal_words import LEAD, in_japanese

ROOT = Path(__file__).parents[2]
FOLDERS = ("activities", "register", "domain", "workflows")
# What a gap may hold: a number, a key, a time, a role, and the few clauses that some of them take.
FIRST = ("3", "2026-01-09T03:00+00:00", "counsel", "'counsel'", "mail", "are")
OTHERS = ("3", "counsel", "are", "none is open")
GAP = "\0"
# Calls whose text is a refusal: the position of the text in each.
SAYING = {"NotAllowedError": 0, "refused": 0, "demand": 1}
# Functions that give back why something is not allowed, or nothing.
REASONS = re.compile(r"(why|reason|refus|forbid|missing_fact|not_|wrong|problem|lack)")


def refusals() -> Iterator[str]:
    """Every sentence handed to a refusal, with a gap for each value."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).glob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            constants = _constants(tree)
            for node in ast.walk(tree):
                if isinstance(node, ast.Call):
                    yield from _said_by(node, constants)
                elif isinstance(node, ast.FunctionDef) and REASONS.search(node.name):
                    yield from _returned(node, constants)


def _constants(tree: ast.Module) -> Mapping[str, ast.expr]:
    found: dict[str, ast.expr] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node.value
    return found


def _said_by(call: ast.Call, constants: Mapping[str, ast.expr]) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name not in SAYING:
        return
    for node in call.args[SAYING[name] :]:
        yield from _sentences(node, constants)


def _returned(function: ast.FunctionDef, constants: Mapping[str, ast.expr]) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Return | ast.Yield) and node.value is not None:
            yield from _sentences(node.value, constants)
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "append":
            yield from _sentences(node.args[0], constants)


def _sentences(node: ast.expr, constants: Mapping[str, ast.expr]) -> Iterator[str]:
    yield from (text for text in _texts(node, constants) if " " in text.strip(GAP + " "))


def _texts(node: ast.expr, constants: Mapping[str, ast.expr]) -> list[str]:
    """What the expression may say; one that says nothing by itself is a gap."""
    if isinstance(node, ast.Name) and node.id in constants:
        return _texts(constants[node.id], {})
    if isinstance(node, ast.JoinedStr | ast.Constant):
        return [_text(node)]
    if isinstance(node, ast.IfExp):
        return _texts(node.body, constants) + _texts(node.orelse, constants)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        right = _texts(node.right, constants)
        return [a + b for a in _texts(node.left, constants) for b in right]
    if isinstance(node, ast.Tuple | ast.List):
        return [text for part in node.elts for text in _texts(part, constants)]
    return [GAP]


def _text(node: ast.JoinedStr | ast.Constant) -> str:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(str(part.value) if isinstance(part, ast.Constant) else GAP for part in parts)


def filled(text: str) -> list[str]:
    """The text with its gaps filled; once without what is glued to a word, which is a clause."""
    quoted = re.sub(f"'{GAP}'", "'counsel'", text)
    clauses = re.sub(f"(?<=[^\\s('-]){GAP}", "", quoted)
    return [
        form.replace(GAP, first, 1).replace(GAP, other)
        for form in (quoted, clauses)
        for first in FIRST
        for other in OTHERS
    ]


@pytest.mark.parametrize("text", sorted(set(refusals())))
def test_every_refusal_has_japanese_words(text: str) -> None:
    samples = filled(text)
    refused = any(LEAD not in in_japanese(sample) for sample in samples)
    # What is wrong with a line stands inside another sentence.
    remarked = any(remarks_in_japanese(sample) != sample for sample in samples)
    assert refused or remarked, samples[0]


def test_the_guard_sees_the_refusals_of_every_folder() -> None:
    found = set(refusals())
    assert {
        "a desk that passes its test answers at least one contact an hour",
        "a note says something: write it",
    } <= found
    assert f"task {GAP} is closed as '{GAP}'; add a new one" in found
    assert "this is no letter number, or it is mistyped" in found


def test_wrong_lines_are_named_in_japanese_with_the_words_of_the_list() -> None:
    said = in_japanese(
        "no line can be used: line 2: this is no outcome; right would be one of: reached, "
        "no_answer; line 3: this lies in the future; and 2 more lines"
    )
    assert said == (
        "使える行がありません: 2行目 結果の欄の語が違います。書けるもの: 通話済、応答なし、"
        "3行目 日時が未来です、ほか2行"
    )
