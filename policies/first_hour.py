"""First-hour lists: what to do first, as data; a list that cannot work is refused.

`first-hour-general` belongs to every incident; the others hold only what a kind of incident needs
beyond it. A list is copied into an incident when it is opened there, so that a file that changes
later cannot bend a running incident.
"""

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from domain.explanations import Bilingual
from domain.parties import StaffRole
from domain.tasks import TaskTrack
from policies.loader import PolicyError

PREFIX = "first-hour-"
GENERAL = "general"
HERE = Path(__file__).parent
_DURATION = re.compile(r"^([1-9]\d{0,3})([mhd])$")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def _duration(value: object) -> timedelta:
    match = _DURATION.match(value) if isinstance(value, str) else None
    if match is None:
        raise PydanticCustomError("duration", "write a duration such as 30m, 4h or 2d")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FirstHourItem(_Entry):
    """One thing to do. `due` counts from the moment in which the list is opened."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
    track: TaskTrack
    owner: StaffRole
    due: Annotated[timedelta, BeforeValidator(_duration)]
    evidence: bool
    title: Bilingual
    why: Bilingual


class FirstHourList(_Entry):
    """A list with its version; `name` is what a command names it by, such as `ransomware`."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
    version: Annotated[int, Field(ge=1)]
    title: Bilingual
    items: Annotated[tuple[FirstHourItem, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _keys_differ(self) -> "FirstHourList":
        keys = [item.key for item in self.items]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise PydanticCustomError(
                "key_twice",
                "the key '{key}' stands twice: give each item its own",
                {"key": twice[0]},
            )
        return self


def first_hour_names(folder: Path = HERE) -> tuple[str, ...]:
    """The names of all lists, the general one first."""
    names = {path.stem.removeprefix(PREFIX) for path in folder.glob(f"{PREFIX}*.yaml")}
    return tuple(sorted(names, key=lambda name: (name != GENERAL, name)))


def load_first_hour(name: str, folder: Path = HERE) -> FirstHourList:
    """A list by name.

    Raises:
        PolicyError: there is no such list, or its file is wrong; with file, field and what
            would be right.
    """
    names = first_hour_names(folder)
    if name not in names:
        raise PolicyError(f"there is no first-hour list of this name; there is: {', '.join(names)}")
    path = folder / f"{PREFIX}{name}.yaml"
    try:
        found = FirstHourList.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise PolicyError(f"{path.name} is not YAML{where}") from error
    except ValidationError as error:
        details = error.errors(include_url=False)
        wrong = "; ".join(_complaint(detail) for detail in details)
        raise PolicyError(f"{path.name}: {wrong}") from error
    if found.name != name:
        raise PolicyError(f"{path.name}: name: '{found.name}' must be '{name}', like the file")
    return found


def _complaint(detail: ErrorDetails) -> str:
    return f"{_spoken(detail['loc'])}: {detail['msg']}"


def _spoken(where: tuple[Any, ...]) -> str:
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in where)
    return steps.removeprefix(".") or "the file"
