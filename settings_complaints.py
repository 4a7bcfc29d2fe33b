"""What is wrong with a setting, in one sentence a problem, without any value."""

import difflib
from collections.abc import Iterable, Mapping

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

PREFIX = "SHIRASE_"


class SettingsError(Exception):
    """The settings cannot be used; the text is one sentence a problem, without any value."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def complaints(error: ValidationError, fields: Mapping[str, FieldInfo]) -> tuple[str, ...]:
    """A sentence for each problem that the model has found."""
    return tuple(
        _sentence(details, fields)
        for details in error.errors(include_url=False, include_input=False)
        if details["type"] != "default_factory_not_called"
    )


def unknown_variables(names: Iterable[str], fields: Mapping[str, FieldInfo]) -> tuple[str, ...]:
    """A sentence for each variable that looks like a setting and is none."""
    known = {PREFIX + name.upper() for name in fields}
    return tuple(
        f"{name} is not a setting of Shirase. {_did_you_mean(name, fields)}"
        for name in sorted(names)
        if name.startswith(PREFIX) and name not in known
    )


def _sentence(details: ErrorDetails, fields: Mapping[str, FieldInfo]) -> str:
    if not details["loc"]:
        return str(details["ctx"]["error"])
    name = str(details["loc"][0])
    if name not in fields:
        return f"{name} is not a setting. {_did_you_mean(PREFIX + name.upper(), fields)}"
    return f"{PREFIX}{name.upper()} must be {fields[name].description}."


def _did_you_mean(name: str, fields: Mapping[str, FieldInfo]) -> str:
    known = [PREFIX + field.upper() for field in fields]
    nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.0)
    return f"The nearest name is {nearest[0]}."
