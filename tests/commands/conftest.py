"""A data folder with one incident for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.command_folder import Folder, open_folder


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    with open_folder(tmp_path / "data") as opened:
        yield opened
