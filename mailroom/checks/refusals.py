"""What a request did wrong, in the words and the shape of the real service's 400 answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

HELP_PAGE = "http://sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html"

TYPE_NAMES = {
    dict: "object",
    list: "array",
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    type(None): "null",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One entry of the `errors` array. `field` is a dotted path such as `personalizations.0.to`."""

    message: str
    field: str | None
    help: str | None

    def as_json(self) -> dict[str, str | None]:
        """Return the entry as the real service writes it."""
        return {"message": self.message, "field": self.field, "help": self.help}


class Refusals:
    """Collects every refusal of one request; the reading methods return None when they refuse."""

    def __init__(self) -> None:
        self._found: list[Refusal] = []

    def all(self) -> tuple[Refusal, ...]:
        """Return what was refused so far, in the order of finding."""
        return tuple(self._found)

    def add(self, field: str, message: str) -> None:
        """Note that `field` is refused because of `message`."""
        topic = re.sub(r"\.\d+", "", field)
        self._found.append(Refusal(message, field, f"{HELP_PAGE}#message.{topic}"))

    def as_object(self, value: object, field: str) -> dict[str, object] | None:
        """Read a JSON object."""
        if isinstance(value, dict):
            return value
        self._wrong_type(value, "object", field)
        return None

    def as_array(self, value: object, field: str) -> list[object] | None:
        """Read a JSON array."""
        if isinstance(value, list):
            return value
        self._wrong_type(value, "array", field)
        return None

    def as_string(self, value: object, field: str) -> str | None:
        """Read a JSON string."""
        if isinstance(value, str):
            return value
        self._wrong_type(value, "string", field)
        return None

    def as_boolean(self, value: object, field: str) -> bool | None:
        """Read a JSON boolean."""
        if isinstance(value, bool):
            return value
        self._wrong_type(value, "boolean", field)
        return None

    def as_integer(self, value: object, field: str) -> int | None:
        """Read a JSON whole number."""
        # In Python a bool is an int; in JSON it is not.
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self._wrong_type(value, "integer", field)
        return None

    def unknown_keys(self, value: Mapping[str, object], known: frozenset[str], field: str) -> None:
        """Refuse every key of `value` that the service does not have; `field` is its own path."""
        if value.keys() <= known:
            return
        prefix = f"{field}." if field else ""
        for key in value:
            if key not in known:
                self.add(f"{prefix}{key}", f"Additional property {key} is not allowed")

    def _wrong_type(self, value: object, expected: str, field: str) -> None:
        given = TYPE_NAMES[type(value)]
        self.add(field, f"Invalid type. Expected: {expected}, given: {given}.")
