"""Lists of tasks as data: what to do in the first hours, and to contain; a bad one is refused.

`general` and `containment-general` belong to every incident; the others hold only what a kind of
incident needs beyond them. A list is copied into an incident when it is opened there, so that a
file that changes later cannot bend a running incident.
"""

from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from domain.explanations import Bilingual
from domain.fact_catalogue import FACT_CATALOGUE
from domain.parties import StaffRole
from domain.tasks import TaskTrack
from policies.entries import Duration, PolicyEntry, read_entries
from policies.loader import PolicyError

FIRST_HOUR = "first-hour-"
CONTAINMENT = "containment-"
GENERAL = "general"
HERE = Path(__file__).parent


class ListItem(PolicyEntry):
    """One thing to do. `due` counts from the moment in which the list is opened.

    With `fact`, a key of the ledger, the item is left out where that fact is known already, and
    its evidence becomes the fact when it is done. Items of several lists with the same `step` are
    one thing to do: whichever list is opened first asks for it, the others do not ask again.
    """

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
    track: TaskTrack
    owner: StaffRole
    due: Duration
    evidence: bool
    title: Bilingual
    why: Bilingual
    fact: str | None = None
    step: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)] | None = None

    @field_validator("fact")
    @classmethod
    def _is_catalogued(cls, key: str | None) -> str | None:
        if key is not None and key not in FACT_CATALOGUE:
            raise PydanticCustomError("fact", "there is no such fact in the catalogue")
        return key


class TaskList(PolicyEntry):
    """A list with its version; `name` is what a command names it by, such as `ransomware`."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
    version: Annotated[int, Field(ge=1)]
    title: Bilingual
    items: Annotated[tuple[ListItem, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _keys_differ(self) -> "TaskList":
        keys = [item.key for item in self.items]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise PydanticCustomError(
                "key_twice",
                "the key '{key}' stands twice: give each item its own",
                {"key": twice[0]},
            )
        return self


def task_list_names(folder: Path = HERE) -> tuple[str, ...]:
    """The names of all lists: those of the first hour, then those of containment.

    Of each the general one comes first.
    """
    first = (path.stem.removeprefix(FIRST_HOUR) for path in folder.glob(f"{FIRST_HOUR}*.yaml"))
    contain = (path.stem for path in folder.glob(f"{CONTAINMENT}*.yaml"))
    return (
        *sorted(first, key=lambda name: (name != GENERAL, name)),
        *sorted(contain, key=lambda name: (name != f"{CONTAINMENT}{GENERAL}", name)),
    )


def containment_of(name: str) -> str | None:
    """The containment list that belongs to a first-hour list; None for any other name."""
    wanted = f"{CONTAINMENT}{name}"
    return wanted if wanted in task_list_names() else None


def same_step(item: ListItem, folder: Path = HERE) -> frozenset[tuple[str, str]]:
    """List and key of every item that is the same thing to do, itself included; none without."""
    if item.step is None:
        return frozenset()
    lists = (load_task_list(name, folder) for name in task_list_names(folder))
    return frozenset(
        (found.name, other.key)
        for found in lists
        for other in found.items
        if other.step == item.step
    )


def load_task_list(name: str, folder: Path = HERE) -> TaskList:
    """A list by name.

    Raises:
        PolicyError: there is no such list, or its file is wrong; with file, field and what
            would be right.
    """
    names = task_list_names(folder)
    if name not in names:
        raise PolicyError(f"there is no list of this name; there is: {', '.join(names)}")
    stem = name if name.startswith(CONTAINMENT) else f"{FIRST_HOUR}{name}"
    path = folder / f"{stem}.yaml"
    found = read_entries(path, TaskList)
    if found.name != name:
        raise PolicyError(f"{path.name}: name: '{found.name}' must be '{name}', like the file")
    return found
