"""What a command says that edits the free paragraphs of a document."""

from typing import Annotated

from pydantic import Field

from contracts.decision_words import DecisionWords, Number, Words


class PassageText(DecisionWords):
    """One passage anew; its words may hold places such as ［figure.people］."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    words: Words = Field(default="", repr=False)


class DeclaredNumber(DecisionWords):
    """A figure or date typed by hand, as the passage has it, and why it may stand so."""

    typed: Annotated[str, Field(min_length=1, max_length=80)] = Field(repr=False)
    reason: Annotated[str, Field(max_length=400)] = Field(default="", repr=False)


class PassagesEdited(DecisionWords):
    """`passages_edited`: passages of one document, all in one act.

    `text` is the digest of the text that was edited; empty takes whichever stands. `returned` says
    that they came back in a Word file.
    """

    number: Number
    text: Annotated[str, Field(max_length=64)] = ""
    passages: tuple[PassageText, ...]
    declared: tuple[DeclaredNumber, ...] = ()
    returned: bool = False
