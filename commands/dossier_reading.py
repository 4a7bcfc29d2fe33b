"""The course of an incident as a board reads it, gathered from one state of the register."""

from datetime import UTC, datetime

from commands.dossier_figures import Sayers, figures_section, stated_by
from commands.dossier_marks import numbered_marks
from commands.dossier_summary import duty_margin, head_rows, summary_rows
from commands.dossier_words import DECIDED, PICTURE, SUMMARY, WORDS
from commands.knowing import KNEW_HEAD, knew_rows
from commands.looking import log_words
from domain.facts import Ledger, LedgerEntry
from domain.wording import Language, banner, date_words
from domain.wording_english import date_in_english
from printing.board_picture import LANES
from printing.board_report import BoardReport, Section
from register import audit
from register.board import Board, read_board
from register.case_time import case_time
from register.ledger import read_ledger
from register.parties import PartyRow, ourselves, read_parties
from register.releases import read_promised_updates
from register.store import Register
from register.who_knew import read_who_knew
from screens.fact_words import FACT_STATES, fact_title, fact_value
from screens.log_words import LogWords
from screens.words import (
    DOCUMENT_STATES,
    DOCUMENTS,
    DUTY_STATES,
    ScreenLanguage,
    rule_title,
    short_moment,
)


def read_dossier(register: Register, incident_id: str, language: ScreenLanguage) -> BoardReport:
    """The report of an incident as it stands now."""
    board = read_board(register, incident_id, with_people=False, lines=0)
    with register.reading() as connection:
        sealer = register.sealer(incident_id, connection)
        at = case_time(connection, incident_id, board.incident.marking, datetime.now(UTC))
        ledger = read_ledger(connection, sealer, incident_id)
        parties = read_parties(connection, sealer, incident_id)
        lines = audit.read(connection, sealer, incident_id)
        promises = read_promised_updates(connection, incident_id)
        knew = read_who_knew(connection, sealer, incident_id)
        log = log_words(register, connection, board, language)
    words = WORDS[language]
    marks = numbered_marks(board, ledger, promises, language)
    lanes = dict(zip(LANES, PICTURE[language].lanes, strict=True))
    sayers = Sayers(_us(parties).key, {party.key: party.name for party in parties.values()})
    sections = (
        Section(
            title=words["marks"],
            head=(words["no"], words["when"], words["kind"], words["what"]),
            rows=tuple((m.number, _moment(m.at), lanes[m.lane], m.title) for m in marks),
            widths=(1, 3, 3, 9),
            empty=words["none"],
        ),
        _duties(board, at, language),
        figures_section(ledger, sayers, language),
        _decisions(lines, log, language),
        Section(
            title=words["knew"],
            head=KNEW_HEAD[language],
            rows=knew_rows(knew, language),
            widths=(3, 4, 4, 2, 3),
            empty=words["none"],
        ),
        _documents(board, language),
        _facts(ledger, sayers, language),
        _log(lines, log, language),
    )
    return BoardReport(
        locale=language,
        title=f"{words['title']}　{board.incident.title}",
        marking=banner(board.incident.marking, Language(language)),
        made_at=at,
        date=date_words(at) if language == "ja" else date_in_english(at),
        sender=_us(parties).name,
        head=head_rows(board, at, language),
        summary_heading=SUMMARY[language]["title"],
        summary=summary_rows(board, ledger, promises, at, language),
        picture_heading=PICTURE[language].title,
        picture=PICTURE[language],
        marks=marks,
        sections=sections,
    )


def _us(parties: dict[str, PartyRow]) -> PartyRow:
    return ourselves(parties)


def _duties(board: Board, at: datetime, language: ScreenLanguage) -> Section:
    words = WORDS[language]
    head = tuple(words[name] for name in ("duty", "debtor", "due", "state", "met", "margin"))
    rows = tuple(
        (
            rule_title(duty.rule, language),
            duty.debtor_name,
            _moment(duty.clock_at),
            DUTY_STATES[language].get(duty.status, duty.status),
            _moment(duty.met_at),
            duty_margin(duty, at, language),
        )
        for duty in board.duties
    )
    return Section(
        title=words["duties"],
        head=head,
        rows=rows,
        widths=(5, 4, 3, 2, 3, 3),
        empty=words["none"],
    )


def _stated(
    entry: LedgerEntry, sayers: Sayers, language: ScreenLanguage
) -> tuple[str, str, str, str, str]:
    fact = entry.fact
    return (
        fact_title(fact.key, language),
        _moment(entry.recorded_at),
        fact_value(fact, language),
        FACT_STATES[language][fact.status],
        stated_by(entry, sayers, language),
    )


def _decisions(lines: list[audit.AuditLine], log: LogWords, language: ScreenLanguage) -> Section:
    words = WORDS[language]
    rows = tuple(
        (
            _moment(line.at),
            log.who(line.actor),
            log.act(line),
            " ".join(part for part in (log.subject(line), log.detail(line)) if part),
        )
        for line in lines
        if line.action in DECIDED and line.outcome == "done"
    )
    head = tuple(words[name] for name in ("when", "who", "decision", "why"))
    return Section(
        title=words["decisions"], head=head, rows=rows, widths=(3, 2, 3, 8), empty=words["none"]
    )


def _documents(board: Board, language: ScreenLanguage) -> Section:
    words = WORDS[language]
    rows = tuple(
        (
            one.number,
            DOCUMENTS[language][one.kind],
            DOCUMENT_STATES[language][one.state],
            _moment(one.issued_at),
            one.receipt_number or "—",
        )
        for one in board.documents
    )
    head = tuple(words[name] for name in ("no", "document", "state", "issued", "receipt"))
    return Section(
        title=words["documents"], head=head, rows=rows, widths=(1, 5, 2, 3, 3), empty=words["none"]
    )


def _facts(ledger: Ledger, sayers: Sayers, language: ScreenLanguage) -> Section:
    words = WORDS[language]
    told = sorted((*ledger.entries, *ledger.claims), key=lambda entry: entry.revision)
    rows = tuple((entry.revision, *_stated(entry, sayers, language)) for entry in told)
    named = ("revision", "fact", "recorded", "value", "certainty", "source")
    return Section(
        title=words["facts"],
        head=tuple(words[name] for name in named),
        rows=rows,
        widths=(1, 4, 3, 8, 2, 3),
        empty=words["none"],
    )


def _log(lines: list[audit.AuditLine], log: LogWords, language: ScreenLanguage) -> Section:
    words = WORDS[language]
    rows = tuple(
        (number, _moment(line.at), log.who(line.actor), log.in_words(line), words[line.outcome])
        for number, line in enumerate(lines, start=1)
    )
    head = tuple(words[name] for name in ("no", "when", "who", "what", "outcome"))
    return Section(
        title=words["log"], head=head, rows=rows, widths=(1, 3, 2, 9, 1), empty=words["none"]
    )


def _moment(at: datetime | None) -> str:
    return short_moment(at, with_year=True) if at else "—"
