"""What policy files are read with: durations, frozen entries, complaints with file and field."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from policies.loader import PolicyError, spoken_place

M = TypeVar("M", bound=BaseModel)
_DURATION = re.compile(r"^([1-9]\d{0,3})([mhd])$")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def _duration(value: object) -> timedelta:
    match = _DURATION.match(value) if isinstance(value, str) else None
    if match is None:
        raise PydanticCustomError("duration", "write a duration such as 30m, 4h or 2d")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


Duration = Annotated[timedelta, BeforeValidator(_duration)]


class PolicyEntry(BaseModel):
    """A part of a policy file: frozen, nothing unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def read_entries(path: Path, model: type[M]) -> M:
    """What a file holds.

    Raises:
        PolicyError: it is not YAML or does not fit; with file, field and what would be right.
    """
    try:
        return model.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise PolicyError(f"{path.name} is not YAML{where}") from error
    except ValidationError as error:
        details = error.errors(include_url=False)
        wrong = "; ".join(_complaint(detail) for detail in details)
        raise PolicyError(f"{path.name}: {wrong}") from error


def _complaint(detail: ErrorDetails) -> str:
    return f"{spoken_place(detail['loc'])}: {detail['msg']}"
