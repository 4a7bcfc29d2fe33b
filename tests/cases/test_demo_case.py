"""The demo case says what the published incident says, marks the rest, and can be played."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from contracts.file_fields import Basis, FactEntry
from contracts.incident_file import IncidentFile
from contracts.story import (
    Approve,
    ConfirmDuty,
    Issue,
    MerchantAcknowledges,
    MerchantChooses,
    MerchantReports,
    PlanWave,
    PrepareDocument,
    RecordFacts,
    RecordReceipt,
    SettleDuty,
    StartWave,
)
from demo.people import people_per_merchant
from domain.documents import FILINGS, PERSON_DOCUMENTS, DocumentKind
from domain.fact_catalogue import FACT_CATALOGUE
from domain.facts import FactStatus, Ledger
from domain.parties import MerchantChoice, PartyKind
from incident_file import load_incident_file

JST = timezone(timedelta(hours=9))


@pytest.fixture(scope="module")
def case() -> IncidentFile:
    return load_incident_file(Path(__file__).parents[2] / "cases" / "demo.yaml")


def revisions(case: IncidentFile) -> Iterator[tuple[datetime, tuple[FactEntry, ...]]]:
    assert case.incident.opened_at is not None
    yield case.incident.opened_at, case.facts
    yield from ((act.at, act.facts) for act in case.story if isinstance(act, RecordFacts))


def ledger_at(case: IncidentFile, at: datetime) -> Ledger:
    ledger = Ledger()
    for recorded_at, entries in revisions(case):
        if recorded_at <= at:
            facts = [
                entry.as_fact(at=recorded_at, organisation=case.organisation.key, recorder="x")
                for entry in entries
            ]
            ledger = ledger.extended(facts, recorded_at)
    return ledger


def issued(case: IncidentFile) -> dict[str, datetime]:
    return {act.document: act.at for act in case.story if isinstance(act, Issue)}


def kinds(case: IncidentFile) -> dict[str, DocumentKind]:
    return {act.document: act.kind for act in case.story if isinstance(act, PrepareDocument)}


def test_it_follows_the_published_sequence(case: IncidentFile) -> None:
    assert case.incident.opened_at is not None
    assert case.incident.opened_at.astimezone(JST).date() == date(2026, 1, 6)
    at = issued(case)
    notice = datetime(2026, 1, 8, 20, 50, tzinfo=JST)
    assert at["notice-to-merchants"] == notice
    assert at["release-1"].astimezone(JST).date() == date(2026, 1, 8)
    assert at["release-2"].astimezone(JST).date() == date(2026, 1, 13)
    published = [
        act.at.astimezone(JST).date()
        for act in case.story
        if isinstance(act, MerchantReports) and act.what == "published"
    ]
    assert published == [date(2026, 1, 9), date(2026, 1, 12)]


def test_figures_are_unknown_first_and_published_later(case: IncidentFile) -> None:
    at = issued(case)
    first = ledger_at(case, at["release-1"]).current()
    for key in ("figure.names", "data.items", "cause.method", "cause.period", "cause.attacker"):
        assert first[key].fact.status is FactStatus.UNKNOWN
    follow_up = ledger_at(case, at["release-2"]).current()
    numbers = {
        key: entry.fact.figure.number for key, entry in follow_up.items() if entry.fact.figure
    }
    assert numbers["figure.names"] == 136_346
    assert numbers["figure.phones"] == 114_951
    assert numbers["figure.merchants"] == 8
    assert numbers["figure.claimed"] == 100_000
    for key in ("occurred", "cause.method", "cause.period", "cause.attacker", "secondary_damage"):
        assert follow_up[key].fact.status is FactStatus.UNKNOWN


@pytest.mark.parametrize("release", ["release-1", "release-2"])
def test_a_release_finds_its_facts_public(case: IncidentFile, release: str) -> None:
    facts = ledger_at(case, issued(case)[release]).current()
    for key in ("overview", "event_type", "data.items", "cause", "secondary_damage"):
        assert facts[key].fact.public, key


def test_the_claim_and_the_legal_findings_are_never_public(case: IncidentFile) -> None:
    for _, entries in revisions(case):
        for entry in entries:
            if entry.key == "figure.claimed" or entry.key.startswith("category."):
                assert not entry.public
            if entry.key == "figure.claimed":
                assert entry.source == "forum-poster"


def test_releases_say_only_what_was_published(case: IncidentFile) -> None:
    last = issued(case)["release-2"]
    public = [entry for at, entries in revisions(case) if at < last for entry in entries]
    assert {entry.basis for entry in public if entry.public} == {Basis.PUBLISHED}


def test_every_fact_is_in_the_catalogue(case: IncidentFile) -> None:
    keys = {entry.key for _, entries in revisions(case) for entry in entries}
    assert keys <= set(FACT_CATALOGUE)


def test_no_act_records_what_already_stands(case: IncidentFile) -> None:
    at_each = [ledger_at(case, recorded_at).revision for recorded_at, _ in revisions(case)]
    assert at_each == list(range(1, len(at_each) + 1))


def test_everything_assumed_is_marked(case: IncidentFile) -> None:
    assert case.source is not None
    assert case.source.note
    assert all(entry.basis for _, entries in revisions(case) for entry in entries)
    assumed = (
        *(MerchantChooses, MerchantAcknowledges, SettleDuty, ConfirmDuty, RecordReceipt),
        *(Approve, PlanWave),
    )
    for act in case.story:
        if isinstance(act, assumed):
            assert act.basis is Basis.ASSUMED


def test_published_people_add_up(case: IncidentFile) -> None:
    assert case.people is not None
    spec = case.people.synthetic
    assert spec is not None
    assert (spec.total, spec.phones) == (136_346, 114_951)
    merchants = [party.key for party in case.merchants]
    assert list(spec.shares) == merchants
    assert {group.merchant for group in case.groups} == set(merchants)
    own = chosen(case, MerchantChoice.OWN_NOTICE)
    people = people_per_merchant(spec)
    assert sum(people[key] for key in own) / spec.total == pytest.approx(0.25, abs=0.01)
    assert people["merchant-g"] / spec.total == pytest.approx(0.09, abs=0.005)
    counted = {
        act.merchant: act.count
        for act in case.story
        if isinstance(act, MerchantReports) and act.what == "people_notified"
    }
    assert counted == {key: people[key] for key in own}


def chosen(case: IncidentFile, choice: MerchantChoice) -> dict[str, datetime]:
    return {
        act.merchant: act.at
        for act in case.story
        if isinstance(act, MerchantChooses) and act.choice is choice
    }


def test_every_merchant_decides_and_one_is_late(case: IncidentFile) -> None:
    mandates = chosen(case, MerchantChoice.MANDATE)
    assert len(mandates) == 6
    assert len(chosen(case, MerchantChoice.OWN_NOTICE)) == 2
    late = {key for key, at in mandates.items() if at.astimezone(JST).date() > date(2026, 1, 9)}
    assert late == {"merchant-g"}


def test_nobodys_people_are_told_without_a_mandate(case: IncidentFile) -> None:
    mandates = chosen(case, MerchantChoice.MANDATE)
    waves = {act.wave: act for act in case.story if isinstance(act, PlanWave)}
    started = [act for act in case.story if isinstance(act, StartWave)]
    told = [key for act in started for key in waves[act.wave].merchants]
    assert sorted(told) == sorted(mandates)
    for act in started:
        assert all(mandates[key] < act.at for key in waves[act.wave].merchants)


def test_documents_are_approved_by_others_than_their_author(case: IncidentFile) -> None:
    for prepared in case.story:
        if not isinstance(prepared, PrepareDocument):
            continue
        approvals = [
            act for act in case.story
            if isinstance(act, Approve) and act.document == prepared.document
        ]  # fmt: skip
        assert len({act.by for act in approvals} - {prepared.by}) == 2
        if prepared.kind not in PERSON_DOCUMENTS:
            assert max(act.at for act in approvals) < issued(case)[prepared.document]


def test_no_fact_moves_between_preparing_a_document_and_letting_it_go(case: IncidentFile) -> None:
    """A fact that moves voids the approvals of documents that read it."""
    moves = [at for at, _ in revisions(case)]
    gone = issued(case)
    for act in case.story:
        if isinstance(act, StartWave):
            wave = next(w for w in case.story if isinstance(w, PlanWave) and w.wave == act.wave)
            gone[wave.document] = gone[wave.letter] = act.at
    for act in case.story:
        if isinstance(act, PrepareDocument):
            assert not [at for at in moves if act.at <= at <= gone[act.document]]


def test_filings_keep_their_limits(case: IncidentFile) -> None:
    limits = {
        DocumentKind.PRELIMINARY_REPORT: date(2026, 1, 12),
        DocumentKind.FINAL_REPORT: date(2026, 3, 9),
    }
    receipts = {act.document for act in case.story if isinstance(act, RecordReceipt)}
    filings = {document for document, kind in kinds(case).items() if kind in FILINGS}
    assert receipts == filings
    for document in filings:
        assert issued(case)[document].astimezone(JST).date() <= limits[kinds(case)[document]]
    for act in case.story:
        if isinstance(act, MerchantReports) and act.what.endswith("_filed"):
            kind = (
                DocumentKind.FINAL_REPORT
                if act.what == "final_filed"
                else DocumentKind.PRELIMINARY_REPORT
            )
            assert act.at.astimezone(JST).date() <= limits[kind]
            assert act.receipt_number


def test_the_platform_is_relieved_after_it_told_all_merchants(case: IncidentFile) -> None:
    told = issued(case)["notice-to-merchants"]
    settled = [act for act in case.story if isinstance(act, SettleDuty)]
    assert {act.rule for act in settled} == {
        "jp-appi/preliminary", "jp-appi/final-wrongful", "jp-appi/individual",
    }  # fmt: skip
    assert all(act.party == case.organisation.key and act.at > told for act in settled)
    assert {e.entrustor for e in case.entrustments if e.entrustee == case.organisation.key} == {
        party.key for party in case.parties if party.kind is PartyKind.MERCHANT
    }


def test_it_ends_closed(case: IncidentFile) -> None:
    last = case.story[-1]
    assert last.act == "close"
    assert last.at.astimezone(UTC).date() == date(2026, 3, 12)
