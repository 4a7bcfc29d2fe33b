"""The law, computed where it may change: in an activity, from frozen rule files and calendars."""

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection

from activities.duty_audit import audit_changes
from activities.duty_status import DutyStatus
from activities.frozen_law import freeze_law, law_of, rules_of
from activities.open_clocks import read_clocks
from activities.situation import Recorded, situation
from contracts.incident_payloads import AssessDuties, DutiesAssessed
from domain.calendars import BusinessCalendar
from domain.claims import INDIVIDUALS
from domain.documents import digest_of
from domain.duties import Assessment, Duty, assess
from domain.facts import Ledger
from domain.rule_parts import SUBMITTED
from domain.rules import Rule
from domain.situations import Situation
from domain.telling_counts import TellingCounts
from regimes.calendars import calendars
from register.documents import read_documents
from register.duties import MET, DutyRow, read_duties, write_duties
from register.evidence import Done, people_held
from register.filings import read_filings
from register.house_record import any_behind
from register.incidents import read_incident
from register.law_questions import LawQuestion, WouldOwe, write_questions
from register.ledger import read_ledger
from register.moment_decisions import read_decided
from register.parties import read_entrustments, read_merchants, read_parties
from register.severity import note_proposal
from register.store import Register
from sealing.values import ValueSealer


@contextmanager
def without_collecting() -> Iterator[None]:
    """No search for cycles: hundreds of thousands of objects come to be, and none is in one."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class IncidentLaw:
    """One incident before its own law, at a case time."""

    def __init__(
        self,
        connection: Connection,
        sealer: ValueSealer,
        incident_id: str,
        ledger: Ledger,
        at: datetime,
    ) -> None:
        self.rules = rules_of(law_of(connection, incident_id))
        self.filings = read_filings(connection, incident_id)
        self.merchants = read_merchants(connection, incident_id)
        self._parties = read_parties(connection, sealer, incident_id)
        self._entrustments = read_entrustments(connection, incident_id)
        self._opened_at = read_incident(connection, sealer, incident_id).opened_at
        self._people = people_held(connection, incident_id)
        self._decided = read_decided(connection, incident_id)
        self._ledger = ledger
        self._calendars = calendars(at.date())
        self._stages = _stages(self.rules)
        self._telling = TellingCounts(self.rules)

    def submitted(self, rows: Iterable[DutyRow]) -> dict[str, dict[str, datetime]]:
        """When each debtor first submitted what another clock counts from, by rule."""
        done = [(r.debtor_id, r.rule, r.met_at) for r in rows if r.status == MET and r.met_at]
        for filing in self.filings.values():
            rule, debtor, _ = filing.duty_key.split("|", 2)
            done.append((debtor, rule, filing.submitted_at))
        found: dict[str, dict[str, datetime]] = {}
        for debtor, rule, at in done:
            if rule in self._stages:
                earlier = found.setdefault(debtor, {}).get(rule, at)
                found[debtor][rule] = min(at, earlier)
        return found

    def situation(self, rows: tuple[DutyRow, ...], told_if: datetime | None = None) -> Situation:
        """The incident as the law sees it, with what the duties say has been done."""
        recorded = Recorded.model_construct(
            people=self._people,
            telling=self._telling,
            submitted=self.submitted(rows),
            people_told=_people_told(rows),
            decided=self._decided,
        )
        return situation(
            self._parties,
            self.merchants,
            self._entrustments,
            self._ledger,
            self._opened_at,
            recorded,
            told_if,
        )

    def stated(self, party_id: str, moment: str) -> tuple[datetime, ...]:
        """Every time that was stated for a moment of a party, whatever was decided about it."""
        seen = situation(
            self._parties,
            self.merchants,
            self._entrustments,
            self._ledger,
            self._opened_at,
            Recorded(),
        )
        party = next((party for party in seen.parties if party.id == party_id), None)
        return party.moments.stated(moment) if party else ()

    def assess(self, seen: Situation) -> Assessment:
        """All duties, without what nobody knows to be owed."""
        return assess(seen, self.rules, self._calendars, with_questions=False)

    def questions(self, seen: Situation) -> tuple[LawQuestion, ...]:
        """What ourselves may be, and nobody has said: with the duties that hang on each answer."""
        ours = tuple(party for party in seen.parties if party.is_ourselves)
        return _questions(Situation(parties=ours), self.rules, self._calendars)


def assess_incident(
    connection: Connection,
    sealer: ValueSealer,
    incident_id: str,
    ledger: Ledger,
    at: datetime,
    told_if: datetime | None = None,
) -> Assessment:
    """All duties of an incident by its own rule files and the calendars known at case time `at`."""
    law = IncidentLaw(connection, sealer, incident_id, ledger, at)
    return law.assess(law.situation(read_duties(connection, incident_id), told_if))


def assess_duties(register: Register, request: AssessDuties) -> DutiesAssessed:
    """Recompute duties, write them, and say which clocks run on."""
    incident_id = request.incident_id
    sealer = register.sealer(incident_id)
    with register.writing() as connection, without_collecting():
        freeze_law(connection, sealer, incident_id, request.at)
        ledger = read_ledger(connection, sealer, incident_id)
        law = IncidentLaw(connection, sealer, incident_id, ledger, request.at)
        before = read_duties(connection, incident_id)
        status = DutyStatus(
            Done(connection, incident_id),
            law.merchants,
            read_documents(connection, incident_id),
            law.filings,
            ledger.revision,
            request.at,
        )
        rows, seen = _rows(law, status, before)
        changed = write_duties(connection, incident_id, rows, request.at, before)
        write_questions(connection, incident_id, law.questions(seen))
        if changed:
            audit_changes(connection, sealer, incident_id, request.at, before, rows, len(changed))
        note_proposal(connection, sealer, incident_id, request.at)
        running = read_clocks(connection, incident_id)
        severity = read_incident(connection, sealer, incident_id).severity
        behind = any_behind(connection, read_documents(connection, incident_id))
    return DutiesAssessed(
        open_clocks=running.clocks,
        digest=digest_of(f"{row.key}|{row.status}|{row.due_at}|{row.target_at}" for row in rows),
        changed=len(changed),
        severity=severity,
        more_after=running.more_after,
        texts_behind=max(1, ledger.revision) if behind else 0,
    )


def _rows(
    law: IncidentLaw, status: DutyStatus, before: tuple[DutyRow, ...]
) -> tuple[tuple[DutyRow, ...], Situation]:
    """Every duty; once more where one that was just met is what another clock counts from."""
    seen = law.situation(before)
    rows = status.rows(law.assess(seen), before)
    if law.submitted(rows) != law.submitted(before) or _people_told(rows) != _people_told(before):
        seen = law.situation(rows)
        rows = status.rows(law.assess(seen), before)
    return rows, seen


def _stages(rules: Iterable[Rule]) -> frozenset[str]:
    """The rules whose submission starts another rule's clock."""
    return frozenset(
        counted.stage(rule.regime)
        for rule in rules
        for counted in (rule, *rule.caps)
        if counted.anchor.startswith(SUBMITTED)
    )


def _people_told(rows: Iterable[DutyRow]) -> dict[str, datetime]:
    """When the affected people of each debtor had been told."""
    return {
        row.debtor_id: row.met_at
        for row in rows
        if row.owed_to == INDIVIDUALS and row.status == MET and row.met_at
    }


def _questions(
    ours: Situation, rules: tuple[Rule, ...], known: Mapping[str, BusinessCalendar]
) -> tuple[LawQuestion, ...]:
    found: dict[str, list[WouldOwe]] = {}
    for outcome in assess(ours, rules, known).unsettled:
        dates = outcome.dates if isinstance(outcome, Duty) else None
        duty = WouldOwe(
            rule=outcome.rule_id,
            owed_to=outcome.to,
            target_at=dates and dates.target_at,
            due_at=dates and dates.due_at,
        )
        for finding in outcome.asks:
            found.setdefault(finding, []).append(duty)
    return tuple(
        LawQuestion(finding=finding, would_owe=tuple(duties))
        for finding, duties in sorted(found.items())
    )
