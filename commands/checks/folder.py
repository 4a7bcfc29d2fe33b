"""Data folder, disk and key file: rights and room."""

import os
import shutil
import stat
from collections.abc import Iterator

from commands.checks.finding import Finding, failed, fine, to_mend, worth_knowing
from hosting.data_folder import LEAST_FREE_BYTES
from hosting.keyring import keyring_of
from sealing.errors import SealingError
from sealing.keys import Keyring
from settings import Settings

ROOM_FOR_AN_INCIDENT = 2_000_000_000
"""About what a million people take: register, letters, histories."""
_MEGABYTE = 1_000_000


def check_folder(settings: Settings) -> Iterator[Finding]:
    """Whether the data folder is there, ours alone, and has room."""
    folder = settings.data_dir
    if not folder.is_dir():
        yield to_mend(
            "data_folder",
            f"There is no folder {folder}. Start the house once with `make up`, or name the right "
            "folder in SHIRASE_DATA_DIR.",
            f"フォルダー {folder} がありません。`make up` で一度起動するか、SHIRASE_DATA_DIR に"
            "正しいフォルダーを指定してください。",
        )
        return
    mode = stat.S_IMODE(folder.stat().st_mode)
    if not os.access(folder, os.W_OK | os.X_OK):
        yield to_mend(
            "data_folder",
            f"This user cannot write to {folder}. Give write access.",
            f"このユーザーは {folder} に書き込めません。権限を与えてください。",
        )
    elif mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield worth_knowing(
            "data_folder",
            f"Other users may look into {folder}: run `chmod 700` on it.",
            f"ほかのユーザーが {folder} の中を見られます。`chmod 700` を実行してください。",
        )
    else:
        yield fine("data_folder", f"{folder}", f"{folder}")
    free = shutil.disk_usage(folder).free
    megabytes = f"{free // _MEGABYTE:,} MB"
    if free < LEAST_FREE_BYTES:
        yield to_mend(
            "disk",
            f"{megabytes} are free, too little to start. Make room.",
            f"空き {megabytes}。起動に足りません。空きを作ってください。",
        )
    elif free < ROOM_FOR_AN_INCIDENT:
        yield worth_knowing(
            "disk",
            f"{megabytes} are free; a large wave may need more. Make room.",
            f"空き {megabytes}。大規模な通知には足りないおそれがあります。",
        )
    else:
        yield fine("disk", f"{megabytes} are free.", f"空き {megabytes}")


def check_key(settings: Settings) -> tuple[Finding, Keyring | None]:
    """The master key, which is not made here."""
    in_settings = settings.master_key is not None
    if not in_settings and not settings.key_file.exists():
        finding = to_mend(
            "key",
            f"There is no key at {settings.key_file}. The first start makes one; if this register "
            "was used before, put its key back from a backup.",
            f"{settings.key_file} に鍵がありません。最初の起動で作られます。以前に使った"
            "記録簿なら、控えから鍵を戻してください。",
        )
        return finding, None
    try:
        keyring = keyring_of(settings)
    except SealingError as error:
        return failed("key", error), None
    where = "SHIRASE_MASTER_KEY" if in_settings else str(settings.key_file)
    return (
        fine(
            "key", f"{where}; keep a copy apart from the register's.", f"{where}(控えは別の場所に)"
        ),
        keyring,
    )
