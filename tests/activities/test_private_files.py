"""Private files: for their owner only, whole, whoever else writes the same at the same moment."""

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from activities.private_files import digest_of_file, write_private

WRITERS, ROUNDS = 8, 20
DIES_HALF_WAY = """
import os, sys
from pathlib import Path
from activities.private_files import _own_file
with _own_file(Path(sys.argv[1])) as (descriptor, unfinished):
    os.write(descriptor, b"half")
    os._exit(9)
"""


def test_a_file_and_its_folder_are_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "outbox" / "letters.csv"

    write_private(path, b"first")
    write_private(path, b"second")

    assert path.read_bytes() == b"second"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert len(digest_of_file(path)) == 64


def test_any_number_may_write_the_same_file_at_once(tmp_path: Path) -> None:
    path, content = tmp_path / "addresses.csv", b"0123456789" * 10_000
    together = Barrier(WRITERS)

    def write(_number: int) -> None:
        for _ in range(ROUNDS):
            together.wait(10)
            write_private(path, content)
            assert path.read_bytes() == content

    with ThreadPoolExecutor(WRITERS) as threads:
        assert list(threads.map(write, range(WRITERS))) == [None] * WRITERS

    assert [found.name for found in tmp_path.iterdir()] == ["addresses.csv"]


def test_what_a_dead_writer_left_is_removed_by_the_next(tmp_path: Path) -> None:
    path = tmp_path / "addresses.csv"
    dead = subprocess.run([sys.executable, "-c", DIES_HALF_WAY, str(path)], check=False)
    assert dead.returncode == 9
    (leftover,) = tmp_path.iterdir()
    assert leftover.read_bytes() == b"half"

    write_private(path, b"whole")

    assert [found.name for found in tmp_path.iterdir()] == ["addresses.csv"]


def test_a_writer_that_fails_leaves_what_there_was_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "addresses.csv"
    path.mkdir()

    with pytest.raises(IsADirectoryError):
        write_private(path, b"whole")

    assert list(tmp_path.iterdir()) == [path]
