"""Writes a site into a folder, all of it or nothing.

The folder is a link to the version that stands. A new version is written and flushed beside it,
then the link is replaced in one step: a reader sees the old site or the new one, and a crash leaves
the old one. The version before is kept, for readers who are in the middle of it.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from publishing.feed import atom_feed, site_json
from publishing.model import Site
from publishing.pages import LANGUAGES, document_page, incident_page, index_page

KEPT = 2
_FOLDER, _FILE = 0o755, 0o644


class SiteFolderError(Exception):
    """The site cannot be written there; the sentence says what would be right."""


def rendered(site: Site, standing: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Every file of the site by its path; the same site gives the same bytes.

    `standing` are the files of the incidents that stand.
    """
    written = [incident for incident in site.incidents if not incident.stands]
    files: dict[str, str] = {"site.json": site_json(site)}
    for language in LANGUAGES:
        name = "index.html" if language == "ja" else "index.en.html"
        files[name] = index_page(site, language)
        for incident in written:
            files[f"{incident.folder}/{name}"] = incident_page(site, incident, language)
    for incident in written:
        for shown in incident.pages:
            files[shown.path] = document_page(site, incident, shown)
    made = {path: words.encode() for path, words in files.items()}
    return made | {"feed.atom": atom_feed(site)} | dict(standing or {})


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else builds into this folder meanwhile, so that no older state replaces a newer."""
    versions = _versions(folder)
    _made(versions)
    with (versions / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write_site(files: Mapping[str, bytes], folder: Path) -> bool:
    """Put the files where the folder's link points; whether anything changed.

    Raises:
        SiteFolderError: the folder is there already and holds something that is not ours.
    """
    _require_ours(folder)
    versions = _versions(folder)
    _made(versions)
    version = versions / _digest(files)
    if folder.is_symlink() and folder.resolve() == version.resolve() and version.is_dir():
        return False
    if not version.is_dir():
        unfinished = versions / f"unfinished-{uuid4().hex}"
        try:
            _write_all(files, unfinished)
            unfinished.replace(version)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    os.utime(version)
    if folder.is_dir() and not folder.is_symlink():
        folder.rmdir()
    link = versions / f"link-{uuid4().hex}"
    link.symlink_to(os.path.relpath(version, folder.parent), target_is_directory=True)
    link.replace(folder)
    _flush(folder.parent)
    _tidy(versions, version)
    return True


def _require_ours(folder: Path) -> None:
    versions = _versions(folder)
    if folder.is_symlink():
        ours = folder.resolve().parent == versions.resolve()
    else:
        ours = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    if not ours:
        raise SiteFolderError(
            "this folder holds something that is not a site made here; right would be a folder "
            "that does not exist yet or is empty"
        )


def _write_all(files: Mapping[str, bytes], folder: Path) -> None:
    for path, content in sorted(files.items()):
        file = folder / path
        _made(file.parent)
        with file.open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        file.chmod(_FILE)
    for found in [folder, *(one for one in folder.rglob("*") if one.is_dir())]:
        _flush(found)


def _tidy(versions: Path, current: Path) -> None:
    """Older versions go, and what a crash left behind."""
    kept = sorted(
        (one for one in versions.iterdir() if one.is_dir() and one != current),
        key=lambda one: one.stat().st_mtime,
        reverse=True,
    )
    for old in kept[KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
    for link in versions.glob("link-*"):
        link.unlink(missing_ok=True)


def _made(folder: Path) -> None:
    folder.mkdir(mode=_FOLDER, parents=True, exist_ok=True)


def _flush(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _versions(folder: Path) -> Path:
    return folder.parent / f".{folder.name}.versions"


def _digest(files: Mapping[str, bytes]) -> str:
    whole = hashlib.sha256()
    for path, content in sorted(files.items()):
        whole.update(hashlib.sha256(path.encode()).digest() + hashlib.sha256(content).digest())
    return whole.hexdigest()[:32]
