"""The data folder: made for its owner alone, writable, with room left, used by one server."""

import asyncio
import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path

from hosting.failures import HostingError

LEAST_FREE_BYTES = 200 * 1024 * 1024
_LOCK_PATIENCE_SECONDS = 5.0


def prepare_data_folder(folder: Path, *, least_free_bytes: int = LEAST_FREE_BYTES) -> None:
    """Make `folder` with its `logs` and `run` folders, and check that it can be worked in.

    Raises:
        HostingError: it cannot be written to, or its disk is nearly full.
    """
    try:
        # It will hold personal data and keys: nobody else on the machine may look in.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in ("logs", "run"):
            (folder / name).mkdir(mode=0o700, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise HostingError(
            en=f"The data folder {folder} cannot be written to ({reason}). Give this user write "
            "access and room on its disk, or name another folder in SHIRASE_DATA_DIR.",
            ja=f"データフォルダー {folder} に書き込めません({reason})。このユーザーに書き込み権限と"
            "空き容量を与えるか、SHIRASE_DATA_DIR で別のフォルダーを指定してください。",
        ) from None
    free = shutil.disk_usage(folder).free
    if free < least_free_bytes:
        megabytes = (free // 1_000_000, least_free_bytes // 1_000_000)
        raise HostingError(
            en=f"The disk of the data folder {folder} is nearly full: {megabytes[0]} MB are free, "
            f"{megabytes[1]} MB are needed. Make room, or name a folder on another disk in "
            "SHIRASE_DATA_DIR.",
            ja=f"データフォルダー {folder} のディスクの空きが足りません(空き {megabytes[0]} MB、"
            f"必要 {megabytes[1]} MB)。空きを作るか、SHIRASE_DATA_DIR で別のディスクのフォルダーを"
            "指定してください。",
        )


async def hold_folder(folder: Path) -> int:
    """Take `folder` for one Temporal server; gives an open file that holds it until closed.

    Two servers on one SQLite file would spoil it. The file is handed down to the server, so the
    folder stays held until that server has really ended, however its parent ended.

    Raises:
        HostingError: a server of another process still holds it.
    """
    held = os.open(folder / "temporal.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    deadline = time.monotonic() + _LOCK_PATIENCE_SECONDS
    while True:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() > deadline:
                os.close(held)
                raise HostingError(
                    en=f"Another Temporal server already works in {folder}. Stop that `make up` "
                    "or `make demo`, or name another folder in SHIRASE_DATA_DIR.",
                    ja=f"{folder} では別の Temporal サーバーが動いています。その `make up` または "
                    "`make demo` を止めるか、SHIRASE_DATA_DIR で別のフォルダーを指定してください。",
                ) from None
            await asyncio.sleep(0.1)
        else:
            return held
