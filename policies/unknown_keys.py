"""Keys of a policy file that nothing reads: slips of the hand that would change nothing, unseen."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel

LADDERS = frozenset({"ladder", "work_ladder", "by_severity"})
"""Whose keys `policies.ladders` checks, with sentences of its own."""


def unknown_keys(values: Any, model: type[BaseModel], place: str = "") -> Iterator[tuple[str, str]]:
    """Each key that the model has no field for: its place, and the nearest fields or all."""
    if not isinstance(values, dict):
        return
    known = model.model_fields.keys() | (LADDERS if not place else set())
    for key, value in values.items():
        where = f"{place}.{key}" if place else f"{key}"
        if key not in known:
            near = get_close_matches(f"{key}", known, n=3, cutoff=0.5) or sorted(known)
            yield where, ", ".join(near)
        elif place or key not in LADDERS:
            yield from _within(value, model.model_fields[key].annotation, where)


def _within(value: Any, annotation: Any, where: str) -> Iterator[tuple[str, str]]:
    for model in _models(annotation):
        for number, item in enumerate(value) if isinstance(value, list) else [(None, value)]:
            spot = where if number is None else f"{where}[{number}]"
            yield from unknown_keys(item, model, spot)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that an annotation holds: itself, or those of its tuple or its optional."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
