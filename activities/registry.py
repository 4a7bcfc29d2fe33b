"""Which methods of our activity classes are activities."""

from collections.abc import Callable, Sequence
from typing import Any

DEFINITION = "__temporal_activity_definition"


def activities_of(family: object) -> Sequence[Callable[..., Any]]:
    """The activity methods of an instance, bound, in the order of their names."""
    methods = (getattr(family, name) for name in sorted(dir(type(family))))
    return [method for method in methods if callable(method) and hasattr(method, DEFINITION)]
