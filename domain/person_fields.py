"""Fields of a person: what is not known yet when the words are approved.

A text is rendered and approved once, then sent to each person of a wave. Where a name or a check
code belongs, the text holds a marker between two private-use characters. `plain_text` lets no such
character in from outside, so no fact and no name can forge a field; and values are put in in one
pass, so a value never becomes a field either.
"""

import html
import re
from collections.abc import Callable, Mapping
from enum import StrEnum

from domain.plain_text import clean_line, clean_prose

OPENING = "\ue000"
CLOSING = "\ue001"
_MARKER = re.compile(f"{OPENING}([a-z_]+){CLOSING}")


class PersonField(StrEnum):
    """The fields a template may ask for, by the name used there (`person.check_code`)."""

    NAME = "name"
    ITEMS = "items"
    CHECK_CODE = "check_code"
    POSTAL_CODE = "postal_code"
    ADDRESS = "address"

    @property
    def marker(self) -> str:
        """The characters that stand for the field in an approved text."""
        return f"{OPENING}{self.value}{CLOSING}"


class PersonFieldError(ValueError):
    """A field cannot be filled as asked; the message names the field, never a value."""


def fields_in(text: str) -> frozenset[PersonField]:
    """The fields that a text asks for.

    Raises PersonFieldError for a marker of no known field.
    """
    return frozenset(_field(match[1]) for match in _MARKER.finditer(text))


def fill_text(text: str, values: Mapping[PersonField, str]) -> str:
    """The plain text for one person. An address may have lines, every other value is one line.

    Raises PersonFieldError when a field of the text has no value.
    """
    return _filled(text, lambda field: _cleaned(field, values))


def fill_html(html_text: str, values: Mapping[PersonField, str]) -> str:
    """The HTML for one person: values are escaped, lines of an address broken by `<br>`.

    Raises PersonFieldError when a field of the text has no value.
    """
    return _filled(html_text, lambda field: _escaped(_cleaned(field, values)))


def values_of(field: PersonField, values: Mapping[PersonField, str]) -> tuple[str, str]:
    """A field's value as it stands in plain text, and as it stands in HTML.

    The same as `fill_text` and `fill_html` make of its marker.

    Raises PersonFieldError when it has no value.
    """
    cleaned = _cleaned(field, values)
    return cleaned, _escaped(cleaned)


def replace_fields(text: str, mapping: Mapping[PersonField, str]) -> str:
    """The text with a mail provider's own substitution tags in place of the markers.

    Raises PersonFieldError when a field has no tag, or when a tag would also be found elsewhere
    in the text: the provider would then replace words that are nobody's field.
    """
    replaced = _filled(text, lambda field: _tag(field, mapping))
    for field, tag in mapping.items():
        if replaced.count(tag) != text.count(field.marker):
            raise PersonFieldError(f"the tag of '{field}' also occurs elsewhere in the text")
    return replaced


def _filled(text: str, value_of: Callable[[PersonField], str]) -> str:
    return _MARKER.sub(lambda match: value_of(_field(match[1])), text)


def _field(name: str) -> PersonField:
    try:
        return PersonField(name)
    except ValueError:
        raise PersonFieldError("the text holds a marker of no known field") from None


def _cleaned(field: PersonField, values: Mapping[PersonField, str]) -> str:
    if field not in values:
        raise PersonFieldError(f"no value for the field '{field}'")
    value = values[field]
    return clean_prose(value) if field is PersonField.ADDRESS else clean_line(value)


def _escaped(cleaned: str) -> str:
    return html.escape(cleaned).replace("\n", "<br>")


def _tag(field: PersonField, mapping: Mapping[PersonField, str]) -> str:
    if field not in mapping:
        raise PersonFieldError(f"no tag for the field '{field}'")
    return mapping[field]
