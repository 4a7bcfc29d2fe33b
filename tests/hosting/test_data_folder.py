import os
from pathlib import Path

import pytest

from hosting.data_folder import hold_folder, prepare_data_folder
from hosting.failures import HostingError


def test_the_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    prepare_data_folder(tmp_path / "data")

    for folder in ("data", "data/logs", "data/run"):
        assert (tmp_path / folder).stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_made_is_told_with_its_setting(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(HostingError) as caught:
        prepare_data_folder(tmp_path / "file" / "data")

    assert "SHIRASE_DATA_DIR" in str(caught.value)
    assert "SHIRASE_DATA_DIR" in caught.value.in_language("ja")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    with pytest.raises(HostingError, match="cannot be written to"):
        prepare_data_folder(tmp_path / "data")


def test_a_full_disk_is_told_with_what_is_free(tmp_path: Path) -> None:
    with pytest.raises(HostingError, match="MB are free") as caught:
        prepare_data_folder(tmp_path, least_free_bytes=2**62)

    assert "空き" in caught.value.in_language("ja")


async def test_one_folder_serves_one_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hosting.data_folder._LOCK_PATIENCE_SECONDS", 0.2)
    held = await hold_folder(tmp_path)

    with pytest.raises(HostingError, match="already works"):
        await hold_folder(tmp_path)

    os.close(held)
    os.close(await hold_folder(tmp_path))
