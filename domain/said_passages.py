"""Passages as they stand in a text, and as its rendition keeps them."""

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class SaidPassage(BaseModel):
    """A passage as it stands in a text.

    `words` are what is read; `source` the same with places, `own` the template's with places, both
    made for the first addressee only. `links` are the values of the places it has or may have.
    `label` is that of the field of a form in which it stands; empty for a paragraph.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    name: str
    words: str = Field(repr=False)
    source: str = Field(default="", repr=False)
    own: str = Field(default="", repr=False)
    links: tuple[tuple[str, str], ...] = Field(default=(), repr=False)
    edited: bool = False
    label: str = ""


_SAID = TypeAdapter(tuple[SaidPassage, ...])


def as_json(said: tuple[SaidPassage, ...]) -> str:
    """Passages as a rendition keeps them."""
    return _SAID.dump_json(said).decode()


def passages_of(kept: str) -> tuple[SaidPassage, ...]:
    """Passages that a rendition keeps, in the order of the text; none where it keeps none."""
    return _SAID.validate_json(kept) if kept else ()
