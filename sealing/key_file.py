"""The key file: where the master key lives when no setting names it.

The file holds base64 keys, one a line, the current one first; a rotation puts the new key on
a line before the others. It is readable by its owner only, written whole or not at all, and
never overwritten: a lost master key is a lost register.
"""

import os
import shlex
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from sealing.errors import KeyFileRefused, MalformedKey
from sealing.key_material import MasterKey
from sealing.keyring import Keyring

_READABLE_BY_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def load_or_create_key_file(path: Path) -> Keyring:
    """Load the keyring of a key file; where there is none, create one with a new key.

    Processes that start at the same time agree on one key: the first file to appear stays.
    A register that already holds data must check `Keyring.recognises` next, because a deleted
    file is silently followed by a new key here.

    Raises:
        KeyFileRefused: others may read the file, it holds no valid key, or it cannot be read
            or created; the sentence says what to do.
    """
    try:
        if not path.exists():
            _create(path)
        return _read(path)
    except OSError as error:
        raise KeyFileRefused(
            f"The key file {path} cannot be used ({error.strerror}); give a data folder that "
            "this user can write to, or set SHIRASE_MASTER_KEY."
        ) from None


def _read(path: Path) -> Keyring:
    # "replace": bytes that are no text end as a malformed key, not as an error that quotes them.
    with path.open(encoding="ascii", errors="replace") as file:
        if os.fstat(file.fileno()).st_mode & _READABLE_BY_OTHERS:
            raise KeyFileRefused(
                f"Other users may read the key file {path}; "
                f"run: chmod 600 {shlex.quote(str(path))}. "
                "If others had access to this machine, replace the key as well."
            )
        text = file.read()
    try:
        return Keyring.from_text(text)
    except MalformedKey as error:
        raise KeyFileRefused(
            f"The key file {path} holds no valid key: {error} Restore it from a backup; "
            "a new key cannot open what the old one sealed."
        ) from None


def _create(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A temporary file has mode 0600 from its first moment. Linking it into place shows the
    # whole file or nothing, and fails where another process was faster.
    descriptor, temporary = tempfile.mkstemp(prefix=".new-key-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{MasterKey.generate().to_base64()}\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        Path(temporary).unlink()
    _write_folder_to_disk(path.parent)


def _write_folder_to_disk(folder: Path) -> None:
    # Without this a power cut could lose the name of a file whose key already sealed data.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
