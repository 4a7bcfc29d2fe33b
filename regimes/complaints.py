"""What is wrong in a regime file, as `line: field: what, and what would be right`."""

import re
from collections.abc import Iterator

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from domain.conditions import Condition, nearest
from domain.deadlines import Term
from domain.regimes import Regime
from domain.rule_parts import Cap, Delay, Delegation, Exemption, Relief, Requirement
from domain.rules import Rule

_MODELS: tuple[type[BaseModel], ...] = (
    *(Regime, Rule, Condition, Term, Cap, Delay, Delegation, Exemption, Relief, Requirement),
)
_KEYS = frozenset(name for model in _MODELS for name in model.model_fields)
_RULE_ID = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")


def complaints(error: ValidationError, root: yaml.MappingNode) -> Iterator[str]:
    """Each problem that the model found, at the line in which its field stands."""
    for item in error.errors(include_url=False):
        line = _line(root, item["loc"]) if item["loc"] else _line_of_rule(root, item["msg"])
        yield f"{line}: {_field(item['loc'])}: {_said(item)}"


def _said(item: ErrorDetails) -> str:
    if item["type"] == "extra_forbidden":
        name = str(item["loc"][-1])
        return f"there is no such key here{nearest(name, _KEYS) or '; see docs/regimes.md'}"
    if item["type"] == "missing":
        return "Field required: add it (docs/regimes.md shows how)"
    return item["msg"].removeprefix("Value error, ")


def _field(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location) or "the file"


def _line(node: yaml.Node, location: tuple[int | str, ...]) -> int:
    """Return the line (from 1) of the deepest node on the way to the field."""
    line = int(node.start_mark.line) + 1
    for part in location:
        step = _child(node, part)
        if step is None:
            break
        line, node = step
    return line


def _child(node: yaml.Node, part: int | str) -> tuple[int, yaml.Node] | None:
    """The line where a part begins, and its node. A named part begins with its name."""
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        item: yaml.Node = node.value[part]
        return int(item.start_mark.line) + 1, item
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return int(key.start_mark.line) + 1, value
    return None


def _line_of_rule(root: yaml.MappingNode, message: str) -> int:
    """The line of the last rule whose id the message names; the first line when it names none."""
    named = _RULE_ID.search(message)
    found = [
        int(value.start_mark.line) + 1
        for rule in next((v.value for k, v in root.value if k.value == "rules"), [])
        if isinstance(rule, yaml.MappingNode)
        for key, value in rule.value
        if key.value == "id" and named is not None and value.value == named.group()
    ]
    return found[-1] if found else 1
