"""What the models find wrong in the values of an incident file, in sentences for its author.

The sentences name the fields and words that would be right, never what was written, since a value
may be the name or the address of a person.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from contracts.file_fields import WHAT_FITS
from contracts.file_parts import Complaint, Where, did_you_mean
from contracts.incident_file import IncidentFile

_SENTENCES: dict[str, tuple[str, str]] = {
    "string_type": ("this must be a text", "write a text; put quotes round bare digits"),
    "int_type": ("this must be a whole number", "write digits only, without quotes"),
    "int_from_float": ("this must be a whole number", "write digits only, without quotes"),
    "bool_type": ("this must be true or false", "write `true` or `false`, without quotes"),
    "dict_type": ("this must be a mapping", "write `name: value` lines here"),
    "model_type": ("this must be a mapping", "write `name: value` lines here"),
    "model_attributes_type": ("this must be a mapping", "write `name: value` lines here"),
    "tuple_type": ("this must be a list", "begin each entry with a hyphen"),
    "string_too_short": ("this must not be empty", "write a text, or leave the field out"),
    "string_too_long": ("this is too long", "at most {max_length} characters"),
    "too_short": ("this list is too short", "at least {min_length} entries are needed"),
    "greater_than_equal": ("this number is too small", "{ge} or more"),
    "less_than_equal": ("this number is too large", "{le} or less"),
    "string_unicode": ("this is no proper text", "remove the broken characters"),
}


def shaped(values: Mapping[str, object]) -> tuple[IncidentFile | None, list[Complaint]]:
    """The incident file that these values make, or everything that keeps them from it."""
    # Through JSON, because strict models read their words and times from JSON only.
    try:
        return IncidentFile.model_validate_json(json.dumps(values), strict=True), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
    return None, [_complaint(detail, values) for detail in details]


def _complaint(detail: ErrorDetails, values: object) -> Complaint:
    where = _without_tags(detail["loc"], values)
    message, remedy = _sentences(detail, values, where)
    return Complaint(where, message, remedy, at_name=detail["type"] == "extra_forbidden")


def _without_tags(where: Where, value: Any) -> Where:
    """The way through the values; pydantic's also names the act that it chose, which is no step."""
    way: list[str | int] = []
    for number, step in enumerate(where):
        if _has(value, step):
            value = value[step]
        elif number < len(where) - 1 or step == "[key]":
            continue
        way.append(step)
    return tuple(way)


def _has(value: Any, step: str | int) -> bool:
    if isinstance(step, int):
        return isinstance(value, list) and step < len(value)
    return isinstance(value, dict) and step in value


def _sentences(detail: ErrorDetails, values: Any, where: Where) -> tuple[str, str]:
    kind = detail["type"]
    if kind == "missing":
        return "this field is missing", f"add `{where[-1]}` here"
    if kind == "extra_forbidden":
        known = _known_fields(detail["loc"][:-1])
        return "there is no field of this name", did_you_mean(str(where[-1]), known)
    if kind == "union_tag_not_found":
        return "the field `act` is missing", "say which act this is, such as `act: record_facts`"
    context = detail.get("ctx", {})
    if kind in {"enum", "literal_error", "union_tag_invalid"}:
        return "this is not one of the allowed words", _allowed(context, _value_at(values, where))
    return _value_sentences(detail, context)


def _value_sentences(detail: ErrorDetails, context: dict[str, Any]) -> tuple[str, str]:
    kind, see = detail["type"], "see docs/incident-file.md for this field"
    if "remedy" in context:
        return detail["msg"], str(context["remedy"])
    if kind == "string_pattern_mismatch":
        return "this is not written as it must be", WHAT_FITS.get(str(context["pattern"]), see)
    if kind == "value_error":
        return str(context["error"]), see
    if kind in _SENTENCES:
        message, remedy = _SENTENCES[kind]
        return message, remedy.format(**context)
    return "this cannot be read", detail["msg"]


def _allowed(context: dict[str, Any], written: object) -> str:
    stated = str(context.get("expected_tags") or context.get("expected"))
    words = re.findall(r"'([^']+)'", stated)
    if not words:
        return f"write {stated}"
    if isinstance(written, dict):
        written = written.get("act")
    one_of = "one of " + ", ".join(f"`{word}`" for word in words)
    near = did_you_mean(written, words) if isinstance(written, str) else ""
    return f"{near} {one_of}" if near.startswith("did") else one_of


def _value_at(value: Any, where: Where) -> object:
    for step in where:
        value = value[step]
    return value


def _known_fields(where: Where) -> set[str]:
    """The fields that the format knows at a place, found by walking the models."""
    models: list[type[BaseModel]] = [IncidentFile]
    for step in where:
        if isinstance(step, int):
            continue
        inner = [
            found
            for model in models
            if step in model.model_fields
            for found in _models_in(model.model_fields[step].annotation)
        ]
        models = inner or [model for model in models if step in _tags(model)]
    return {name for model in models for name in model.model_fields}


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) is not Literal:
        for part in get_args(annotation):
            yield from _models_in(part)


def _tags(model: type[BaseModel]) -> tuple[Any, ...]:
    field = model.model_fields.get("act")
    return get_args(field.annotation) if field else ()
