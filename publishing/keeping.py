"""What a site shows of an incident that nobody can read any more: it stays as it stands.

The data key of an incident may be destroyed; what was published under a permalink was published.
Its files are taken over byte for byte from the site that stands, and what index, feed and data say
of it is read from that site's own `site.json`.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from publishing.model import (
    CorrectionNote,
    PublicIncident,
    PublicPage,
    PublicStatement,
    Publisher,
)


class Kept(NamedTuple):
    """An incident as the standing site has it, and the files of its folder by their path."""

    incident: PublicIncident
    files: Mapping[str, bytes]


def kept_incident(site: Path, folder: str) -> Kept | None:
    """An incident of the site in a directory; None where that site does not have all of it."""
    files = {
        f"{folder}/{path.name}": path.read_bytes()
        for path in sorted((site / folder).glob("*.html"))
    }
    try:
        told = json.loads((site / "site.json").read_text("utf-8"))["incidents"]
        data = next((one for one in told if _names(one["address"], folder)), None)
        incident = data and _incident(data, folder)
    except (OSError, ValueError, KeyError, TypeError, ValidationError):
        return None
    if not incident or any(page.path not in files for page in incident.pages):
        return None
    return Kept(incident, files)


def _incident(data: Mapping[str, Any], folder: str) -> PublicIncident:
    pages = [_page(one, folder) for one in data["pages"]]
    titles = {page.path: page.title for page in pages}
    return PublicIncident(
        folder=folder,
        marking=data["marking"],
        publisher=Publisher(name=data["publisher"]),
        pages=tuple(
            page.model_copy(
                update={
                    "corrections": tuple(
                        note.model_copy(update={"title": titles.get(note.path, "")})
                        for note in page.corrections
                    )
                }
            )
            for page in pages
        ),
        statements=tuple(PublicStatement.model_validate(one) for one in data["statements"]),
        stands=True,
    )


def _page(data: Mapping[str, Any], folder: str) -> PublicPage:
    return PublicPage(
        document_id="",
        path=_path(data["address"], folder),
        number=data["release"],
        final=data["final"],
        language=data["language"],
        title=data["title"],
        published_at=data["published_at"],
        blocks=(),
        summary=data["text"],
        digest=data["words_sha256"],
        corrections=tuple(
            CorrectionNote(
                noted_at=note["noted_at"], path=_path(note["corrected_in"], folder), title=""
            )
            for note in data["corrections"]
        ),
    )


def _names(address: str, folder: str) -> bool:
    return f"/{address}".endswith(f"/{folder}/")


def _path(address: str, folder: str) -> str:
    """The path on the site, whatever address it had."""
    return f"{folder}/{address.rpartition('/')[2]}"
