"""Reads filings for a command: the filled form as a sheet, two of them compared."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection

from activities.filing_contexts import report_of
from activities.words_facts import FactReader, Manner
from commands.context import find_incident
from commands.finding import find_document, find_duty
from commands.sentences import NotPossible, ScreenLanguage
from contracts.document_context import FactView
from domain.documents import FILINGS
from domain.explanations import Locale
from domain.fact_phrases import FACT_PHRASES
from domain.facts import FactStatus, Ledger
from domain.generic_filing import ContentItem, contents_of
from domain.ppc_fields import BY_ID, Entry
from domain.ppc_report import ChangedField, FormAnswer, PpcReport, differences, section_title
from domain.wording import Language
from regimes.loader import load_bundled
from register.board import BoardDocument, read_board
from register.ledger import read_ledger
from register.parties import PartyRow, ourselves, read_parties
from register.store import Register
from screens.words import DOCUMENTS


class SheetLine(NamedTuple):
    """One field to be typed in, in the order of the form."""

    section: str
    id: str
    label: str
    words: str
    answered: bool
    entry: str
    options: tuple[str, ...]
    chosen: tuple[str, ...]
    verified: bool


class Sheet(NamedTuple):
    """What is copied into a form, with what proves that it was filed."""

    title: str
    lines: tuple[SheetLine, ...]
    entrustors: tuple[dict[str, str], ...] = ()
    document: int | None = None
    state: str = ""
    issued_at: datetime | None = None
    submitted_at: datetime | None = None
    receipt: str = ""

    def as_json(self) -> dict[str, Any]:
        """For a program."""
        return {**self._asdict(), "lines": [line._asdict() for line in self.lines]}


def sheet_of(
    register: Register, incident: str, number: int, to: str | None, language: ScreenLanguage
) -> Sheet:
    """The form of a filing as it was drafted and approved, in the order of the web form.

    Raises:
        NotPossible: no such incident, document or addressee; or the document is no such report.
    """
    document, report = _report(register, incident, number, to)
    return Sheet(
        title=f"#{document.number} {DOCUMENTS[language][document.kind]}",
        lines=tuple(_line(answer, report.language) for answer in report.answers),
        entrustors=tuple(one.model_dump() for one in report.entrustors),
        document=document.number,
        state=document.state.value,
        issued_at=document.issued_at,
        submitted_at=document.receipt_at,
        receipt=document.receipt_number or "",
    )


def changes_of(
    register: Register, incident: str, before: int, after: int
) -> tuple[ChangedField, ...]:
    """What two reports say otherwise, field by field.

    Raises:
        NotPossible: as for a sheet, or the two are in different languages.
    """
    _, first = _report(register, incident, before, None)
    _, second = _report(register, incident, after, None)
    if first.language is not second.language:
        raise NotPossible(
            en="These two reports are in different languages and cannot be compared.",
            ja="この2つの報告は言語が違うため、比べられません。",
        )
    return differences(first, second)


def duty_sheet(register: Register, incident: str, duty: str, language: ScreenLanguage) -> Sheet:
    """What another authority's law wants said, filled from the ledger as it stands.

    Raises:
        NotPossible: no such incident or duty, or its law names no contents.
    """
    identity = find_incident(register, incident)
    board = read_board(register, identity, with_people=False, lines=0)
    found = find_duty(board, duty)
    regimes = load_bundled()
    rules = [rule for regime in regimes for rule in regime.rules if rule.id == found.rule]
    items = contents_of(rules[-1], regimes) if rules else ()
    if not items:
        raise NotPossible(
            en="The law of this duty names no contents of its own; the report form of a document "
            "is read with its number.",
            ja="この義務の規則には記載事項の定めがありません。報告書の様式は文書の番号で指定してください。",
        )
    with register.reading() as connection:
        sealer = register.sealer(identity, connection)
        ledger = read_ledger(connection, sealer, identity)
        parties = read_parties(connection, sealer, identity)
    reader = _reader(ledger, parties, language)
    locale = Locale.JA if language == "ja" else Locale.EN
    return Sheet(
        title=rules[-1].title.read_in(locale),
        lines=tuple(
            _content_line(item, reader, ourselves(parties), locale, verified=rules[-1].verified)
            for item in items
        ),
    )


def _report(
    register: Register, incident: str, number: int, to: str | None
) -> tuple[BoardDocument, PpcReport]:
    identity = find_incident(register, incident)
    document = find_document(read_board(register, identity, with_people=False, lines=0), number)
    with register.reading() as connection:
        report = _form(connection, register, identity, document, to)
    if document.kind not in FILINGS or report is None:
        raise NotPossible(
            en="This document is no report on a form; `shirase documents` lists the kinds.",
            ja="この文書は様式による報告書ではありません。"
            "種類は `shirase documents` で確認できます。",
        )
    return document, report


def _form(
    connection: Connection,
    register: Register,
    identity: str,
    document: BoardDocument,
    to: str | None,
) -> PpcReport | None:
    sealer = register.sealer(identity, connection)
    known = read_parties(connection, sealer, identity)
    named = [known[one] for one in document.addressees if one in known]
    chosen = next((party for party in named if to in {None, party.key}), None)
    if chosen is None:
        listed = ", ".join(party.key for party in named)
        raise NotPossible(
            en=f"This document has no words for that addressee. There is: {listed or 'none'}",
            ja=f"その宛先の文面はありません。宛先: {listed or 'なし'}",
        )
    return report_of(connection, sealer, document.id, chosen.id)


def _line(answer: FormAnswer, language: Language) -> SheetLine:
    field = BY_ID.get(answer.id)
    # The box of what is not known is no choice where a day or a number is given.
    boxed = field is not None and (field.entry not in {Entry.DATE, Entry.NUMBER} or answer.chosen)
    return SheetLine(
        section=section_title(answer.section, language),
        id=answer.id,
        label=answer.label,
        words=answer.words,
        answered=answer.answered,
        entry=field.entry.value if field else "number",
        options=tuple(option.ja for option in field.options) if field and boxed else (),
        chosen=answer.chosen,
        verified=field.verified if field else False,
    )


def _content_line(
    item: ContentItem, reader: FactReader, us: PartyRow, locale: Locale, *, verified: bool
) -> SheetLine:
    facts = [reader.fact(key) for key in item.keys]
    stated = [fact for fact in facts if fact.status is not FactStatus.UNKNOWN]
    if item.of_ourselves:
        desk = us.details.get("desk") or {}
        told = [us.name, *(str(desk.get(name) or "") for name in ("name", "phone", "mail"))]
        words = "\n".join(part for part in told if part)
    elif stated:
        words = "\n".join(f"{fact.title}: {fact.said}" for fact in stated)
    else:
        words = FACT_PHRASES[Language(locale.value)].unknown
    return SheetLine(
        section="",
        id=item.id,
        label=item.title.read_in(locale),
        words=words,
        answered=bool(stated) or item.of_ourselves,
        entry="text",
        options=(),
        chosen=(),
        verified=verified,
    )


def _reader(ledger: Ledger, parties: dict[str, PartyRow], language: ScreenLanguage) -> FactReader:
    names = {party.key: party.name for party in parties.values()}
    views = (
        FactView(
            **entry.fact.model_dump(
                include={"key", "status", "statement", "figure", "moment", "as_of", "public"}
            ),
            source_name=names.get(entry.fact.source, ""),
        )
        for entry in ledger.current().values()
    )
    return FactReader(views, public_only=False, manner=Manner(Language(language)))
