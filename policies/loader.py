"""Reads policy files, and refuses one that cannot work."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from contracts.policy import IncidentPolicy, WavePolicy
from domain.channels import order_problem
from domain.documents import DocumentKind
from domain.parties import StaffRole
from policies.ladders import LADDERS, LadderError, rung_fields

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
        for name in LADDERS:
            values[name] = [rung_fields(rung) for rung in values.get(name, [])]
        policy = IncidentPolicy.model_validate(values)
    except (yaml.YAMLError, ValidationError, LadderError) as error:
        raise PolicyError(f"{path.name} is not a policy: {error}") from error
    _check_words(path, policy)
    return policy


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
    roles = set(policy.escalation_roles)
    roles |= {role for rule in policy.approvals for role in rule.roles}
    kinds = {rule.kind for rule in policy.approvals}
    for found, allowed, word in (
        (roles, {role.value for role in StaffRole}, "role"),
        (kinds, {kind.value for kind in DocumentKind}, "document kind"),
    ):
        if foreign := sorted(found - allowed):
            raise PolicyError(
                f"{path.name}: no {word} is called {', '.join(foreign)}; "
                f"right would be one of {', '.join(sorted(allowed))}"
            )
    if problem := order_problem(policy.wave.channels):
        raise PolicyError(f"{path.name}: wave.channels: {problem}")
    missing = {kind.value for kind in DocumentKind} - kinds
    if missing:
        raise PolicyError(f"{path.name}: nobody approves {', '.join(sorted(missing))}")
