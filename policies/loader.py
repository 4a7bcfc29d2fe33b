"""Reads policy files, and refuses one that cannot work."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from contracts.permissions import Act
from contracts.policy import IncidentPolicy, WavePolicy
from domain.approval import OVERRIDE_NEEDS
from domain.channels import order_problem
from domain.documents import DocumentKind
from domain.parties import StaffRole
from domain.telling_order import order_problem as telling_problem
from policies.ladders import LadderError, ladder_fields
from policies.unknown_keys import unknown_keys

_HERE = Path(__file__).parent
_NO_POLICIES = ("first-hour-", "containment-", "vendor-demands")
_DURATION = re.compile(r"^(-?\d+)([dhms])$")
_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


class PolicyError(Exception):
    """A policy that cannot be used; the sentence names file, field and what would be right."""


def load_policy(name: str = "standard", batch_size: int | None = None) -> IncidentPolicy:
    """A bundled policy by name; `batch_size` is how many people one mail request may hold.

    Raises:
        PolicyError: no such policy, or it names a role or a document kind that does not exist.
    """
    path = _HERE / f"{name}.yaml"
    if not path.is_file():
        names = (p.stem for p in _HERE.glob("*.yaml") if not p.stem.startswith(_NO_POLICIES))
        known = ", ".join(sorted(names))
        raise PolicyError(f"there is no policy '{name}'; there is: {known}")
    return _batched(read_policy(path), batch_size)


def read_policy(path: Path) -> IncidentPolicy:
    """The policy of one file.

    Raises:
        PolicyError: it is no policy, or its parts do not fit together.
    """
    try:
        values = _durations(yaml.safe_load(path.read_text("utf-8")))
        policy = IncidentPolicy.model_validate({**values, **ladder_fields(values)})
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise PolicyError(f"{path.name} is not YAML{where}") from error
    except ValidationError as error:
        details = error.errors(include_url=False)
        wrong = "; ".join(f"{spoken_place(one['loc'])}: {one['msg']}" for one in details)
        raise PolicyError(f"{path.name} is not a policy: {wrong}") from error
    except LadderError as error:
        raise PolicyError(f"{path.name} is not a policy: {error}") from error
    for place, near in unknown_keys(values, IncidentPolicy):
        key = place.rpartition(".")[2]
        raise PolicyError(f"{_place(path, key)}: nothing reads '{place}'; right would be {near}")
    _check_words(path, policy)
    return policy


def spoken_place(where: tuple[Any, ...]) -> str:
    """The way to a field of a file: `permissions[3].roles`."""
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in where)
    return steps.removeprefix(".") or "the file"


def _batched(policy: IncidentPolicy, batch_size: int | None) -> IncidentPolicy:
    if batch_size is None:
        return policy
    return with_wave(policy, people_a_batch=batch_size)


def with_wave(policy: IncidentPolicy, **changes: Any) -> IncidentPolicy:
    """The policy with other sizes or patience for its waves (a rehearsal cannot wait days)."""
    wave = WavePolicy.model_validate(policy.wave.model_dump() | changes)
    return policy.model_copy(update={"wave": wave})


def _durations(node: Any) -> Any:
    """Every `48h` in the file as a timedelta."""
    if isinstance(node, dict):
        return {key: _durations(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_durations(item) for item in node]
    match = _DURATION.match(node) if isinstance(node, str) else None
    return timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else node


def _check_words(path: Path, policy: IncidentPolicy) -> None:
    roles = set(policy.escalation_roles) | set(policy.approving_roles)
    roles |= {role for permission in policy.permissions for role in permission.roles}
    acts = {permission.act for permission in policy.permissions}
    kinds = {rule.kind for rule in policy.approvals}
    kinds |= {kind for one in policy.approval_delegates for kind in one.kinds}
    for found, allowed, word in (
        (roles, {role.value for role in StaffRole}, "role"),
        (kinds, {kind.value for kind in DocumentKind}, "document kind"),
        (acts, {act.value for act in Act}, "act"),
    ):
        if foreign := sorted(found - allowed):
            raise PolicyError(
                f"{_place(path, foreign[0])}: no {word} is called {', '.join(foreign)}; "
                f"right would be one of {', '.join(sorted(allowed))}"
            )
    if problem := order_problem(policy.wave.channels):
        raise PolicyError(f"{path.name}: wave.channels: {problem}")
    if problem := telling_problem(policy.order_of_telling):
        raise PolicyError(f"{_place(path, 'order_of_telling')}: order_of_telling: {problem}")
    _check_approvals(path, policy)
    _check_permissions(path, policy)
    missing = {kind.value for kind in DocumentKind} - {rule.kind for rule in policy.approvals}
    if missing:
        raise PolicyError(f"{path.name}: nobody approves {', '.join(sorted(missing))}")


def _check_approvals(path: Path, policy: IncidentPolicy) -> None:
    """Every rule can be fulfilled: enough roles, a time with its zone, two to override."""
    for rule in policy.approvals:
        if not rule.roles or not 0 <= rule.needed <= len(set(rule.roles)):
            raise PolicyError(
                f"{_place(path, rule.kind)}: {rule.kind} needs the word of {rule.needed} of "
                f"{len(set(rule.roles))} roles; right would be 1 to {len(set(rule.roles)) or 'any'}"
            )
    for one in policy.approval_delegates:
        if one.until.utcoffset() is None or one.role == one.to:
            raise PolicyError(
                f"{_place(path, one.to)}: a delegate is another role, until a time with its zone, "
                "such as 2026-12-31T18:00+09:00"
            )
    if policy.approval_override and len(set(policy.approval_override)) < OVERRIDE_NEEDS:
        raise PolicyError(
            f"{_place(path, 'approval_override')}: an override takes {OVERRIDE_NEEDS} roles; name "
            "at least as many, or none"
        )


def _check_permissions(path: Path, policy: IncidentPolicy) -> None:
    """Each act is for somebody, and said once: of two lists nobody knows which counts."""
    acts = [rule.act for rule in policy.permissions]
    able = {rule.act for rule in policy.permissions if rule.roles}
    if unable := sorted({act.value for act in Act} - able):
        raise PolicyError(
            f"{_place(path, unable[0])}: permissions: nobody may {', '.join(unable)}; "
            "right would be a line for each, with the roles that may"
        )
    if twice := sorted({act for act in acts if acts.count(act) > 1}):
        raise PolicyError(
            f"{_place(path, twice[0])}: permissions: {', '.join(twice)} stands there twice; "
            "right would be one line with all its roles"
        )


def _place(path: Path, word: str) -> str:
    """File and line where a word stands first; the file alone where it does not."""
    lines = path.read_text("utf-8").splitlines()
    found = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
    line = next((number for number, text in enumerate(lines, 1) if found.search(text)), None)
    return f"{path.name}:{line}" if line else path.name
