"""What a party is in the eyes of the law: where it is bound, where its people live, what it is."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from domain.conditions import nearest
from domain.finding_words import ENTITY, ENTITY_FLAGS

Place = Annotated[str, Field(pattern=r"^[A-Z]{2,3}(-[A-Z0-9]{1,3})?$")]
NAMES = frozenset(name.removeprefix(ENTITY) for name in ENTITY_FLAGS)


class Standing(BaseModel):
    """The standing (法的地位) of one party, as its part of an incident file states it.

    `places` are those whose laws bind it, the one where it is established first (`JP`, `DE`,
    `US-CA`); `people_in` those where people whose data it holds may be affected. What is neither in
    `is_a` nor in `is_no` is unknown, and the duties that depend on it are asked about.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    places: Annotated[tuple[Place, ...], Field(min_length=1)] = ("JP",)
    people_in: tuple[Place, ...] = ()
    is_a: tuple[str, ...] = ()
    is_no: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        for name in (*self.is_a, *self.is_no):
            if name not in NAMES:
                remedy = nearest(name, NAMES).lstrip("; ") or "docs/regimes.md lists the names"
                raise PydanticCustomError(
                    "standing_unknown", "no standing has this name", {"remedy": remedy}
                )
        if set(self.is_a) & set(self.is_no):
            raise PydanticCustomError(
                "standing_twice",
                "one name stands in is_a and in is_no",
                {"remedy": "leave it in the one that holds"},
            )
        return self

    def findings(self) -> dict[str, bool]:
        """The answers that follow, by `entity.<name>`."""
        return {
            **{f"{ENTITY}{name}": True for name in self.is_a},
            **{f"{ENTITY}{name}": False for name in self.is_no},
        }
