"""Reads regime files, and refuses a bad one with its file, line and field."""

from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import ValidationError

from domain.rules import Regime

_HERE = Path(__file__).parent


class RegimeFileError(Exception):
    """A regime file that cannot be used; each problem on its own line, as `file:line: field`."""


def load_regime(path: Path) -> Regime:
    """Read one regime file.

    Raises:
        RegimeFileError: the file is unreadable, is not YAML, names a key twice, or does not fit
            the model.
    """
    try:
        text = path.read_text(encoding="utf-8")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except (OSError, UnicodeDecodeError) as error:
        raise RegimeFileError(f"{path.name}: cannot be read as UTF-8 text") from error
    except yaml.YAMLError as error:
        raise RegimeFileError(f"{path.name}: not YAML: {error}") from error
    if not isinstance(root, yaml.MappingNode):
        raise RegimeFileError(f"{path.name}:1: a regime file is a mapping of keys to values")
    repeated = [
        f"{path.name}:{line}: {field}: the key stands here a second time"
        for line, field in _repeated_keys(root, "")
    ]
    if repeated:
        raise RegimeFileError("\n".join(repeated))
    try:
        return Regime.model_validate(data)
    except ValidationError as error:
        problems = [
            f"{path.name}:{_line(root, item['loc'])}: {_field(item['loc'])}: {item['msg']}"
            for item in error.errors()
        ]
        raise RegimeFileError("\n".join(problems)) from error


def load_bundled() -> tuple[Regime, ...]:
    """Read every regime file of this package, in the order of their names.

    Raises:
        RegimeFileError: a file is unusable, or is not named after the regime in it.
    """
    return tuple(_load_named(path) for path in sorted(_HERE.glob("*.yaml")))


def _load_named(path: Path) -> Regime:
    regime = load_regime(path)
    if regime.id != path.stem:
        raise RegimeFileError(f"{path.name}: id: says {regime.id!r}, but the file is {path.stem!r}")
    return regime


def _field(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location) or "the file"


def _line(node: yaml.Node, location: tuple[int | str, ...]) -> int:
    """Return the line (from 1) of the deepest node on the way to the field."""
    for part in location:
        child = _child(node, part)
        if child is None:
            break
        node = child
    return int(node.start_mark.line) + 1


def _child(node: yaml.Node, part: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        found: yaml.Node = node.value[part]
        return found
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(part)), None)
    return None


def _repeated_keys(node: yaml.Node, field: str) -> Iterator[tuple[int, str]]:
    """Find keys given twice in one mapping: YAML would silently keep the last."""
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _repeated_keys(item, f"{field}{index}.")
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield int(key.start_mark.line) + 1, f"{field}{key.value}"
            seen.add(key.value)
            yield from _repeated_keys(value, f"{field}{key.value}.")
