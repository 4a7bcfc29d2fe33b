"""Reads the passages of a document, and what a returned Word file would change in it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from commands.document_reading import Page, read_page
from commands.finding import find_incident
from commands.returned_papers import changes_of, fact_saying, numbers_changed
from commands.sentences import NotPossible
from domain.passages import linked, undeclared
from domain.plain_text import clean_line
from domain.said_passages import SaidPassage
from printing.document_formats import DocumentFormat
from printing.returned_word_files import BadFileError, Returned, read_returned
from register.ledger import read_ledger
from register.passages import EditedPassage, read_passages
from register.store import Register
from screens.words import ScreenLanguage

QUOTED = 60
"""Signs of a fixed part that a refusal quotes."""


class Passages(NamedTuple):
    """The passages of one document in order, and the newest edit of each that has one."""

    page: Page
    edits: dict[str, EditedPassage]

    @property
    def said(self) -> tuple[SaidPassage, ...]:
        """Every passage of the text."""
        return self.page.passages

    def as_json(self) -> dict[str, Any]:
        """For a program."""
        return {
            "document": self.page.document.number,
            "text": self.page.document.binding.text,
            "passages": [_json(one, self.edits.get(one.name)) for one in self.said],
        }

    def named(self, name: str) -> SaidPassage:
        """One passage.

        Raises:
            NotPossible: there is none of this name; with those that there are.
        """
        found = next((one for one in self.said if one.name == name), None)
        if found is None:
            there_are = ", ".join(one.name for one in self.said)
            raise NotPossible(
                en=f"No passage of this document has that name. There is: {there_are or 'none'}",
                ja=f"この文書にその名前の段落はありません。あるもの: {there_are or 'なし'}",
            )
        return found


class Proposal(NamedTuple):
    """What a returned file would change: passages with places, and what was told about the file."""

    page: Page
    returned: Returned
    edits: dict[str, str]
    words: dict[str, tuple[str, str]]
    older: int | None = None


def read_edited(
    register: Register, incident: str, number: int, language: ScreenLanguage
) -> Passages:
    """The passages of a document, as its first addressee reads them."""
    page = read_page(register, incident, number, None, language)
    identity = find_incident(register, incident)
    with register.reading() as connection:
        sealer = register.sealer(identity, connection)
        edits = read_passages(connection, sealer, page.document.id)
    return Passages(page, edits)


def propose(
    register: Register,
    incident: str,
    number: int,
    path: Path,
    *,
    declared: Iterable[str],
    accepting: bool,
    only_look: bool,
) -> Proposal:
    """What a returned file changes; with `only_look` also of an older text.

    Raises:
        NotPossible: it is no file of ours, of another document or of an older text, or changes
            what follows the ledger; each time with what would be right.
    """
    returned = _read(path, accepting=accepting)
    language = returned.properties.get("Language")
    known = read_edited(register, incident, number, "en" if language == "en" else "ja")
    page = known.page
    older = _which_text(page, returned, incident)
    if older is not None and not only_look:
        raise _is_older(page, older, incident, number, path)
    sent = read_returned(page.written_as(DocumentFormat.WORD))
    changes = changes_of(sent, returned)
    if older is None:
        for before, after in changes.fixed:
            raise _is_fixed(register, incident, page, before, after)
    said = {one.name: one for one in known.said}
    edits = {name: linked(words, said[name].links) for name, words in changes.passages.items()}
    for name, words in edits.items():
        standing = known.edits[name].declared if name in known.edits else ()
        allowed = [*declared, *(one.typed for one in standing)]
        typed = undeclared(words, said[name].own, allowed)
        if typed and older is None:
            raise _is_typed(register, incident, page, said[name], changes.passages[name], typed)
    words_of = {name: (said[name].words, words) for name, words in changes.passages.items()}
    return Proposal(page, returned, edits, words_of, older)


def _json(said: SaidPassage, edit: EditedPassage | None) -> dict[str, Any]:
    return {
        "name": said.name,
        "edited": said.edited,
        "words": said.words,
        "source": said.source,
        "own": said.own,
        "edits": edit.edit if edit else 0,
        "edited_by": edit.edited_by if edit else None,
        "declared": [one._asdict() for one in edit.declared] if edit else [],
    }


def _read(path: Path, *, accepting: bool) -> Returned:
    try:
        return read_returned(path.read_bytes(), accepting=accepting)
    except BadFileError as error:
        raise NotPossible(en=error.en, ja=error.ja) from None
    except OSError:
        raise NotPossible(
            en="This file cannot be read; check its name and its permissions.",
            ja="ファイルを読めません。名前と権限を確認してください。",
        ) from None


def _which_text(page: Page, returned: Returned, incident: str) -> int | None:
    """The revision of an older text; None where the file holds the present one."""
    told, here = returned.properties, page.document
    if not told.get("Document"):
        raise NotPossible(
            en="This file did not come out of Shirase, or lost its properties on the way; take "
            f"one with `shirase show {incident} {here.number} --format docx --out FILE`.",
            ja="このファイルは Shirase が書き出したものではないか、文書の情報が失われています。"
            f"`shirase show {incident} {here.number} --format docx --out FILE` で"
            "書き出してください。",
        )
    if told["Document"] != here.id:
        number = clean_line(told.get("Number", ""))[:8]
        same = told.get("Incident") == here.incident_id
        place = f"document {number} of this incident" if same else "a document of another incident"
        place_ja = f"この事案の文書{number}" if same else "別の事案の文書"
        raise NotPossible(
            en=f"This file is {place}, and not document {here.number}: return it there.",
            ja=f"このファイルは{place_ja}で、文書{here.number}ではありません。"
            "そちらに戻してください。",
        )
    if told.get("Text") == here.binding.text:
        return None
    revision = told.get("Revision", "")
    return int(revision) if revision.isdecimal() and len(revision) < QUOTED else 0


def _is_older(page: Page, older: int, incident: str, number: int, path: Path) -> NotPossible:
    now = page.document.ledger_revision
    look = f"shirase passage return {incident} {number} {path.name} --dry-run"
    return NotPossible(
        en=f"This file is an older text, of revision {older} of the ledger; the text stands at "
        f"{now} now. See what differs with `{look}`, then take the text out anew.",
        ja=f"このファイルは台帳の第{older}版による古い文面です(現在は第{now}版)。"
        f"違いは `{look}` で確認し、書き出し直してください。",
    )


def _is_fixed(
    register: Register, incident: str, page: Page, before: str, after: str
) -> NotPossible:
    gone, came = numbers_changed(before, after)
    if gone or came:
        key = next(filter(None, (_key(register, incident, page, one) for one in gone)), "")
        fix = f"shirase fact correct {incident} {key or 'KEY'} --reason WHY"
        old, new = ", ".join(gone) or "-", ", ".join(came) or "-"
        return NotPossible(
            en=f"A figure or date that follows the ledger was changed: '{old}' became '{new}'. "
            f"Correct the fact instead: `{fix}`; every text follows.",
            ja=f"台帳に結び付いた件数・日付が変わっています: 「{old}」→「{new}」。"
            f"事実を訂正してください(`{fix}`)。文面は自動で改まります。",
        )
    old, new = _quoted(before), _quoted(after)
    return NotPossible(
        en=f"A fixed part was changed: '{old}' became '{new}'. Put it back as it was; words that "
        "may be edited stand in the marked passages, the others follow facts and templates.",
        ja=f"固定の部分が変わっています: 「{old}」→「{new}」。元に戻してください。"
        "直せるのは印の付いた段落だけで、ほかは事実とひな型によります。",
    )


def _is_typed(
    register: Register,
    incident: str,
    page: Page,
    said: SaidPassage,
    words: str,
    typed: tuple[str, ...],
) -> NotPossible:
    gone, _ = numbers_changed(said.words, words)
    key = next(filter(None, (_key(register, incident, page, one) for one in gone)), "")
    listed, stood = ", ".join(typed), ", ".join(gone)
    fix = f"shirase fact correct {incident} {key} --reason WHY" if key else ""
    return NotPossible(
        en=f"Passage '{said.name}' has figures or dates typed by hand: {listed}"
        + (f" (there stood: {stood})" if stood else "")
        + ". "
        + (f"Correct the fact (`{fix}`), write" if fix else "Write")
        + " a fact's place such as ［figure.people］, or declare each: --declare 'TYPED = WHY'.",
        ja=f"段落 {said.name} に手で書かれた件数・日付があります: {listed}"
        + (f"(元は {stood})" if stood else "")
        + "。"
        + (f"事実を訂正するか(`{fix}`)、" if fix else "")
        + "［figure.people］のように事実の鍵で書くか、--declare '語 = 理由' で申告してください。",
    )


def _key(register: Register, incident: str, page: Page, said: str) -> str:
    identity = find_incident(register, incident)
    with register.reading() as connection:
        ledger = read_ledger(connection, register.sealer(identity, connection), identity)
    return fact_saying(ledger, page.document.facts_read, said)


def _quoted(words: str) -> str:
    line = clean_line(words)
    return f"{line[:QUOTED]}…" if len(line) > QUOTED else line or "-"
