"""Copies of frozen models by the ten thousand: one value differs, nothing is checked anew.

`model_copy` looks through every part of a model each time, which is most of the time that an
incident with thousands of merchants takes to assess.
"""

from typing import TypeVar

from pydantic import BaseModel

_Model = TypeVar("_Model", bound=BaseModel)


def same_but(model: _Model, **changes: object) -> _Model:
    """The same model with other values, as `model_copy(update=…)` of a model without extras.

    Both share what did not change; that is safe because they are frozen.
    """
    copied = type(model).__new__(type(model))
    for name, value in (
        ("__dict__", {**model.__dict__, **changes}),
        ("__pydantic_fields_set__", model.__pydantic_fields_set__),
        ("__pydantic_extra__", None),
        ("__pydantic_private__", None),
    ):
        object.__setattr__(copied, name, value)
    return copied
