"""An incident file as the law sees it, without opening an incident.

The facts of the file, and those of its story, make the ledger; the keys of the parties stand in for
ids. Nothing is written.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from commands.law_finding import past_the_calendar
from contracts.file_fields import FactEntry
from contracts.incident_file import IncidentFile, Organisation
from contracts.incident_file import Party as FileParty
from contracts.story import Issue, PrepareDocument, RecordFacts
from domain.calendars import CalendarUnknown
from domain.documents import DocumentKind
from domain.duties import assess
from domain.facts import Ledger
from domain.known_findings import KnownFindings
from domain.known_moments import KnownMoments, first_word
from domain.outcomes import Assessment
from domain.parties import PartyRole, StaffRole
from domain.situations import Entrustment, Party, Situation
from domain.standing import Standing
from domain.unreached import Unreached, unreached
from domain.wording import JAPAN
from incident_file import load_incident_file
from regimes.calendars import calendars
from regimes.loader import load_bundled


def assess_file(path: Path) -> tuple[Assessment, tuple[Unreached, ...]]:
    """Every duty of an incident file, and every rule that gives none, as of now.

    Raises:
        IncidentFileError: the file cannot be used, with every problem.
        RegimeFileError: a rule file cannot be used.
        NotPossible: a date lies past the known calendars.
    """
    now = datetime.now(UTC)
    seen = situation_of(load_incident_file(path), now)
    rules = [rule for regime in load_bundled() for rule in regime.rules]
    known = calendars(now.astimezone(JAPAN).date())
    try:
        assessment = assess(seen, rules, known)
    except CalendarUnknown as unknown:
        raise past_the_calendar(path.name, unknown, known) from None
    return assessment, tuple(unreached(seen, rules, assessment))


def situation_of(file: IncidentFile, now: datetime) -> Situation:
    """The parties that may owe something: our own organisation and the merchants."""
    opened_at = file.incident.opened_at or now
    ledger = _ledger(file, opened_at)
    findings = KnownFindings(ledger)
    debtors = [party for party in file.merchants if party.role is not PartyRole.NONE]
    keys = {file.organisation.key, *(party.key for party in debtors)}
    known = KnownMoments(ledger, (party.key for party in debtors))
    own = known.ours().model_copy(
        update={"suspected_at": first_word(ledger, _first_known(file, opened_at))}
    )
    ours = _party(file.organisation, findings, ourselves=True)
    told = _told(file)
    return Situation(
        parties=(
            ours.model_copy(update={"moments": own}),
            *(
                _party(party, findings, ourselves=False).model_copy(
                    update={"moments": known.of_merchant(party.key)}
                )
                for party in debtors
            ),
        ),
        entrustments=tuple(
            Entrustment(
                entrustor=item.entrustor,
                entrustee=item.entrustee,
                notified_at=told.get(item.entrustor),
            )
            for item in file.entrustments
            if {item.entrustor, item.entrustee} <= keys
        ),
    )


def _first_known(file: IncidentFile, opened_at: datetime) -> datetime:
    """When an incident opens counts as knowing only where the file states no moment for it."""
    stated = [f.moment for f in file.facts if f.key == "discovered" and f.moment is not None]
    return opened_at if file.incident.opened_at or not stated else max(stated)


def _party(party: Organisation | FileParty, findings: KnownFindings, *, ourselves: bool) -> Party:
    standing = party.standing or Standing()
    return Party(
        id=party.key,
        key=party.key,
        is_ourselves=ourselves,
        role=party.role,
        jurisdictions=standing.places,
        affected_in=standing.people_in,
        findings=findings.of(None, standing.findings(), ourselves=ourselves),
    )


def _told(file: IncidentFile) -> dict[str, datetime]:
    """When the story tells each merchant: its notice is issued then."""
    notices: dict[str, tuple[str, ...]] = {}
    told: dict[str, datetime] = {}
    for act in file.story:
        if isinstance(act, PrepareDocument) and act.kind is DocumentKind.MERCHANT_NOTICE:
            notices[act.document] = act.merchants
        elif isinstance(act, Issue):
            for merchant in notices.get(act.document, ()):
                told.setdefault(merchant, act.at)
    return told


def _ledger(file: IncidentFile, opened_at: datetime) -> Ledger:
    ledger = Ledger()
    for at, entries in _recorded(file, opened_at):
        facts = [
            entry.as_fact(
                at=at, organisation=file.organisation.key, recorder=StaffRole.COMMANDER.value
            )
            for entry in entries
        ]
        ledger = ledger.extended(facts, at)
    return ledger


def _recorded(
    file: IncidentFile, opened_at: datetime
) -> Iterator[tuple[datetime, tuple[FactEntry, ...]]]:
    """The file's facts, those of one time together, then what its story records."""
    times = sorted({entry.as_of or opened_at for entry in file.facts})
    for at in times:
        yield at, tuple(entry for entry in file.facts if (entry.as_of or opened_at) == at)
    for act in file.story:
        if isinstance(act, RecordFacts):
            yield act.at, act.facts
