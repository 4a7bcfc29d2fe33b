"""An incident with papers: facts go in, documents are drafted, approved and issued for real."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest
from temporalio.exceptions import ApplicationError
from ulid import ULID

from activities.approvals import record_approval
from activities.dispatching import Dispatcher
from activities.drafting import draft_document
from activities.entering_facts import enter_facts
from activities.issuing import Issuer
from activities.site_publishing import SitePublisher
from contracts.document_payloads import DraftDocument, Issue, RecordApproval
from contracts.failures import FailureKind
from contracts.incident_payloads import CommandRef
from contracts.policy import IncidentPolicy
from domain.facts import Ledger
from domain.markings import Marking
from domain.parties import PartyKind, PartyRole
from policies.loader import load_policy
from register import audit, commands
from register.documents import DocumentRow, read_document, read_documents
from register.incidents import NewIncident, NewParty, open_incident
from register.ledger import read_ledger
from register.store import Register
from tests.activities.decision_runner import Decider
from tests.register_fixtures import Case, create_register

KNEW = datetime(2026, 1, 6, 1, 20, tzinfo=UTC)
DESK: dict[str, object] = {
    "desk": {"name": "見本窓口", "phone": "0120-000-000", "mail": "desk@example.jp"}
}
NO_MAIL = cast("Dispatcher", None)
"""Filings and releases are written out: nothing is mailed."""


@cache
def standard_policy() -> IncidentPolicy:
    """Read once: nobody changes it."""
    return load_policy()


@dataclass
class PaperCase:
    """A controller's own incident, an authority and a vendor; `now` is the next case time."""

    register: Register
    outbox: Path
    policy: IncidentPolicy = field(default_factory=standard_policy)
    incident_id: str = field(default_factory=lambda: str(ULID()))
    ppc: str = field(default_factory=lambda: str(ULID()))
    now: datetime = KNEW
    papers: int = 0
    site: Path | None = None

    def open(self) -> "PaperCase":
        parties = (
            _party(str(ULID()), "us", PartyKind.OURSELVES, "見本株式会社", DESK),
            _party(self.ppc, "ppc", PartyKind.AUTHORITY, "個人情報保護委員会", {}),
            _party(str(ULID()), "app-vendor", PartyKind.VENDOR, "見本ソフト株式会社", {}),
        )
        new = NewIncident(
            id=self.incident_id,
            code_name="PAPER",
            title="見本の事案",
            severity="undecided",
            track="undecided",
            marking=Marking.DRILL,
            language="ja",
            private=False,
            file_digest="0" * 64,
            policy=self.policy,
            opened_at=KNEW,
            parties=parties,
        )
        open_incident(self.register, new)
        return self

    @property
    def decider(self) -> Decider:
        return Decider(Case(self.register, self.incident_id), at=self.now)

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def deposited(self, kind: str, actor: str, words: dict[str, object]) -> CommandRef:
        return self.decider.deposit(kind, actor, **words)

    def states(self, key: str, status: str = "known", **values: object) -> None:
        """A fact into the ledger, as the command does it."""
        fact = {
            "key": key,
            "status": status,
            "as_of": self.tick().isoformat(),
            "source": "us",
            "vouched_by": "privacy_officer",
            "public": True,
            **values,
        }
        ref = self.deposited("record_facts", "privacy_officer", {"facts": [fact]})
        enter_facts(self.register, ref, "facts.recorded")

    def count(self, number: int, key: str = "figure.people", **values: Any) -> None:
        figure = {"kind": "exact", "unit": "people", "number": number}
        self.states(key, figure=figure, **values)

    def correct(self, number: int, key: str = "figure.people") -> None:
        entry = self.ledger.current()[key]
        self.count(number, key, corrects=entry.revision, reason="重複を除いた")

    @property
    def ledger(self) -> Ledger:
        with self.register.reading() as connection:
            sealer = self.register.sealer(self.incident_id, connection)
            return read_ledger(connection, sealer, self.incident_id)

    def draft(
        self,
        kind: str,
        document_id: str = "",
        author: str = "privacy_officer",
        addressees: tuple[str, ...] = (),
    ) -> str:
        """Draft, or draft anew; returns the document's id."""
        known = self.document(document_id) if document_id else None
        self.papers += 0 if known else 1
        filing = kind.endswith("_report")
        identity = document_id or str(ULID())
        draft_document(
            self.register,
            DraftDocument(
                incident_id=self.incident_id,
                document_id=identity,
                number=known.number if known else self.papers,
                kind=kind,
                author=author,
                addressees=(self.ppc,) if filing else addressees,
                on_behalf_of=(),
                at=self.tick(),
            ),
        )
        return identity

    def document(self, document_id: str) -> DocumentRow:
        with self.register.reading() as connection:
            found = read_document(connection, document_id)
        assert found is not None
        return found

    def documents(self) -> tuple[DocumentRow, ...]:
        with self.register.reading() as connection:
            return read_documents(connection, self.incident_id)

    def approve(self, document_id: str, actor: str, *, approves: bool = True) -> bool:
        """One word on the text as it stands; whether it may leave now."""
        ref = self.deposited("approve", actor, {"comment": "見ました"})
        recorded = record_approval(
            self.register,
            RecordApproval(
                incident_id=self.incident_id,
                document_id=document_id,
                command_id=ref.command_id,
                actor=actor,
                approvers=(),
                binding_digest=self.document(document_id).binding_digest,
                approves=approves,
                at=self.tick(),
            ),
        )
        return recorded.complete

    def approved(self, kind: str) -> str:
        identity = self.draft(kind)
        for actor in ("counsel", "commander"):
            self.approve(identity, actor)
        return identity

    def issue(
        self, document_id: str, approvers: tuple[str, ...] = (), actor: str = "commander"
    ) -> None:
        ref = self.deposited("issue", actor, {})
        issue = Issue(
            incident_id=self.incident_id,
            document_id=document_id,
            command_id=ref.command_id,
            actor=actor,
            approvers=approvers,
            at=self.tick(),
        )
        site = SitePublisher(self.register, self.site, rehearsals=True) if self.site else None
        Issuer(self.register, NO_MAIL, self.outbox, site).issue(issue)

    def issued(self, kind: str) -> str:
        identity = self.approved(kind)
        self.issue(identity)
        return identity

    def last_line(self) -> audit.AuditLine:
        return self.decider.lines()[-1]

    def handled(self, ref: CommandRef) -> bool:
        with self.register.reading() as connection:
            return commands.is_handled(connection, ref.command_id)


def refusal(act: object) -> str:
    """The reason for which an act is refused."""
    assert callable(act)
    with pytest.raises(ApplicationError) as caught:
        act()
    assert caught.value.type == FailureKind.REFUSED.value
    return caught.value.message


def paper_case(folder: Path, policy: IncidentPolicy | None = None) -> PaperCase:
    """A fresh one."""
    made = PaperCase(create_register(folder), folder / "outbox", policy or standard_policy())
    return made.open()


def _party(
    identity: str, key: str, kind: PartyKind, name: str, details: dict[str, object]
) -> NewParty:
    role = PartyRole.CONTROLLER if kind is PartyKind.OURSELVES else PartyRole.UNDECIDED
    return NewParty(id=identity, key=key, kind=kind, role=role, name=name, details=details)
