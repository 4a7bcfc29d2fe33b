"""Brings the public site up to what has been published, and refuses a page that changed unsaid."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from activities.site_views import erased_incidents, folder_of, public_incidents
from publishing.keeping import Kept, kept_incident
from publishing.model import PublicIncident, Site
from publishing.writing import SiteFolderError, alone, rendered, write_site
from register.published_pages import PublishedPage, note_published, read_published
from register.store import Register


class ChangedUnsaidError(Exception):
    """A published page would change without a note of correction; `path` is its permalink."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"the published page {path} would say something else without a note of correction: "
            "publish a release with the right words, then `shirase release correct`"
        )
        self.path = path


@dataclass(frozen=True)
class Published:
    """What a build made: pages of documents, and whether anything on the site changed.

    Of incidents whose data key was destroyed, `kept` stand as they stood; the pages of the `lost`
    were published, and are not in this folder.
    """

    incidents: int
    pages: int
    changed: bool
    kept: int = 0
    lost: int = 0


@dataclass(frozen=True)
class SitePublisher:
    """Builds the site into one folder; `base_url` ends without a slash and may be empty."""

    register: Register
    folder: Path
    base_url: str = ""
    rehearsals: bool = False

    def publish(self, now: datetime) -> Published:
        """Build the whole site from the register; safe to repeat. `now` is server time.

        Raises:
            ChangedUnsaidError: nothing was built.
            SiteFolderError: the folder is somebody else's, or cannot be written to.
        """
        try:
            with alone(self.folder):
                return self._publish(now)
        except OSError as error:
            raise SiteFolderError(
                f"the site cannot be written ({error.strerror}): right would be a folder that this "
                "user may write to"
            ) from None

    def _publish(self, now: datetime) -> Published:
        with self.register.reading() as connection:
            found = public_incidents(self.register, connection, rehearsals=self.rehearsals)
            for identity, incident in found:
                _require_unchanged(connection, identity, incident)
            erased = erased_incidents(connection, rehearsals=self.rehearsals)
        kept = [one for one in (self._kept(identity) for identity in erased) if one]
        shown = [*(one for _, one in found), *(one.incident for one in kept)]
        site = Site(
            base_url=self.base_url,
            incidents=tuple(
                sorted(shown, key=lambda one: (one.updated_at, one.folder), reverse=True)
            ),
        )
        standing = {path: words for one in kept for path, words in one.files.items()}
        changed = write_site(rendered(site, standing), self.folder)
        if changed:
            with self.register.writing() as connection:
                _note(connection, found, now)
        return Published(
            incidents=len(shown),
            pages=sum(len(incident.pages) for incident in shown),
            changed=changed,
            kept=len(kept),
            lost=len(erased) - len(kept),
        )

    def _kept(self, incident_id: str) -> Kept | None:
        """What the site that stands has of an incident that cannot be read any more."""
        return kept_incident(self.folder, folder_of(incident_id))


def _require_unchanged(connection: Connection, incident_id: str, incident: PublicIncident) -> None:
    known = read_published(connection, incident_id)
    for page in incident.pages:
        before = known.get(page.document_id)
        if before is None or before.words_digest == page.words_digest:
            continue
        if before.corrections >= len(page.corrections):
            raise ChangedUnsaidError(page.path)


def _note(
    connection: Connection, found: Iterable[tuple[str, PublicIncident]], now: datetime
) -> None:
    for identity, incident in found:
        for page in incident.pages:
            shown = PublishedPage(page.words_digest, len(page.corrections), now)
            note_published(connection, identity, page.document_id, shown)
