"""An incident file as contexts of every kind of document, without register or engine.

For looking at templates: what is drafted in a real incident is made from its register
(`activities.document_contexts`). The facts are those at the end of the file's story.
"""

from datetime import datetime, timedelta
from typing import Any

from contracts.document_context import (
    BusinessView,
    ClockView,
    Desk,
    DocumentContext,
    EarlierWords,
    FactView,
    FilingKind,
    FilingView,
    IncidentWords,
    NamedFigure,
    Organisation,
    ProgressView,
    ReleaseView,
    ReplyWay,
    RetractionView,
)
from contracts.incident_file import IncidentFile
from contracts.incident_file import Organisation as OurselvesInFile
from contracts.incident_file import Party as PartyInFile
from contracts.staff_mail_context import (
    AlertContext,
    AlertLine,
    ApprovalContext,
    ReminderContext,
)
from contracts.story import RecordFacts
from domain.documents import (
    FILINGS,
    MERCHANT_DOCUMENTS,
    PERSON_DOCUMENTS,
    RELEASES,
    RETRACTIONS,
    DocumentKind,
)
from domain.facts import Fact, Ledger
from domain.figures import Figure, FigureKind, FigureUnit
from domain.markings import Marking
from domain.parties import StaffRole
from domain.voices import OrganisationForm, ReaderRelation, relation_of
from domain.wording import DOCUMENT_TITLES, Language
from domain.wording_english import ENGLISH_TITLES

MERCHANT, AUTHORITY = "見本の契約店舗", "見本の監督当局"
SAMPLE = "SAMPLE-1"
_ERA = "era"
_SHARE = 1_234
UNDATED = datetime.fromisoformat("2026-01-13T15:00:00+09:00")
"""When a file without a story or a day of opening is looked at."""


class Samples:
    """The contexts of one file. `facts` stand in place of those of the file."""

    def __init__(self, file: IncidentFile, facts: tuple[FactView, ...] | None = None) -> None:
        self._file = file
        self._ledger = _ledger_of(file)
        told = [act.at for act in file.story]
        self._at = max(told, default=file.incident.opened_at or UNDATED)
        self._facts = self._views() if facts is None else facts
        self._merchant = next(iter(file.merchants), None)
        self._us = _organisation(file.organisation, None)

    @property
    def at(self) -> datetime:
        """The end of the file's story, in case time."""
        return self._at

    def context(self, kind: DocumentKind, language: Language, **changed: object) -> DocumentContext:
        """The context of a kind; `changed` are fields to put in its place."""
        ours = self._file.organisation
        values: dict[str, Any] = {
            "kind": kind,
            "language": language,
            "marking": Marking.DRILL,
            "incident": IncidentWords(
                code_name=self._file.incident.code_name, title=self._file.incident.title
            ),
            "issued_at": self._at,
            "sender": self._us,
            "facts": self._facts,
            "form": ours.form or OrganisationForm.COMPANY,
            "relation": self._relation(),
            "era_dates": ours.dates == _ERA,
            **self._parts(kind, language),
            **changed,
        }
        return DocumentContext.model_validate(values)

    def mails(self, language: Language) -> tuple[ReminderContext, ApprovalContext, AlertContext]:
        """The mails that remind a merchant, ask an approver and alert whoever is on call."""
        given: dict[str, Any] = {
            "marking": Marking.DRILL,
            "issued_at": self._at,
            "language": language,
        }
        code_name = self._file.incident.code_name
        reminder = ReminderContext(
            **given,
            sender=self._us,
            merchant_name=self._business().name,
            incident_title=self._file.incident.title,
            number=1,
            told_at=self._at - timedelta(days=1),
            reply=ReplyWay(reference=SAMPLE),
            clocks=self._clocks(language),
        )
        approval = ApprovalContext(
            **given,
            code_name=code_name,
            document=SAMPLE,
            author=SAMPLE,
            approvers=SAMPLE,
            binding=SAMPLE,
            approve_with=SAMPLE,
        )
        line = AlertLine(code_name=code_name, duty=SAMPLE, due=self._at + timedelta(hours=4))
        return reminder, approval, AlertContext(**given, lines=(line,))

    def _parts(self, kind: DocumentKind, language: Language) -> dict[str, Any]:
        business = self._business()
        found: dict[str, Any] = {"clocks": self._clocks(language), "progress": self._progress()}
        if kind in PERSON_DOCUMENTS:
            found |= {"sender": self._signing(), "platform": self._us, "merchant": business}
        if kind in MERCHANT_DOCUMENTS:
            reply = ReplyWay(reference=f"{self._file.incident.code_name}-SAMPLE")
            found |= {"addressee": business.name, "merchant": business, "reply": reply}
        if kind is DocumentKind.MERCHANT_KIT:
            found |= {"sender": self._signing(), "platform": self._us, "merchant": business}
            found["addressee"] = business.name
        if kind in RELEASES:
            final = kind is DocumentKind.FINAL_RELEASE
            first = kind is DocumentKind.FIRST_RELEASE
            found["release"] = ReleaseView(
                number=1 if first else 3,
                previous_number=None if first else 2,
                previous_issued_at=None if first else self._at - timedelta(days=5),
                changed=() if first else tuple(sorted(view.key for view in self._facts)),
                final=final,
            )
        if kind in FILINGS:
            new = kind is DocumentKind.PRELIMINARY_REPORT
            found |= {
                "addressee": AUTHORITY,
                "entrustors": (business,),
                "filing": FilingView(
                    reporter=self._us,
                    kind=FilingKind.NEW if new else FilingKind.FOLLOW_UP,
                    previous_receipt_number="" if new else SAMPLE,
                    by_proxy=True,
                ),
            }
        if kind in RETRACTIONS:
            left = self._at - timedelta(days=3)
            earlier = EarlierWords(title=self._file.incident.title, left_at=left, number=SAMPLE)
            found["retraction"] = RetractionView(earlier=(earlier,), people_told=True)
        return found

    def _views(self) -> tuple[FactView, ...]:
        names = {party.key: party.name for party in self._file.parties}
        names[self._file.organisation.key] = self._file.organisation.name
        return tuple(
            FactView(
                key=fact.key,
                status=fact.status,
                statement=fact.statement,
                figure=fact.figure,
                moment=fact.moment,
                as_of=fact.as_of,
                source_name=names.get(fact.source, ""),
                # Whatever is held back would stop a release: a preview shows what it would say.
                public=True,
            )
            for fact in (entry.fact for entry in self._ledger.current().values())
        )

    def _relation(self) -> ReaderRelation:
        group = next(iter(self._file.groups), None)
        return relation_of(group.relation) if group else ReaderRelation.CUSTOMER

    def _business(self) -> BusinessView:
        share = Figure(kind=FigureKind.EXACT, unit=FigureUnit.RECORDS, number=_SHARE)
        merchant = self._merchant
        if merchant is None:
            return BusinessView(name=MERCHANT)
        return BusinessView(
            name=merchant.name,
            role=merchant.role,
            address=merchant.address or "",
            figures=(NamedFigure(title="氏名", figure=share),),
        )

    def _signing(self) -> Organisation:
        return _organisation(self._merchant, self._us.desk) if self._merchant else self._us

    def _clocks(self, language: Language) -> tuple[ClockView, ...]:
        titles = DOCUMENT_TITLES if language is Language.JAPANESE else ENGLISH_TITLES
        title = titles[DocumentKind.FINAL_REPORT]
        return (ClockView(title=title, due=self._at + timedelta(days=20)),)

    def _progress(self) -> ProgressView:
        return ProgressView(affected=_SHARE, told=_SHARE - 1, untold=1)


def _ledger_of(file: IncidentFile) -> Ledger:
    ours, commander = file.organisation.key, StaffRole.COMMANDER.value
    ledger = Ledger()
    first = file.story[0].at if file.story else UNDATED
    opened = file.incident.opened_at or first
    batches = [(opened, file.facts)]
    batches += [(act.at, act.facts) for act in file.story if isinstance(act, RecordFacts)]
    for at, entries in batches:
        facts: list[Fact] = [
            entry.as_fact(at=at, organisation=ours, recorder=commander) for entry in entries
        ]
        ledger = ledger.extended(facts, at, ours)
    return ledger


def _organisation(section: OurselvesInFile | PartyInFile, desk: Desk | None) -> Organisation:
    known = section.desk
    shown = (
        Desk(**{name: getattr(known, name, None) or "" for name in Desk.model_fields})
        if known
        else desk
    )
    return Organisation(
        name=section.name,
        desk=shown or Desk(name=section.name),
        department=getattr(section, "department", None) or "",
        representative=section.representative or "",
        postal_code=section.postal_code or "",
        address=section.address or "",
    )
