"""What a false alarm still owes before it may end, each with what to do about it."""

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, select

from domain.documents import RELEASES, DocumentKind, DocumentState
from domain.fact_catalogue import FALSE_ALARM_GROUND
from domain.facts import FactStatus
from domain.parties import StaffRole
from register.documents import DocumentRow, read_documents
from register.incidents import read_incident
from register.ledger import read_ledger
from register.retraction_papers import WAITING, filings_owed, public_owed, series_of
from register.retraction_scope import missing_facts
from register.retractions import (
    merchants_owed,
    merchants_to_address,
    people_owed,
    people_to_plan,
    still_sending,
    substituted,
)
from register.tables_people import waves
from register.wave_states import WavePurpose, WaveState
from sealing.values import ValueSealer

_WRITERS = (StaffRole.PRIVACY_OFFICER.value, StaffRole.COMMANDER.value)
_LEADERS = (StaffRole.COMMANDER.value, StaffRole.DEPUTY.value)


class Owed(BaseModel):
    """One thing that is owed, and the command that brings it a step further.

    `command` has no role yet; one that does not act only reads. `under_way`: a document or a wave
    for it waits for somebody on its own account.
    """

    model_config = ConfigDict(frozen=True)

    ja: str
    en: str
    command: str
    roles: tuple[str, ...] = _WRITERS
    acts: bool = True
    under_way: bool = False


def is_stated(connection: Connection, sealer: ValueSealer, incident_id: str) -> bool:
    """Whether the ledger says, as known, that it was a false alarm."""
    entry = read_ledger(connection, sealer, incident_id).current().get(FALSE_ALARM_GROUND)
    return entry is not None and entry.fact.status is FactStatus.KNOWN


def owed_by_false_alarm(
    connection: Connection, sealer: ValueSealer, incident_id: str, called: str = ""
) -> tuple[Owed, ...]:
    """Everything owed, in the order in which to do it; nothing means that it may end.

    `called` is what commands call the incident, its code name unless another is needed.
    """
    return tuple(_Owing(connection, sealer, incident_id, called).all())


class _Owing:
    """One look at what was told and retracted."""

    def __init__(
        self, connection: Connection, sealer: ValueSealer, incident_id: str, called: str
    ) -> None:
        self._connection = connection
        self._id = incident_id
        incident = read_incident(connection, sealer, incident_id)
        self._code = called or incident.code_name
        self._ledger = read_ledger(connection, sealer, incident_id)
        self._documents = read_documents(connection, incident_id)
        substitutes = 0 if incident.private else substituted(connection, incident_id)
        self._public = public_owed(self._documents, substitutes)

    def all(self) -> Iterator[Owed]:
        told = [*self._merchants(), *self._people(), *self._publication(), *self._filings()]
        yield from self._ground(somebody_told=bool(told))
        yield from self._sending()
        yield from told

    def _ground(self, *, somebody_told: bool) -> Iterator[Owed]:
        """Words for those who were warned need more than the record does."""
        missing = missing_facts(self._ledger, public=self._public)
        for key in missing if somebody_told else set(missing) & {FALSE_ALARM_GROUND}:
            public = " --public" if self._public else ""
            yield Owed(
                ja=f"誤報と判断した根拠の記録（{key}）",
                en=f"the ledger does not say why this is no leak ({key})",
                command=f"shirase fact {self._code} {key} --say WORDS{public}",
            )

    def _sending(self) -> Iterator[Owed]:
        for number, count in still_sending(self._connection, self._id).items():
            yield Owed(
                ja=f"一斉通知 第{number}回がなお{count:,}名に送信中。先に止める",
                en=f"wave {number} would still warn {count:,} people: it has to be stopped first",
                command=f"shirase status {self._code}",
                roles=_LEADERS,
                acts=False,
            )

    def _merchants(self) -> Iterator[Owed]:
        owed = merchants_owed(self._connection, self._id)
        free = merchants_to_address(self._connection, self._id, self._documents)
        if free:
            yield Owed(
                ja=f"通知済みの契約店舗{len(free)}店への訂正とお詫び",
                en=f"{len(free)} merchants were told: they are owed a retraction",
                command=self._prepare(DocumentKind.MERCHANT_RETRACTION),
            )
        if under_way := len(owed) - len(free):
            kinds = frozenset({DocumentKind.MERCHANT_RETRACTION})
            following = self._next_of(kinds)
            received = f"shirase report {self._code} MERCHANT retraction_received"
            yield Owed(
                ja=f"契約店舗{under_way}店への訂正とお詫びが未了",
                en=f"the retraction to {under_way} merchants has not arrived yet",
                command=following or received,
                under_way=bool(following),
            )

    def _people(self) -> Iterator[Owed]:
        owed = sum(people_owed(self._connection, self._id).values())
        free = sum(people_to_plan(self._connection, self._id).values())
        if free:
            yield Owed(
                ja=f"通知が届いた可能性のある{free:,}名への訂正とお詫び",
                en=f"{free:,} people may have been told: they are owed a retraction",
                command=self._plan_people(),
            )
        if owed > free:
            yield Owed(
                ja=f"{owed - free:,}名への訂正とお詫びの一斉通知が未了",
                en=f"the retraction of {owed - free:,} people is not in a final state",
                command=self._retraction_wave(),
                roles=_LEADERS,
                under_way=True,
            )

    def _plan_people(self) -> str:
        kinds = (DocumentKind.PERSON_RETRACTION, DocumentKind.PERSON_RETRACTION_LETTER)
        numbers = []
        for kind in kinds:
            free = [d for d in self._waiting(frozenset({kind})) if not d.binding.population]
            if not free:
                return self._prepare(kind)
            numbers.append(free[-1].number)
        mail, letter = numbers
        return f"shirase wave plan {self._code} --retraction --mail {mail} --letter {letter}"

    def _retraction_wave(self) -> str:
        planned = self._connection.execute(
            select(waves.c.number)
            .where(
                waves.c.incident_id == self._id,
                waves.c.purpose == WavePurpose.RETRACTION.value,
                waves.c.state == WaveState.PLANNED.value,
            )
            .order_by(waves.c.number)
        ).scalars()
        number = planned.first()
        return f"shirase {f'wave start {self._code} {number}' if number else f'next {self._code}'}"

    def _publication(self) -> Iterator[Owed]:
        if self._public:
            kinds = frozenset({DocumentKind.RETRACTION_RELEASE})
            following = self._next_of(kinds)
            published = any(d.kind in RELEASES for d in self._documents)
            yield Owed(
                ja="公表の訂正とお詫び" if published else "代替措置に代わる訂正の公表",
                en="what was published has to be retracted publicly",
                command=following or self._prepare(DocumentKind.RETRACTION_RELEASE),
                under_way=bool(following),
            )

    def _filings(self) -> Iterator[Owed]:
        kind = DocumentKind.WITHDRAWAL_REPORT
        for filing in filings_owed(self._documents):
            of_series = frozenset({series_of(filing)})
            following = self._next_of(frozenset({kind}), of_series)
            yield Owed(
                ja=f"文書{filing.number}（受付番号あり）の報告の取下げ",
                en=f"the filing of document {filing.number} has a receipt: it has to be withdrawn",
                command=following or self._prepare(kind),
                under_way=bool(following),
            )

    def _waiting(self, kinds: frozenset[DocumentKind]) -> list[DocumentRow]:
        return [d for d in self._documents if d.kind in kinds and d.state in WAITING]

    def _next_of(
        self,
        kinds: frozenset[DocumentKind],
        series: frozenset[tuple[tuple[str, ...], tuple[str, ...]]] | None = None,
    ) -> str:
        """What the newest document of these kinds waits for; nothing where there is none."""
        for document in reversed(self._documents):
            if document.kind not in kinds or (series and series_of(document) not in series):
                continue
            if document.state in WAITING:
                act = "issue" if document.state is DocumentState.APPROVED else "approve"
                return f"shirase {act} {self._code} {document.number}"
            lacks = document.state is DocumentState.ISSUED and not document.receipt_number
            if lacks and document.kind is DocumentKind.WITHDRAWAL_REPORT:
                return f"shirase receipt {self._code} {document.number} RECEIPT"
        return ""

    def _prepare(self, kind: DocumentKind) -> str:
        return f"shirase prepare {self._code} {kind.value}"
