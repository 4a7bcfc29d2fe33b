"""Which tests share a process, so that what is dear is started once; and that they begin first.

A file's tests always stay together, in their order.
"""

from collections.abc import Iterator
from functools import cache

import pytest
import typer.main
import typer.testing
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from tests.hosting.live_house import LiveHouse, live_house

# Each line that is given in this process would build the whole tree of commands anew.
vars(typer.testing)["_get_command"] = cache(typer.main.get_command)

# `make test-all` looks at many more examples.
settings.register_profile("make test", max_examples=20)
settings.register_profile("make test-all", max_examples=200)

# What starts together, in this order: a file belongs to the first line that names it, and files of
# one name go to one process. What has no name here goes by itself, file by file.
BAD_DAYS, COMMANDS, KILLED = "a house on bad days", "a house of commands", "a house that is killed"
DATABASES = "a PostgreSQL server"
# So long that each of its tests goes by itself.
ROUNDS = "tests/faults/test_seeded_rounds.py"
READY_PYTHON, UP = "programs of a ready Python", "a house that is up"
SHARED = {
    "tests/endtoend/test_no_personal_data.py": BAD_DAYS,
    "tests/endtoend/test_audit_chain.py": BAD_DAYS,
    "tests/endtoend/test_rehearsal_reaches_nobody.py": BAD_DAYS,
    # First: it looks whether anything at all changes in the house.
    "tests/endtoend/test_refusals.py": COMMANDS,
    "tests/endtoend/test_any_step.py": COMMANDS,
    "tests/endtoend/test_commands_": COMMANDS,
    "tests/endtoend/test_bad_days.py": READY_PYTHON,
    "tests/endtoend/": KILLED,
    "tests/faults/": READY_PYTHON,
    "tests/register/": DATABASES,
    "tests/test_intake.py": DATABASES,
    "tests/commands/test_doctor_postgresql.py": DATABASES,
    "tests/test_cli.py": READY_PYTHON,
    "tests/commands/test_open_live.py": UP,
    "tests/hosting/test_up.py": UP,
    "tests/hosting/": "",
    "tests/workflows/": "",
}


def _rank(nodeid: str) -> tuple[int, int]:
    """Where a test stands: its house or server among the others, then its file in that."""
    names = list(SHARED.values())
    place = next((i for i, place in enumerate(SHARED) if nodeid.startswith(place)), len(SHARED))
    return (names.index(names[place]) if place < len(names) else len(names), place)


class SharingScheduling(LoadFileScheduling):  # type: ignore[misc]  # xdist is untyped
    """Gives files that share something to one process."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(ROUNDS):
            return nodeid.partition("[")[0]
        file: str = super()._split_scope(nodeid)
        return next((SHARED[place] for place in SHARED if file.startswith(place)), "") or file


def pytest_configure(config: pytest.Config) -> None:
    """How many examples a property is tried with: few where somebody waits."""
    quick = config.getoption("markexpr") == "not long"
    settings.load_profile("make test" if quick else "make test-all")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> SharingScheduling:
    return SharingScheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _rank(item.nodeid))


@pytest.fixture(scope="session")
def house_that_is_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveHouse]:
    with live_house(tmp_path_factory.mktemp("live") / "data") as house:
        yield house
