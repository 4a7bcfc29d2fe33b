"""Reads incident files, and says of a wrong one everything that is wrong, each with its place.

A file is refused whole or read whole. Of YAML only texts, whole numbers, decimals, true, false and
null are read: a day stays a text, `20:50` is no number, `no` is a word. Aliases, foreign tags and
repeated names are refused, so that a short hostile file can neither grow huge nor make objects.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import yaml

from contracts.file_parts import Complaint, Where
from contracts.incident_checks import complaints
from contracts.incident_file import IncidentFile
from contracts.shape_complaints import shaped
from policies.loader import load_policy

if yaml.__with_libyaml__:
    from yaml import CSafeLoader as _SafeLoader
else:  # pragma: no cover - only where PyYAML was built without its C part
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

LARGEST_FILE = 5 * 1024 * 1024
DEEPEST = 12
_CORE = "tag:yaml.org,2002:"
_INT = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
_BOOL = re.compile(r"true|True|TRUE|false|False|FALSE")
_NULL = re.compile(r"|~|null|Null|NULL")
_SHAPES = {"int": _INT, "float": _FLOAT, "bool": _BOOL, "null": _NULL}
_NOT_IN_YAML = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Mark(Protocol):
    """What the marks of PyYAML and of its C part have in common."""

    line: int
    column: int


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in a file. Line and column count from 1, list positions from 0."""

    line: int
    column: int
    field: str
    message: str
    remedy: str
    file: str

    def __str__(self) -> str:
        """`file:line:column: field: message; remedy`."""
        field = f"{self.field}: " if self.field else ""
        return f"{self.file}:{self.line}:{self.column}: {field}{self.message}; {self.remedy}"


class IncidentFileError(Exception):
    """A file that cannot be read; `problems` are in the order of its lines."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


def load_incident_file(path: Path) -> IncidentFile:
    """The incident file at `path`.

    Raises IncidentFileError with every problem: unreadable, larger than 5 MB, not UTF-8, not
    YAML, not of the format, or its parts disagree.
    """
    tree = _Tree(path.name)
    text = _text_of(path, tree)
    if text is not None:
        _read_yaml(text, tree)
    incident: IncidentFile | None = None
    if isinstance(tree.value, dict):
        incident, found = shaped(tree.value)
        for complaint in (*found, *complaints(tree.value, _called())):
            tree.complain(complaint)
    elif not tree.problems:
        tree.flaw(1, 1, "the file holds no incident", "begin with `format: 1` and `incident:`")
    if tree.problems or incident is None:
        raise IncidentFileError(tuple(sorted(tree.problems)))
    return incident


@cache
def _called() -> tuple[str, ...]:
    """The roles that the policy calls, under which every incident opens."""
    policy = load_policy()
    return tuple(sorted({*policy.approving_roles, *policy.escalation_roles}))


def incident_file_schema() -> dict[str, Any]:
    """The JSON Schema of the format, for editors; the agreement of parts is beyond it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **IncidentFile.model_json_schema(),
        "title": "Shirase incident file, format 1",
    }


@dataclass
class _Tree:
    """The plain values of a file, the places of values and of names, and what is wrong so far."""

    file: str
    value: object = None
    values: dict[Where, yaml.Mark] = field(default_factory=dict)
    names: dict[Where, yaml.Mark] = field(default_factory=dict)
    problems: set[Problem] = field(default_factory=set)

    def flaw(self, line: int, column: int, message: str, remedy: str) -> None:
        self.problems.add(Problem(line, column, "", message, remedy, self.file))

    def flaw_at(self, mark: _Mark | None, message: str, remedy: str) -> None:
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        self.flaw(line, column, message, remedy)

    def complain(self, complaint: Complaint) -> None:
        """Adds a complaint at its place, or at the nearest part around it that exists."""
        where = complaint.where
        mark = self.names.get(where) if complaint.at_name else None
        while mark is None and where not in self.values:
            where = where[:-1]
        mark = mark or self.values[where]
        place = (mark.line + 1, mark.column + 1)
        words = (complaint.field, complaint.message, complaint.remedy)
        self.problems.add(Problem(*place, *words, self.file))


def _text_of(path: Path, tree: _Tree) -> str | None:
    """The text of a file; None with a problem when there is none."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except OSError as error:
        tree.flaw(1, 1, "the file cannot be opened", f"check the path ({error.strerror})")
        return None
    if len(raw) > LARGEST_FILE:
        remedy = "keep lists of people in files of their own, under `people.files`"
        tree.flaw(1, 1, "the file is larger than 5 MB", remedy)
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    tree.flaw(line, column, "this is not UTF-8", "save the file with UTF-8 encoding")
    return None


class _CoreLoader(_SafeLoader):
    """Resolves plain scalars to the few core kinds and leaves the rest as text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own name and type


for _name, _first in (("null", ["", *"~nN"]), ("bool", "tTfF"), ("int", "-0123456789")):
    _CoreLoader.add_implicit_resolver(
        _CORE + _name, re.compile(rf"(?:{_SHAPES[_name].pattern})\Z"), list(_first)
    )
_CoreLoader.add_implicit_resolver(
    _CORE + "float", re.compile(rf"(?:{_FLOAT.pattern})\Z"), list("-0123456789")
)


def _read_yaml(text: str, tree: _Tree) -> None:
    try:
        _refuse_tricks(text, tree)
        if not tree.problems:
            node = yaml.compose(text, Loader=_CoreLoader)
            if node is not None:
                tree.value = _Reader(tree).read(node, ())
    except yaml.MarkedYAMLError as error:
        remedy = f"the reader stopped here: {error.problem}"
        tree.flaw_at(error.problem_mark or error.context_mark, "this is not valid YAML", remedy)
    except yaml.YAMLError:
        found = _NOT_IN_YAML.search(text)
        before = text[: found.start()] if found else ""
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        tree.flaw(line, column, "there is a control character here", "remove it")


def _refuse_tricks(text: str, tree: _Tree) -> None:
    """Refuses aliases, depth and further documents before anything is built of them."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=_CoreLoader):
        mark = event.start_mark
        documents += isinstance(event, yaml.DocumentStartEvent)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            tree.flaw_at(mark, "aliases are not allowed", "write the value out in each place")
        if documents > 1:
            tree.flaw_at(mark, "a second document begins here", "one file holds one incident")
            return
        if depth > DEEPEST:
            tree.flaw_at(mark, "this is nested too deeply", f"at most {DEEPEST} levels are read")
            return


class _Reader:
    """Turns nodes into plain values and notes where each stands."""

    def __init__(self, tree: _Tree) -> None:
        self._tree = tree

    def read(self, node: yaml.Node, where: Where) -> object:
        self._tree.values[where] = node.start_mark
        if isinstance(node, yaml.MappingNode) and node.tag == _CORE + "map":
            return self._mapping(node, where)
        if isinstance(node, yaml.SequenceNode) and node.tag == _CORE + "seq":
            return [self.read(item, (*where, n)) for n, item in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        self._foreign(node)
        return None

    def _mapping(self, node: yaml.MappingNode, where: Where) -> dict[str, object]:
        found: dict[str, object] = {}
        for name, value in node.value:
            mark = name.start_mark
            if not isinstance(name, yaml.ScalarNode):
                self._tree.flaw_at(mark, "a field name must be a word", "write `name: value`")
                continue
            inner = (*where, name.value)
            if name.value in found:
                line = self._tree.names[inner].line + 1
                self._tree.flaw_at(
                    mark, "this field is given twice", f"keep one; the first is in line {line}"
                )
                continue
            self._tree.names[inner] = mark
            found[name.value] = self.read(value, inner)
        return found

    def _scalar(self, node: yaml.ScalarNode) -> object:
        kind = node.tag.removeprefix(_CORE)
        text: str = node.value
        if kind == "str":
            return text
        shape = _SHAPES.get(kind)
        if shape is None or not shape.fullmatch(text):
            self._foreign(node)
            return None
        if kind == "int":
            return int(text)
        if kind == "float":
            return float(text)
        return text.lower() == "true" if kind == "bool" else None

    def _foreign(self, node: yaml.Node) -> None:
        self._tree.flaw_at(
            node.start_mark,
            "this tag is not allowed",
            "remove the tag; texts, numbers, true, false, null, lists and mappings are enough",
        )
