from pathlib import Path

import pytest

from hosting.temporal_binary import download_temporal_binary, find_temporal_binary


def program(folder: Path, mode: int = 0o755) -> Path:
    folder.mkdir()
    file = folder / "temporal"
    file.write_text("#!/bin/sh\n")
    file.chmod(mode)
    return file


def test_the_one_on_path_comes_first(tmp_path: Path) -> None:
    on_path, of_wheel = program(tmp_path / "a"), program(tmp_path / "b")

    assert find_temporal_binary(str(on_path.parent), of_wheel.parent) == on_path


@pytest.mark.parametrize("search_path", [None, "", "/no/such/folder"])
def test_then_the_one_of_the_wheel(tmp_path: Path, search_path: str | None) -> None:
    of_wheel = program(tmp_path / "b")

    assert find_temporal_binary(search_path, of_wheel.parent) == of_wheel


def test_then_none(tmp_path: Path) -> None:
    cannot_run = program(tmp_path / "b", 0o644)

    assert find_temporal_binary(None, cannot_run.parent) is None


def test_the_installed_wheel_is_found() -> None:
    found = find_temporal_binary(None)

    assert found is not None
    assert found.stat().st_size > 10_000_000


async def test_a_download_that_was_kept_is_used_again(tmp_path: Path) -> None:
    kept = program(tmp_path / "bin")

    assert await download_temporal_binary(kept.parent) == kept
