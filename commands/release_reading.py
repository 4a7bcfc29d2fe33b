"""The releases of an incident as a person looks at them: series, stops, promises, decisions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import RenderableType

from activities.issuing import document_path, outbox_in
from activities.timely_disclosure import Disclosure, read_disclosure
from commands.finding import releases_of
from commands.looking import look_at
from commands.release_stops import Stopped, stopped
from domain.publication_holds import PublicationHold
from domain.releases import PromisedUpdate
from domain.wording import release_words
from register.board import BoardDocument
from register.publication_holds import read_publication_holds
from register.published_pages import Correction, read_corrections
from register.release_plans import ReleasePlan, read_plans
from register.release_waivers import Waiver, read_waivers
from register.releases import (
    NotPublishing,
    read_not_publishing,
    read_promised_updates,
    update_key,
)
from register.store import Register
from screens.publishing_table import publishing_tables, waiver_table
from screens.release_table import (
    disclosure_line,
    folder_lines,
    not_publishing_table,
    promise_table,
    release_screen,
    release_table,
)
from screens.words import ScreenLanguage


@dataclass(frozen=True)
class SeenReleases:
    """Releases by their number; `files` in the outbox and `stops` are by document number."""

    releases: tuple[BoardDocument, ...]
    missing: Mapping[int, tuple[str, ...]]
    files: Mapping[int, tuple[Path, ...]]
    promises: tuple[PromisedUpdate, ...]
    declined: tuple[NotPublishing, ...]
    case_time: datetime
    disclosure: Disclosure
    plans: tuple[ReleasePlan, ...] = ()
    holds: tuple[PublicationHold, ...] = ()
    corrections: tuple[Correction, ...] = ()
    stops: Mapping[int, Stopped] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()

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
            "waivers": [
                {"release": self.number_of(waiver.document_id), **waiver.model_dump(mode="json")}
                for waiver in self.waivers
            ],
            "timely_disclosure": dict(
                zip(("state", "document", "declined"), self._disclosure(), strict=True)
            ),
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
            release_table(self.releases, self.missing, self.files, language, self.stops),
            promises if self.promises else None,
            declined if self.declined else None,
            waiver_table(self._waived(), language) if self.waivers else None,
            *publishing_tables(self.plans, self.holds, self._corrected(), self.case_time, language),
        )

    def below(self, language: ScreenLanguage) -> tuple[str, ...]:
        """Lines below the tables that are never broken: paths, and what is typed next."""
        stops = [stop.whole(language).split("\n") for stop in self.stops.values()]
        told = [line for stop in stops for line in stop]
        market = disclosure_line(self._disclosure(), language)
        return (*folder_lines(self.files, language), *told, *([market] if market else []))

    def _disclosure(self) -> tuple[str, int | None, str]:
        document = self.disclosure.document
        number = document.number if document else None
        return self.disclosure.state.value, number, self.disclosure.declined

    def _corrected(self) -> tuple[tuple[int, int, datetime], ...]:
        return tuple(
            (self.number_of(note.document_id) or 0, self.number_of(note.corrected_in) or 0, at)
            for note in self.corrections
            for at in (note.noted_at,)
        )

    def _waived(self) -> list[tuple[int, bool, Waiver]]:
        left = {item.id: item.issued_at is not None for item in self.releases}
        return [
            (self.number_of(waiver.document_id) or 0, left[waiver.document_id], waiver)
            for waiver in self.waivers
        ]

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
            "cannot_go_yet": self._stop(document),
            "files": [str(path) for path in self.files.get(document.number, ())],
        }

    def _stop(self, document: BoardDocument) -> dict[ScreenLanguage, str] | None:
        stop = self.stops.get(document.number)
        return {"ja": stop.short("ja"), "en": stop.short("en")} if stop else None

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
        stops = [(item, stopped(connection, sealer, item, seen.case_time)) for item in found]
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
            disclosure=read_disclosure(connection, sealer, identity),
            stops={item.number: stop for item, stop in stops if stop},
            waivers=tuple(one for item in found for one in read_waivers(connection, sealer, item)),
        )


def _files(outbox: Path, document: BoardDocument) -> tuple[Path, ...]:
    page = document_path(outbox, document)
    return tuple(path for path in (page, page.with_suffix(".txt")) if path.exists())
