"""Whom a release would overtake: open steps of the order of telling, and what closes each.

A step's words hold counts, keys and numbers only, so that they may stand in a log and in a refusal.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, select

from activities.approvals import missing_approvals
from activities.duty_status import FILED_BY
from activities.timely_disclosure import RULE, DisclosureState, read_disclosure
from domain.documents import FILINGS, DocumentKind, DocumentState
from domain.parties import PartyKind
from domain.telling_order import TellingStep, open_before_web, spoken_steps
from regimes.loader import load_bundled
from register.documents import DocumentRow, read_document, read_documents
from register.duties import MET, OPEN, DutyRow, read_duties
from register.overview import code_name_is_unique, code_name_of
from register.parties import PartyRow, ourselves, read_parties
from register.tables_incident import incidents, merchants, parties
from register.tables_people import waves
from register.wave_states import WavePurpose, WaveState
from sealing.values import ValueSealer

NAMED_AT_MOST = 5
_WAITING = frozenset({DocumentState.DRAFT, DocumentState.IN_REVIEW, DocumentState.APPROVED})
_NOTICES = frozenset({DocumentKind.MERCHANT_NOTICE, DocumentKind.ENTRUSTOR_NOTICE})


class OpenStep(NamedTuple):
    """Who is still to be told (`ppc`, `2 not told`), and the lines to type, in their order."""

    who: str
    lines: tuple[str, ...] = ()


OpenSteps = dict[TellingStep, OpenStep]


def handle_of(connection: Connection, incident_id: str) -> str:
    """What people type for an incident: its code name, or its id where two share the name."""
    name = code_name_of(connection, incident_id)
    return name if code_name_is_unique(connection, name) else incident_id


def open_steps(connection: Connection, sealer: ValueSealer, incident_id: str) -> OpenSteps:
    """The steps before a release in which somebody is still to be told, as the policy orders."""
    seen = _Telling(connection, sealer, incident_id)
    found = {
        TellingStep.AUTHORITY: seen.authorities(),
        TellingStep.BUSINESSES: seen.businesses(),
        TellingStep.PEOPLE: seen.people(),
        TellingStep.TIMELY_DISCLOSURE: seen.disclosure(),
    }
    return open_before_web(
        _order(connection, incident_id), {step: one for step, one in found.items() if one}
    )


def who_is_left(steps: OpenSteps) -> str:
    """The steps in a line: `authority (ppc); businesses (2 not told)`."""
    return spoken_steps({step: one.who for step, one in steps.items()})


def told_line_by_line(steps: OpenSteps) -> str:
    """A line a step, below it the lines that close it."""
    told: list[str] = []
    for step, one in steps.items():
        told += [f"- {spoken_steps({step: one.who})}", *(f"    {line}" for line in one.lines)]
    return "\n".join(told)


def _order(connection: Connection, incident_id: str) -> tuple[str, ...]:
    """The order that the incident froze; one opened before there was any has none."""
    query = select(incidents.c.policy).where(incidents.c.id == incident_id)
    policy = connection.execute(query).scalar_one_or_none() or {}
    return tuple(policy.get("order_of_telling", ()))


class _Telling:
    """One look at who has been told."""

    def __init__(self, connection: Connection, sealer: ValueSealer, incident_id: str) -> None:
        self._connection = connection
        self._sealer = sealer
        self._id = incident_id
        self._called = handle_of(connection, incident_id)
        self._parties = read_parties(connection, sealer, incident_id)
        self._documents = read_documents(connection, incident_id)

    def authorities(self) -> OpenStep | None:
        """Authorities to which we owe something and of which none has heard anything yet."""
        owed = [duty for duty in self._owed_by_us() if duty.rule != RULE]
        told = {self._key(duty.owed_to) for duty in owed if duty.status == MET}
        told |= {
            self._key(addressee)
            for document in self._documents
            if document.kind in FILINGS and document.issued_at is not None
            for addressee in document.addressees
        }
        waiting: dict[str, DutyRow] = {}
        for duty in owed:
            key = self._key(duty.owed_to)
            if duty.status == OPEN and key not in told:
                known = waiting.setdefault(key, duty)
                waiting[key] = min(known, duty, key=lambda one: str(one.clock_at))
        lines = tuple(line for key in sorted(waiting) for line in self._report(key, waiting[key]))
        return OpenStep(", ".join(sorted(waiting)), lines) if waiting else None

    def businesses(self) -> OpenStep | None:
        """委託元・契約店舗 that have no notice yet."""
        untold = self._connection.execute(
            select(parties.c.id, parties.c.key)
            .join(merchants, merchants.c.party_id == parties.c.id)
            .where(merchants.c.incident_id == self._id, merchants.c.told_at.is_(None))
            .order_by(parties.c.key)
        ).all()
        if not untold:
            return None
        ids = {row.id for row in untold}
        notices = [
            paper
            for paper in self._documents
            if paper.kind in _NOTICES and paper.state in _WAITING and ids & {*paper.addressees}
        ]
        lines = [line for paper in notices for line in self._leaving(paper)]
        named = {party for paper in notices for party in paper.addressees}
        if left := [row.key for row in untold if row.id not in named]:
            keys = "".join(f" --merchant {key}" for key in left)
            few = len(left) <= NAMED_AT_MOST
            kind = DocumentKind.MERCHANT_NOTICE
            lines.append(f"shirase prepare {self._called} {kind}{keys if few else ''}")
        return OpenStep(f"{len(untold)} not told", tuple(lines))

    def people(self) -> OpenStep | None:
        """Waves whose people are chosen and that have not begun: a release would overtake them."""
        rows = self._connection.execute(
            select(waves.c.number, waves.c.mail_document_id, waves.c.letter_document_id)
            .where(
                waves.c.incident_id == self._id,
                waves.c.purpose == WavePurpose.INCIDENT.value,
                waves.c.started_at.is_(None),
                waves.c.state != WaveState.CANCELLED.value,
            )
            .order_by(waves.c.number)
        ).all()
        if not rows:
            return None
        lines: list[str] = []
        for row in rows:
            for document_id in dict.fromkeys((row.mail_document_id, row.letter_document_id)):
                paper = read_document(self._connection, document_id)
                lines += self._approvals(paper) if paper else ()
            lines.append(f"shirase wave start {self._called} {row.number}")
        return OpenStep(f"wave {', '.join(str(row.number) for row in rows)}", tuple(lines))

    def disclosure(self) -> OpenStep | None:
        """A draft of one that waits, or a listed company that has not decided about one."""
        stands = read_disclosure(self._connection, self._sealer, self._id)
        if stands.state is DisclosureState.DRAFTED and stands.document is not None:
            number = stands.document.number
            return OpenStep(f"document {number}", tuple(self._leaving(stands.document)))
        if stands.state is DisclosureState.UNDECIDED:
            draft = f"shirase prepare {self._called} {DocumentKind.TIMELY_DISCLOSURE}"
            if stands.owed:
                return OpenStep("not drafted", (draft,))
            decline = f"shirase release decline {self._called} --timely-disclosure --reason WHY"
            return OpenStep("neither drafted nor declined", (draft, decline))
        return None

    def _owed_by_us(self) -> Iterable[DutyRow]:
        us = ourselves(self._parties).id
        authorities = {
            party.key for party in self._parties.values() if party.kind is PartyKind.AUTHORITY
        }
        authorities |= {key for regime in load_bundled() for key in regime.authorities}
        return [
            duty
            for duty in read_duties(self._connection, self._id)
            if duty.debtor_id == us and self._key(duty.owed_to) in authorities
        ]

    def _report(self, authority: str, duty: DutyRow) -> Iterator[str]:
        """What brings the first report to an authority."""
        if duty.rule not in FILED_BY:
            us = ourselves(self._parties).key
            shown = f"{duty.rule.rpartition('/')[2]}:{us}:{authority}"
            line = f"shirase filing {self._called} {shown}"
            yield f"{line} --submitted-at WHEN --receipt REFERENCE"
            return
        kind, _ = FILED_BY[duty.rule]
        party = self._party(authority)
        drafts = [
            paper
            for paper in self._documents
            if paper.kind in FILINGS and paper.state in _WAITING and authority in self._to(paper)
        ]
        if drafts:
            yield from self._leaving(drafts[-1])
            return
        if party is None:
            yield f"shirase party add {self._called} {authority} authority --name NAME"
        yield f"shirase prepare {self._called} {kind} --authority {authority}"

    def _leaving(self, paper: DocumentRow) -> Iterator[str]:
        """From where it stands until it has left."""
        yield from self._approvals(paper)
        yield f"shirase issue {self._called} {paper.number}"

    def _approvals(self, paper: DocumentRow) -> Iterator[str]:
        if paper.state not in _WAITING:
            return
        for role in missing_approvals(self._connection, paper):
            yield f"shirase approve {self._called} {paper.number} --as {role}"

    def _to(self, paper: DocumentRow) -> set[str]:
        return {self._key(addressee) for addressee in paper.addressees}

    def _party(self, key: str) -> PartyRow | None:
        return next((party for party in self._parties.values() if party.key == key), None)

    def _key(self, named: str) -> str:
        """A party's key; duties and filings name it by its id or by its key."""
        party = self._parties.get(named)
        return party.key if party else named
