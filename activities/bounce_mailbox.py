"""The mailbox into which mail servers report (a Maildir): read, applied, and cleared.

A report is committed before its file goes, so a crash in between only reads it again, which
changes nothing. A file that is no report of ours is left to people, in `cur`; none of it is logged.
"""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from activities.bounce_reports import read_report
from activities.message_ids import MessageIds
from register.provider_events import Report, apply_reports, keep_raw
from register.store import Register, RegisterError
from register.tables_people import requests

MOST_BYTES = 1_000_000
FILES_A_TRANSACTION = 200
_SEEN = ":2,S"

_log = logging.getLogger("shirase.bounces")


class _Found(NamedTuple):
    """A report, the file that it came in, and when that was written."""

    path: Path
    body: str
    written_at: datetime
    report: Report


class BounceMailbox:
    """Takes in the reports of one Maildir; safe from several workers at once."""

    def __init__(self, register: Register, folder: Path, ids: MessageIds) -> None:
        self._register = register
        self._folder = folder
        self._ids = ids

    def read(self) -> int:
        """Take in every new report; how many there were. A folder that is not there has none."""
        taken = 0
        chunk: list[_Found] = []
        for found in self._reports():
            chunk.append(found)
            if len(chunk) == FILES_A_TRANSACTION:
                taken += self._take(chunk)
                chunk = []
        return taken + self._take(chunk)

    def _reports(self) -> Iterator[_Found]:
        new = self._folder / "new"
        if not new.is_dir():
            return
        strange = 0
        for path in sorted(new.iterdir()):
            found = self._read(path)
            if found is None:
                strange += 1
                self._leave_to_people(path)
            else:
                yield found
        if strange:
            _log.warning("%d mails in the bounce mailbox are no reports of ours", strange)

    def _read(self, path: Path) -> _Found | None:
        try:
            status = path.stat()
            raw = path.read_bytes() if status.st_size <= MOST_BYTES else b""
        except OSError:
            return None
        report = read_report(raw, self._ids)
        if report is None:
            return None
        written_at = datetime.fromtimestamp(status.st_mtime, UTC)
        return _Found(path, raw.decode("utf-8", "replace"), written_at, report)

    def _take(self, chunk: list[_Found]) -> int:
        if not chunk:
            return 0
        now = datetime.now(UTC)
        with self._register.writing() as connection:
            identities = {found.report.identity for found in chunk}
            asked = select(requests.c.id, requests.c.incident_id).where(
                requests.c.id.in_(identities)
            )
            incident_of = {row.id: row.incident_id for row in connection.execute(asked)}
            known = [found for found in chunk if found.report.identity in incident_of]
            for found in known:
                incident_id = incident_of[found.report.identity]
                try:
                    sealer = self._register.sealer(incident_id, connection)
                except RegisterError:
                    continue
                keep_raw(connection, sealer, incident_id, found.body, 1, (found.written_at, now))
            apply_reports(connection, [found.report for found in known], now)
        for found in chunk:
            found.path.unlink(missing_ok=True)
        return len(known)

    def _leave_to_people(self, path: Path) -> None:
        seen = self._folder / "cur"
        seen.mkdir(exist_ok=True)
        try:
            path.replace(seen / f"{path.name.partition(':')[0]}{_SEEN}")
        except FileNotFoundError:
            return
