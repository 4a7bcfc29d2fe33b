"""Affected groups: whose people are at stake, what they are to them, and which items."""

from pydantic import BaseModel, ConfigDict, Field


class AffectedGroup(BaseModel):
    """People of one data set; people of two controllers are never one group.

    `party_id` is the controller, `relation` what the people are to it (customers, employees),
    `items` which items of data are at stake, in words.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    party_id: str
    relation: str = Field(min_length=1, max_length=80)
    items: tuple[str, ...] = Field(min_length=1)
