"""Reads regime files, and refuses a bad one with its file, line and field.

The files of this package come first, then those of a folder of one's own, if there is one
(`use_folder`): a contract's clause, an insurer, a card scheme. Files are read once a process.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from domain.regimes import Regime
from domain.rules import Rule
from regimes.complaints import complaints

if yaml.__with_libyaml__:
    from yaml import CSafeLoader as _SafeLoader
else:  # pragma: no cover - only where PyYAML was built without its C part
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

BUNDLED = Path(__file__).parent
_own_folder: list[Path] = []


class RegimeFileError(Exception):
    """A regime file that cannot be used; each problem on its own line, as `file:line: field`."""


def use_folder(folder: Path | None) -> None:
    """Read the rule files of this folder, too, from now on; None for the bundled ones only.

    For the start of a process: the screens, the alerts and the computation must see one law.
    """
    _own_folder[:] = [] if folder is None else [folder]


def load_regime(path: Path) -> Regime:
    """Read one regime file.

    Raises:
        RegimeFileError: the file is unreadable, is not YAML, names a key twice, or does not fit
            the model.
    """
    try:
        text = path.read_text(encoding="utf-8")
        root = yaml.compose(text, Loader=_SafeLoader)
        data = yaml.load(text, Loader=_SafeLoader)
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
        problems = [f"{path.name}:{complaint}" for complaint in complaints(error, root)]
        raise RegimeFileError("\n".join(problems)) from error


def load_bundled() -> tuple[Regime, ...]:
    """Every regime that is encoded: this package's, then those of one's own folder.

    Raises:
        RegimeFileError: a file is unusable, is not named after the regime in it, or takes the
            name of a bundled one.
    """
    return _all_regimes(*_own_folder)


def load_rules(regime_id: str) -> tuple[Rule, ...]:
    """The rules of one regime, reading no other file; empty when there is no such regime.

    Raises:
        RegimeFileError: its file is unusable.
    """
    for folder in (BUNDLED, *_own_folder):
        path = folder / f"{regime_id}.yaml"
        if path.parent == folder and path.is_file():
            return _load_named(path).rules
    return ()


def rule_ids() -> tuple[str, ...]:
    """The ids of all rules, each once, in the order of the files.

    Raises:
        RegimeFileError: a file is unusable.
    """
    return tuple(dict.fromkeys(rule.id for regime in load_bundled() for rule in regime.rules))


@cache
def _all_regimes(*own: Path) -> tuple[Regime, ...]:
    bundled = tuple(_load_named(path) for path in sorted(BUNDLED.glob("*.yaml")))
    added: list[Regime] = []
    for folder in own:
        if not folder.is_dir():
            raise RegimeFileError(f"{folder}: there is no such folder of rule files")
        for path in sorted(folder.glob("*.yaml")):
            regime = _load_named(path)
            if any(regime.id == known.id for known in bundled):
                raise RegimeFileError(
                    f"{path.name}:1: id: {regime.id!r} is a bundled law; give your file and its "
                    "rules a name of their own"
                )
            added.append(regime)
    return (*bundled, *added)


@cache
def _load_named(path: Path) -> Regime:
    regime = load_regime(path)
    if regime.id != path.stem:
        raise RegimeFileError(
            f"{path.name}:1: id: says {regime.id!r}, but the file is {path.stem!r}"
        )
    return regime


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
