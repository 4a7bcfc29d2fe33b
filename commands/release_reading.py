"""The releases of an incident as a person looks at them: series, promises, decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import RenderableType

from activities.issuing import document_path, outbox_in
from commands.finding import releases_of
from commands.looking import look_at
from domain.publication_holds import PublicationHold
from domain.releases import PromisedUpdate
from domain.wording import release_words
from register.board import BoardDocument
from register.publication_holds import read_publication_holds
from register.published_pages import Correction, read_corrections
from register.release_plans import ReleasePlan, read_plans
from register.releases import (
    NotPublishing,
    read_not_publishing,
    read_promised_updates,
    update_key,
)
from register.store import Register
from screens.publishing_table import publishing_tables
from screens.release_table import (
    not_publishing_table,
    promise_table,
    release_screen,
    release_table,
)
from screens.words import ScreenLanguage


@dataclass(frozen=True)
class SeenReleases:
    """Releases by their number; `files` are those that lie in the outbox, by document number."""

    releases: tuple[BoardDocument, ...]
    missing: Mapping[int, tuple[str, ...]]
    files: Mapping[int, tuple[Path, ...]]
    promises: tuple[PromisedUpdate, ...]
    declined: tuple[NotPublishing, ...]
    case_time: datetime
    plans: tuple[ReleasePlan, ...] = ()
    holds: tuple[PublicationHold, ...] = ()
    corrections: tuple[Correction, ...] = ()

    def number_of(self, document_id: str | None) -> int | None:
        """The number of the release with this document."""
        found = (item.release_number for item in self.releases if item.id == document_id)
        return next(found, None)

    def as_json(self) -> dict[str, Any]:
        """For a program."""
        return {
            "at": self.case_time,
            "releases": [self._release(item) for item in self.releases],
            "promises": [self._promise(promise) for promise in self.promises],
            "declined": [
                {"at": item.decided_at, "by": item.decided_by, "reason": item.reason}
                for item in self.declined
            ],
            "plans": [plan.model_dump(mode="json") for plan in self.plans],
            "holds": [
                hold.model_dump(mode="json", exclude={"id"}) | {"in_force": hold.in_force}
                for hold in self.holds
            ],
            "corrections": [
                {
                    "release": self.number_of(note.document_id),
                    "corrected_in": self.number_of(note.corrected_in),
                    "noted_at": note.noted_at,
                }
                for note in self.corrections
            ],
        }

    def screen(self, language: ScreenLanguage) -> RenderableType:
        """For a person."""
        stated_in = {item.number: self.number_of(item.document_id) for item in self.promises}
        promises = promise_table(self.promises, stated_in, self.case_time, language)
        declined = not_publishing_table(self.declined, language)
        return release_screen(
            release_table(self.releases, self.missing, self.files, language),
            promises if self.promises else None,
            declined if self.declined else None,
            *publishing_tables(self.plans, self.holds, self._corrected(), self.case_time, language),
        )

    def _corrected(self) -> tuple[tuple[int, int, datetime], ...]:
        return tuple(
            (self.number_of(note.document_id) or 0, self.number_of(note.corrected_in) or 0, at)
            for note in self.corrections
            for at in (note.noted_at,)
        )

    def _release(self, document: BoardDocument) -> dict[str, Any]:
        return {
            "number": document.release_number,
            "title": release_words(document.release_number or 1),
            "document": document.number,
            "kind": document.kind,
            "state": document.state,
            "missing_approvals": self.missing.get(document.number, ()),
            "prepared_at": document.prepared_at,
            "issued_at": document.issued_at,
            "files": [str(path) for path in self.files.get(document.number, ())],
        }

    def _promise(self, promise: PromisedUpdate) -> dict[str, Any]:
        return {
            "number": promise.number,
            "key": update_key(promise.number),
            "due_at": promise.due_at,
            "state": promise.state,
            "stated_in": self.number_of(promise.document_id),
            "made_at": promise.made_at,
            "made_by": promise.made_by,
            "said_at": promise.said_at,
            "ended_at": promise.ended_at,
            "kept_by": promise.kept_by,
            "late": promise.late,
        }


def read_series(
    register: Register, incident: str, data_dir: Path, language: ScreenLanguage
) -> SeenReleases:
    """Every release of an incident, with promises and decisions not to publish.

    Raises:
        NotPossible: no incident, or more than one, is called so.
    """
    seen = look_at(register, incident, language)
    identity = seen.board.incident.id
    outbox = outbox_in(data_dir)
    found = releases_of(seen.board)
    with register.reading() as connection:
        sealer = register.sealer(identity, connection)
        return SeenReleases(
            releases=found,
            missing=seen.missing,
            files={item.number: _files(outbox, item) for item in found},
            promises=read_promised_updates(connection, identity),
            declined=read_not_publishing(connection, sealer, identity),
            case_time=seen.case_time,
            plans=read_plans(connection, identity),
            holds=read_publication_holds(connection, sealer, identity),
            corrections=read_corrections(connection, identity),
        )


def _files(outbox: Path, document: BoardDocument) -> tuple[Path, ...]:
    page = document_path(outbox, document)
    return tuple(path for path in (page, page.with_suffix(".txt")) if path.exists())
