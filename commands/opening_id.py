"""The id of a file's incident: minted once and kept beside the file, so that a repeat finds it."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from ulid import ULID

from commands.sentences import NotPossible


def id_file_of(path: Path) -> Path:
    """Where the id of a file's incident is kept: `incident.yaml.id` beside `incident.yaml`."""
    return path.with_name(f"{path.name}.id")


def id_for(path: Path, *, again: bool) -> str:
    """The id kept beside the file, else a new one, which is kept; with `again` a new one anyway.

    Of two processes at once the first to write decides, and both open the same incident.

    Raises:
        NotPossible: what is kept there is no id.
        OSError: it cannot be written.
    """
    kept = id_file_of(path)
    if kept.exists() and not again:
        return _read(kept)
    # Written whole and then named: a killed client leaves an id, or none, but never half of one.
    descriptor, temporary = tempfile.mkstemp(prefix=".new-id-", dir=kept.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{ULID()}\n")
            file.flush()
            os.fsync(file.fileno())
        if again:
            kept.unlink(missing_ok=True)
        with suppress(FileExistsError):
            os.link(temporary, kept)
    finally:
        Path(temporary).unlink()
    return _read(kept)


def _read(kept: Path) -> str:
    text = kept.read_text(encoding="ascii", errors="replace").strip()
    try:
        return str(ULID.from_str(text))
    except ValueError:
        raise NotPossible(
            en=f"{kept} does not hold the id of an incident. Remove it if this file has opened "
            "none yet (`shirase list --all` shows them), else write the incident's id into it.",
            ja=f"{kept} に事案番号がありません。このファイルでまだ事案を開始していなければ"
            "(`shirase list --all` で確認)削除し、開始済みならその番号を書いてください。",
        ) from None
