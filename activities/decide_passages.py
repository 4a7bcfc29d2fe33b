"""Editing the free paragraphs of a document: the new text stands at once, its approvals do not."""

from collections.abc import Mapping

from activities.desk import STAFF, Desk, HandlerResult, listed
from activities.document_contexts import ContextMaker
from activities.drafting import written
from activities.words_errors import FactNotPublicError, WordsError
from contracts.passage_words import PassagesEdited
from domain.documents import DocumentState, digest_of
from domain.fact_phrases import FACT_PHRASES
from domain.passages import (
    Declared,
    filled,
    foreign_links,
    places,
    undeclared,
    unknown_places,
)
from domain.plain_text import clean_prose
from domain.ppc_report import PpcReport, chosen_by
from domain.said_passages import SaidPassage, passages_of
from domain.wording import Language
from register.documents import (
    DocumentRow,
    Rendition,
    read_documents,
    read_renditions,
    write_draft,
)
from register.passages import EditedPassage, read_passages, write_passage
from register.refusals import NotAllowedError

NAMED_AT_MOST = 5


def passages_edited(desk: Desk, words: PassagesEdited) -> HandlerResult:
    """All or none: passages that exist, with places that exist and nothing typed undeclared."""
    desk.require(STAFF, "edit a passage")
    document = _document(desk, words)
    known = _known(desk, document)
    before = read_passages(desk.connection, desk.sealer, document.id)
    declared = tuple(Declared(one.typed, one.reason) for one in words.declared)
    if any(not one.reason.strip() for one in declared):
        raise NotAllowedError("a figure or date is declared for a reason: --declare 'TYPED = WHY'")
    edits = {}
    for one in words.passages:
        told = clean_prose(one.words)
        if told != _named(known, one.name).source:
            _check(known[one.name], told, declared, before.get(one.name))
            _keeps_its_doubt(known[one.name], told, document.language)
            edits[one.name] = _edit(desk, one.name, told, declared, before.get(one.name))
    if not edits:
        raise NotAllowedError("the passages say so already: nothing changes")
    row = _write(desk, document, before, edits)
    return HandlerResult(
        sentence=f"document {document.number}: edited {', '.join(sorted(edits))}; "
        "its text waits for approval",
        ids=(document.id,),
        texts_edited=True,
        action="passage.edited",
        subject=document.id,
        detail={
            "number": document.number,
            "passages": ", ".join(sorted(edits)),
            "before": digest_of(known[name].source for name in sorted(edits)),
            "after": digest_of(edits[name].words for name in sorted(edits)),
            "binding": row.binding_digest,
            "voided": document.state is DocumentState.APPROVED,
            "returned": words.returned,
            "declared": "; ".join(f"{one.typed}: {one.reason}" for one in declared),
        },
    )


def _document(desk: Desk, words: PassagesEdited) -> DocumentRow:
    documents = read_documents(desk.connection, desk.incident_id)
    found = next((one for one in documents if one.number == words.number), None)
    if found is None:
        raise NotAllowedError(f"there is no document {words.number} yet")
    if found.state in {DocumentState.ISSUED, DocumentState.WITHDRAWN}:
        raise NotAllowedError("this document has left the house or was withdrawn; its text stands")
    if words.text and words.text != found.binding.text:
        raise NotAllowedError(
            f"this edit is of an older text; the text stands at revision {found.ledger_revision} "
            "of the ledger now: take it anew, and edit that"
        )
    return found


def _known(desk: Desk, document: DocumentRow) -> dict[str, SaidPassage]:
    renditions = read_renditions(desk.connection, desk.sealer, document.id)
    kept = next((one.passages for one in renditions if one.passages), "")
    known = {one.name: one for one in passages_of(kept)}
    if not known:
        raise NotAllowedError(
            f"document {document.number} ({document.kind}) has no passages: its words follow the "
            "facts; correct these with `shirase fact correct`"
        )
    return known


def _named(known: Mapping[str, SaidPassage], name: str) -> SaidPassage:
    if name not in known:
        raise NotAllowedError(f"there is no passage '{name}'; there is: {listed(known)}")
    return known[name]


def _check(
    known: SaidPassage, told: str, declared: tuple[Declared, ...], before: EditedPassage | None
) -> None:
    if not told.strip():
        raise NotAllowedError(f"passage '{known.name}' is not left empty: write what it says")
    for place, near in unknown_places(told).items():
        raise NotAllowedError(
            f"'［{place}］' in passage '{known.name}' is no place; near it: "
            f"{', '.join(near) or 'none'}"
        )
    if links := foreign_links(told, known.own):
        raise NotAllowedError(
            f"passage '{known.name}' has a link typed by hand: {links[0]}; our notices send nobody "
            "to a page by a link: leave it out, or name the page in words"
        )
    standing = before.declared if before else ()
    allowed = [one.typed for one in (*declared, *standing)]
    if typed := undeclared(told, known.own, allowed):
        raise NotAllowedError(
            f"passage '{known.name}' has figures or dates typed by hand: "
            f"{', '.join(typed[:NAMED_AT_MOST])}; write the fact's place (such as "
            "［figure.people］), or declare each: --declare 'TYPED = WHY'"
        )


def _keeps_its_doubt(known: SaidPassage, told: str, language: str) -> None:
    """A passage that says one suspected or unknown fact stays as unsure as the fact is."""
    phrases = FACT_PHRASES[Language(language)]
    unsure = (*phrases.says_suspected, phrases.doubt, *phrases.says_unknown)
    said = dict(known.links)
    place = next((one for one in places(known.own) if one in said), "")
    if known.own.rstrip("。.") != f"［{place}］" or place in places(told):
        return
    if any(word in said[place] for word in unsure) and not any(word in told for word in unsure):
        raise NotAllowedError(
            f"passage '{known.name}' says as certain what the ledger holds as suspected or "
            f"unknown: write ［{place}］, say that it is not established, or correct the fact"
        )


def _edit(
    desk: Desk,
    name: str,
    told: str,
    declared: tuple[Declared, ...],
    before: EditedPassage | None,
) -> EditedPassage:
    standing = before.declared if before else ()
    return EditedPassage(
        name=name,
        words=told,
        declared=tuple(dict.fromkeys((*standing, *declared))),
        edit=before.edit + 1 if before else 1,
        edited_at=desk.at,
        edited_by=desk.actor,
    )


def _keeps_its_boxes(rendition: Rendition, edits: Mapping[str, EditedPassage]) -> None:
    """A form's boxes follow the facts: words beside them may not stand for other ones."""
    answers = PpcReport.model_validate_json(rendition.form).answers if rendition.form else ()
    for answer in answers:
        told = chosen_by(answer.field, answer.words) if answer.field and answer.id in edits else ()
        if told and answer.chosen and told != answer.chosen:
            raise NotAllowedError(
                f"passage '{answer.id}' says another box of the form than its fact does "
                f"({', '.join(told)}, not {', '.join(answer.chosen)}): correct the fact "
                f"'{answer.field.source if answer.field else ''}'"
            )


def _write(
    desk: Desk,
    document: DocumentRow,
    before: Mapping[str, EditedPassage],
    edits: Mapping[str, EditedPassage],
) -> DocumentRow:
    """Write the text anew in this same transaction, with the edits in it."""
    for edit in edits.values():
        write_passage(desk.connection, desk.sealer, desk.incident_id, document.id, edit)
    maker = ContextMaker(desk.connection, desk.sealer, desk.incident_id, desk.at)
    try:
        row, renditions = written(maker, document, desk.at, {**before, **edits})
    except FactNotPublicError as error:
        raise NotAllowedError(
            f"'{error.key}' is not public, and this text is for everybody: leave its place out"
        ) from None
    except WordsError as error:
        raise NotAllowedError(f"the text cannot be written with this edit: {error}") from None
    kept = next(one.passages for one in renditions if one.passages)
    for said in passages_of(kept):
        if said.name in edits and filled(said.source, dict(said.links)) != said.words:
            raise NotAllowedError(
                f"passage '{said.name}' denies a leak, promises compensation or admits liability, "
                "and no fact carries that: state the fact, or say it otherwise"
            )
    for rendition in renditions:
        _keeps_its_boxes(rendition, edits)
    write_draft(desk.connection, desk.sealer, row, renditions)
    return row
