"""The key file: made once, readable by its owner only, never overwritten."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from sealing.keys import KeyFileRefused, Keyring, MasterKey, load_or_create_key_file


def test_a_missing_file_is_made_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "data" / "master.key"
    created = load_or_create_key_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [entry.name for entry in path.parent.iterdir()] == ["master.key"]
    assert load_or_create_key_file(path).fingerprint() == created.fingerprint()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o777])
def test_a_file_that_others_may_read_is_refused_with_the_remedy(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "master.key"
    load_or_create_key_file(path)
    key = path.read_text().strip()
    path.chmod(mode)
    with pytest.raises(KeyFileRefused, match="chmod 600") as refused:
        load_or_create_key_file(path)
    assert key not in str(refused.value)

    path.chmod(0o400)
    assert load_or_create_key_file(path).current.to_base64() == key


def test_a_rotated_file_opens_what_the_older_key_sealed(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    old = load_or_create_key_file(path)
    wrapped = old.wrap(data_key := old.new_data_key(), "incident")
    path.write_text(f"{MasterKey.generate().to_base64()}\n{path.read_text()}")
    rotated = load_or_create_key_file(path)
    assert rotated.current.key_id != old.current.key_id
    assert rotated.unwrap(wrapped, "incident").secret == data_key.secret


@pytest.mark.parametrize("content", [b"", b"half a key", "鍵".encode()])
def test_a_damaged_file_is_refused_and_stays_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "master.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(KeyFileRefused, match="Restore it from a backup"):
        load_or_create_key_file(path)
    assert path.read_bytes() == content


def test_a_folder_that_cannot_hold_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(KeyFileRefused, match="SHIRASE_MASTER_KEY"):
        load_or_create_key_file(tmp_path / "file" / "master.key")


def test_a_link_to_nowhere_is_not_followed_by_a_new_key(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    path.symlink_to(tmp_path / "unmounted" / "master.key")
    with pytest.raises(KeyFileRefused, match="cannot be used"):
        load_or_create_key_file(path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["master.key"]


def test_those_who_start_together_agree_on_one_key(tmp_path: Path) -> None:
    for number in range(20):
        path = tmp_path / f"{number}.key"
        start = Barrier(8)

        def load(_: int, path: Path = path, start: Barrier = start) -> str:
            start.wait()
            return load_or_create_key_file(path).fingerprint()

        with ThreadPoolExecutor(8) as threads:
            fingerprints = set(threads.map(load, range(8)))
        assert fingerprints == {Keyring.from_text(path.read_text()).fingerprint()}
