"""A real register on a SQLite file with one incident, its merchants and approved documents."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, func, insert, select, update
from ulid import ULID

from contracts.wave_payloads import PlanWave, WavePlan
from domain.documents import Binding, DocumentState
from policies.loader import load_policy
from register import waves as wave_planning
from register.columns import metadata
from register.desk_tests import (
    DeskTest,
    SenderStatement,
    record_desk_test,
    record_sender_statement,
)
from register.documents import add_approval, read_document, set_state
from register.incidents import read_policy
from register.people import import_people
from register.person_rows import PersonRow
from register.senders import ensure_sender
from register.store import Register
from register.tables_incident import (
    documents,
    incidents,
    mandates,
    parties,
    register_identity,
    renditions,
)
from register.tables_people import attempts, notices, waves
from sealing.keys import Keyring, MasterKey
from tests import databases

AT = datetime(2026, 1, 13, 9, 0, tzinfo=UTC)
SENDER = "notices"
TEXT = "\ue000name\ue001 様\n漏えいした項目: \ue000items\ue001\n確認番号: \ue000check_code\ue001\n"
HTML = (
    "<html><head><title>お知らせ</title></head><body><p>\ue000name\ue001 様</p>"
    "<p>\ue000items\ue001 / \ue000check_code\ue001</p></body></html>"
)
LETTER = (
    "<html><head><title>お知らせ</title></head><body><address>\ue000postal_code\ue001<br>"
    "\ue000address\ue001</address><p>\ue000name\ue001 様 \ue000check_code\ue001</p></body></html>"
)


@cache
def plain_policy() -> dict[str, object]:
    """Only what a policy must say: counsel alone approves, and everybody may do everything."""
    policy = load_policy()
    required = {name for name, field in type(policy).model_fields.items() if field.is_required()}
    wave = {name for name, field in type(policy.wave).model_fields.items() if field.is_required()}
    plain = policy.model_dump(mode="json", include=required - {"wave"})
    return plain | {"approvals": [], "wave": policy.wave.model_dump(mode="json", include=wave)}


@cache
def empty_tables() -> bytes:
    """A register's file before anything is in it; copied, since making its tables takes long."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "register.db"
        register = Register(f"sqlite:///{file}", Keyring(MasterKey.generate()))
        metadata.create_all(register.engine)
        register.dispose()
        return file.read_bytes()


def create_register(folder: Path, keyring: Keyring | None = None) -> Register:
    """A new register in a folder, or in a database of its own where the test asks for that."""
    keyring = keyring or Keyring(MasterKey.generate())
    if databases.chosen == databases.POSTGRESQL:
        return _identified(Register(databases.postgresql_url(folder), keyring))
    file = folder / "register.db"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(empty_tables())
    return _identified(Register(f"sqlite:///{file}", keyring))


def _identified(register: Register) -> Register:
    with register.writing() as connection:
        connection.execute(
            insert(register_identity).values(
                id=str(ULID()),
                key_fingerprint=register.keyring.fingerprint(),
                namespace="test",
                created_at=AT,
            )
        )
    return register


def people_rows(
    count: int, *, first: int = 1, mail_domain: str = "mail.example.jp"
) -> list[PersonRow]:
    """People with a mail address each, and nothing shared."""
    return [
        PersonRow(line, f"見本 {line:06}", f"p{line}@{mail_domain}", items=("氏名",))
        for line in range(first, first + count)
    ]


@dataclass
class Case:
    """One incident in a register, with what a wave needs."""

    register: Register
    incident_id: str = field(default_factory=lambda: str(ULID()))
    merchant_ids: list[str] = field(default_factory=list)
    mail_document_id: str = ""
    letter_document_id: str = ""

    def open(self, merchants: int = 1, *, desk: bool = True) -> "Case":
        with self.register.writing() as connection:
            sealer = self.register.create_data_key(self.incident_id, connection)
            connection.execute(
                insert(incidents).values(
                    id=self.incident_id,
                    code_name="KAWASEMI",
                    title=sealer.seal("incidents", "title", self.incident_id, "見本"),
                    phase="notifying",
                    severity="high",
                    track="standard",
                    marking="drill",
                    language="ja",
                    private=False,
                    file_digest="0" * 64,
                    policy=plain_policy(),
                    opened_at=AT,
                )
            )
            details = {"desk": {"name": "窓口", "phone": "0120-000-000"}} if desk else {}
            self._party(connection, "ourselves", "ourselves", "見本プラットフォーム", details)
            for number in range(merchants):
                party = self._party(connection, f"m{number}", "merchant", f"見本店 {number}", {})
                self.merchant_ids.append(party)
                self.mandate(party, connection)
            self.mail_document_id = self._document(connection, 1, "person_notice", HTML)
            self.letter_document_id = self._document(connection, 2, "person_letter", LETTER)
            ensure_sender(connection, SENDER, 100_000, AT)
            if desk:
                self.open_gates(connection)
        return self

    def open_gates(self, connection: Connection) -> None:
        """The desk was tested with room for everybody, and the sender is outside."""
        sealer = self.register.sealer(self.incident_id, connection)
        test = DeskTest(
            passed=True,
            tested_at=AT,
            recorded_by="contact_desk",
            contacts_an_hour=1_000_000,
            contacts_a_day=24_000_000,
            contacts_per_mille=1,
            words={"phone": "0120-000-000", "hours": "9-18", "independent": "見本", "failed": ""},
        )
        record_desk_test(connection, sealer, self.incident_id, test, AT)
        outside = SenderStatement(
            outside=True, recorded_at=AT, recorded_by="commander", words={"domain": "見本"}
        )
        record_sender_statement(connection, sealer, self.incident_id, SENDER, outside)

    def mandate(self, party_id: str, connection: Connection) -> None:
        sealer = self.register.sealer(self.incident_id, connection)
        identity = str(ULID())
        terms = json.dumps({"sender_name": "見本店 お客様窓口"})
        connection.execute(
            insert(mandates).values(
                id=identity,
                incident_id=self.incident_id,
                party_id=party_id,
                given_at=AT,
                given_by=sealer.seal("mandates", "given_by", identity, "店長"),
                includes_filing=True,
                terms=sealer.seal("mandates", "terms", identity, terms),
            )
        )

    def add(self, rows: Iterable[PersonRow], merchant: int = 0) -> None:
        party_id = self.merchant_ids[merchant]
        import_people(self.register, self.incident_id, party_id, rows, str(ULID()), AT)

    def plan_input(
        self,
        number: int = 1,
        merchants: Sequence[int] | None = None,
        *,
        shard: int = 5_000,
        batch: int = 1_000,
    ) -> PlanWave:
        chosen = range(len(self.merchant_ids)) if merchants is None else merchants
        return PlanWave(
            incident_id=self.incident_id,
            wave_id=str(ULID()),
            number=number,
            merchant_ids=tuple(self.merchant_ids[index] for index in chosen),
            mail_document_id=self.mail_document_id,
            letter_document_id=self.letter_document_id,
            people_a_shard=shard,
            people_a_batch=batch,
            sender_id=SENDER,
            at=AT,
        )

    def plan(self, plan: PlanWave) -> WavePlan:
        with self.register.writing() as connection:
            return wave_planning.plan_wave(connection, plan)

    def approve(self) -> None:
        """Everybody whom the policy asks approves both documents exactly as they stand."""
        with self.register.writing() as connection:
            sealer = self.register.sealer(self.incident_id, connection)
            policy = read_policy(connection, self.incident_id)
            for document_id in (self.mail_document_id, self.letter_document_id):
                document = read_document(connection, document_id)
                assert document is not None
                for role in policy.approvers(document.kind.value):
                    add_approval(connection, sealer, document, role, "approved", "", AT)
                set_state(connection, document_id, DocumentState.APPROVED)

    def start(self, wave_id: str) -> None:
        """Let claims commit, without asking at the gates."""
        with self.register.writing() as connection:
            connection.execute(
                update(waves).where(waves.c.id == wave_id).values(state="sending", started_at=AT)
            )

    def planned_and_started(self, *, shard: int = 5_000, batch: int = 1_000) -> WavePlan:
        plan = self.plan(self.plan_input(shard=shard, batch=batch))
        self.start(plan.wave_id)
        return plan

    def notice_states(self, wave_id: str | None = None) -> dict[str, int]:
        with self.register.reading() as connection:
            query = select(notices.c.state, func.count()).group_by(notices.c.state)
            if wave_id:
                query = query.where(notices.c.wave_id == wave_id)
            return {row[0]: row[1] for row in connection.execute(query)}

    def attempt_states(self) -> dict[str, int]:
        with self.register.reading() as connection:
            query = select(attempts.c.state, func.count()).group_by(attempts.c.state)
            return {row[0]: row[1] for row in connection.execute(query)}

    def _party(
        self, connection: Connection, key: str, kind: str, name: str, details: object
    ) -> str:
        identity = str(ULID())
        sealer = self.register.sealer(self.incident_id, connection)
        connection.execute(
            insert(parties).values(
                id=identity,
                incident_id=self.incident_id,
                key=key,
                kind=kind,
                role="controller",
                name=sealer.seal("parties", "name", identity, name),
                details=sealer.seal("parties", "details", identity, json.dumps(details)),
            )
        )
        return identity

    def _document(self, connection: Connection, number: int, kind: str, html: str) -> str:
        identity = str(ULID())
        bound = Binding(text="t" * 64, template="v" * 64, facts="f" * 64)
        connection.execute(
            insert(documents).values(
                id=identity,
                incident_id=self.incident_id,
                number=number,
                kind=kind,
                language="ja",
                state="draft",
                author="privacy_officer",
                ledger_revision=1,
                facts_read=[],
                addressees=list(self.merchant_ids),
                on_behalf_of=[],
                binding=bound.model_dump(),
                binding_digest=bound.digest(),
                prepared_at=AT,
            )
        )
        sealer = self.register.sealer(self.incident_id, connection)
        body = json.dumps({"subject": "【訓練】大切なお知らせ", "text": TEXT, "html": html})
        for party_id in self.merchant_ids:
            connection.execute(
                insert(renditions).values(
                    document_id=identity,
                    addressee_id=party_id,
                    text_digest="t" * 64,
                    body=sealer.seal("renditions", "body", f"{identity}:{party_id}", body),
                )
            )
        return identity


def long_ago() -> datetime:
    """A time before which nothing of a test happened."""
    return datetime.now(UTC) - timedelta(days=1)


def soon() -> datetime:
    """A time before which everything of a test happened."""
    return datetime.now(UTC) + timedelta(days=1)
