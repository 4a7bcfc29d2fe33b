"""What commands on lists of people say; see `decision_words`."""

from typing import Annotated

from pydantic import Field

from contracts.decision_words import DecisionWords, Words


class RowsDecided(DecisionWords):
    """`rows_decided`: lines of one list are set aside.

    `list` is its id or its merchant's key, empty where only one list has lines that wait; `lines`
    are named as `5,7-9`, empty for all that wait; `name` is who decides.
    """

    list: Annotated[str, Field(max_length=80)] = ""
    lines: Annotated[str, Field(max_length=100_000)] = ""
    name: Annotated[str, Field(max_length=200)] = ""
    reason: Words = ""
