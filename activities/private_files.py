"""Files that hold personal data: whole or not at all, for their owner only."""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path

BYTES_AT_ONCE = 1 << 20
UNFINISHED = ".unfinished"


def write_private(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, mode 0600 in a folder of mode 0700.

    Any number may write the same file at the same time: each writes one of its own, and the last
    to be whole stays. What a writer left that died is removed by the next one of the same file.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _remove_leftovers(path)
    with _own_file(path) as (descriptor, unfinished):
        with os.fdopen(descriptor, "wb", closefd=False) as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        unfinished.replace(path)


def digest_of_file(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    sha = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BYTES_AT_ONCE):
            sha.update(block)
    return sha.hexdigest()


@contextmanager
def _own_file(path: Path) -> Iterator[tuple[int, Path]]:
    """A new file beside `path`, locked for as long as its writer lives; removed if it fails."""
    while True:
        descriptor, name = tempfile.mkstemp(UNFINISHED, f"{path.name}.", path.parent)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        # Between making and locking it, somebody may have taken it for a leftover.
        if os.fstat(descriptor).st_nlink:
            break
        os.close(descriptor)
    try:
        yield descriptor, Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
        os.close(descriptor)


def _remove_leftovers(path: Path) -> None:
    """Whoever died holds no lock any more."""
    for leftover in path.parent.glob(f"{escape(path.name)}*{UNFINISHED}"):
        try:
            descriptor = os.open(leftover, os.O_RDONLY)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            leftover.unlink(missing_ok=True)
        except BlockingIOError:
            continue
        finally:
            os.close(descriptor)
