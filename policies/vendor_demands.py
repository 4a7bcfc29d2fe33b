"""The standard demands to an upstream vendor after a leak, as data: what is asked, until when."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from domain.threads import Demand
from policies.entries import Duration, PolicyEntry, read_entries

PATH = Path(__file__).parent / "vendor-demands.yaml"


class VendorDemand(PolicyEntry):
    """One demand; `due` counts from the moment in which it is made, `words` are for the vendor."""

    demand: Demand
    due: Duration
    words: Annotated[str, Field(min_length=1, max_length=2_000)]


class VendorDemands(PolicyEntry):
    """All demands in the order of their numbers."""

    version: Annotated[int, Field(ge=1)]
    demands: Annotated[tuple[VendorDemand, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _demands_differ(self) -> "VendorDemands":
        kinds = [item.demand for item in self.demands]
        if len(set(kinds)) < len(kinds) or Demand.OTHER in kinds:
            raise PydanticCustomError(
                "demand_twice", "each kind of demand stands once, and 'other' not at all"
            )
        return self


def load_vendor_demands(path: Path = PATH) -> VendorDemands:
    """The standard demands.

    Raises:
        PolicyError: the file is wrong; with file, field and what would be right.
    """
    return read_entries(path, VendorDemands)
