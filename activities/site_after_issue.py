"""The public site after a release was issued: brought up to date, or the failure audited.

A release that was issued has been issued, whatever becomes of the site: a full disk or a page that
changed unsaid is written to the log, and `shirase site build` tries again.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from activities.site_publishing import ChangedUnsaidError, SitePublisher
from publishing.writing import SiteFolderError
from register import audit
from register.store import Register


class SiteSettings(Protocol):
    """What is needed of the settings."""

    @property
    def site_dir(self) -> Path | None:
        """Where the site lies; None where nothing is published by itself."""

    @property
    def site_address(self) -> str:
        """Under which address it is read; empty when that is not said."""

    @property
    def is_rehearsal(self) -> bool:
        """Whether nothing of this is real."""


def site_of(register: Register, settings: SiteSettings) -> SitePublisher | None:
    """The site that releases are published into; None where there is no folder for it."""
    if settings.site_dir is None:
        return None
    return SitePublisher(
        register, settings.site_dir, settings.site_address, rehearsals=settings.is_rehearsal
    )


def bring_up_to_date(site: SitePublisher, incident_id: str, at: datetime) -> None:
    """Publish what was issued; `at` is case time. A failure is audited and not raised."""
    try:
        published = site.publish(datetime.now(UTC))
    except (ChangedUnsaidError, SiteFolderError) as error:
        _note(site.register, incident_id, at, str(error))
    else:
        if published.changed:
            _note(site.register, incident_id, at)


def _note(register: Register, incident_id: str, at: datetime, why: str = "") -> None:
    with register.writing() as connection:
        line = audit.AuditLine(
            at=at,
            actor="engine",
            action="site.published",
            subject=incident_id,
            outcome="refused" if why else "done",
            detail={"why": why} if why else {},
        )
        sealer = register.sealer(incident_id, connection)
        audit.append(connection, sealer, incident_id, line)
