"""Renders documents: the same context always gives the same words.

What it returns beside the words is what an approval binds: the version of the templates and the
keys of the facts that they really read.
"""

import re
from types import SimpleNamespace

from pydantic import BaseModel, ConfigDict

from activities.alert_words import alert_words
from activities.ppc_form import STAGES, changes_of, fill_report
from activities.words_changes import ChangeTeller
from activities.words_environment import KIT_ANSWERS, rendered, template_version
from activities.words_errors import TemplateFaultError, UnmarkedDocumentError
from activities.words_facts import FactReader, Manner
from activities.words_kit import (
    KIT_DRAFTS,
    KIT_NAMES,
    draft_context,
    kit_words,
    texts_of,
)
from activities.words_passages import PassageWriter
from contracts.document_context import ContextPart, DocumentContext
from contracts.staff_mail_context import AlertContext, ApprovalContext, ReminderContext
from domain.documents import FILINGS, FOR_EVERYBODY, PERSON_DOCUMENTS, DocumentKind
from domain.fact_catalogue import REPORT_ITEM_TITLES
from domain.markings import Marking
from domain.person_fields import PersonField, fill_html, fill_text
from domain.plain_text import clean_line
from domain.ppc_report import PpcReport
from domain.said_passages import SaidPassage
from domain.voices import voice
from domain.wording import Language, banner, calls_itself, release_words, subject_mark
from domain.wording_english import release_in_english, report_items_in_english

REPORTS = FILINGS | {DocumentKind.BOARD_MEMO, DocumentKind.ENTRUSTOR_NOTICE}


class Rendered(BaseModel):
    """A document in words. In documents for persons the texts still hold fields to be filled.

    `subject` is one line. `facts_read` are the keys that the templates read, sorted, among them
    keys that the ledger does not hold.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    subject: str
    text: str
    html: str
    template_version: str
    facts_read: tuple[str, ...] = ()
    form: PpcReport | None = None
    passages: tuple[SaidPassage, ...] = ()


def render(context: DocumentContext, *, with_sources: bool = False) -> Rendered:
    """A document of any kind; `with_sources` gives its passages with their places.

    Raises the errors of `words_errors`: a fact that is not public in a release, no template of
    this kind in this language, a template that is wrong.
    """
    if context.kind is DocumentKind.MERCHANT_KIT:
        return _kit(context, with_sources=with_sources)
    english = context.language is Language.ENGLISH
    speaking = voice(context.form, context.relation, context.language)
    manner = Manner(
        language=context.language,
        era=context.kind in FILINGS or context.era_dates,
        in_house=context.kind is DocumentKind.BOARD_MEMO,
        report=context.kind in REPORTS,
        # A title such as 当社システムの状況 speaks of whose ledger it is.
        ours=f"{context.platform.name}の" if context.platform else speaking.ours,
    )
    keeper = context.platform.name if context.platform else ""
    public_only = context.kind in FOR_EVERYBODY
    reader = FactReader(context.facts, public_only=public_only, manner=manner, keeper=keeper)
    changes = ChangeTeller(context, reader, manner)
    writer = PassageWriter(context, reader, dict(context.passages))
    values = {
        **_fields_of(context),
        "passage": writer.passage,
        "fact": reader.fact,
        "releasable": reader.releasable,
        "figures": reader.figures,
        "changed": reader.changed,
        "changed_rows": changes.rows,
        "corrections": changes.corrections,
        "advice": reader.advice,
        "voice": speaking,
        "this": calls_itself(context.kind, context.language),
        "release_words": release_in_english if english else release_words,
        "report_item_titles": report_items_in_english() if english else REPORT_ITEM_TITLES,
    }
    form = fill_report(context, reader, writer) if context.kind in STAGES else None
    if form is not None:
        values |= {"report_form": form, "changes": changes_of(context, form)}
    if context.kind in PERSON_DOCUMENTS:
        values["person"] = SimpleNamespace(**{field.value: field.marker for field in PersonField})
    words = _document(f"{context.language}/{context.kind}", context.marking, values)
    read, said = reader.keys_read, writer.all_said(with_sources=with_sources)
    return words.model_copy(update={"facts_read": read, "form": form, "passages": said})


def render_alert(context: AlertContext) -> Rendered:
    """The mail that tells staff which duties need them now, the most urgent first."""
    ordered = tuple(sorted(context.lines, key=lambda line: (line.due, line.code_name, line.duty)))
    values = {**_fields_of(context), **alert_words(context), "lines": ordered}
    return _document(f"{context.language}/staff_alert", context.marking, values)


def render_reminder(context: ReminderContext) -> Rendered:
    """The mail that reminds a merchant of what we still wait for."""
    return _document(f"{context.language}/merchant_reminder", context.marking, _fields_of(context))


def render_approval_request(context: ApprovalContext) -> Rendered:
    """The mail that asks an approver for a decision."""
    folder = f"{context.language}/approval_request"
    return _document(folder, context.marking, _fields_of(context))


def _kit(context: DocumentContext, *, with_sources: bool) -> Rendered:
    """A merchant's kit: the mail and the letter that it may send, and what its desk answers."""
    language = context.language
    folder, fields = f"{language}/{context.kind}", KIT_NAMES[language].fields
    made = {
        draft: render(draft_context(context, draft), with_sources=with_sources)
        for draft in KIT_DRAFTS
    }
    mail, letter = (
        f"{made[draft].subject}\n\n{fill_text(made[draft].text, fields)}" for draft in KIT_DRAFTS
    )
    answers, read = _answers(context)
    page = fill_html(made["letter"].html, fields)
    kit = kit_words(language, mail, letter, page, answers)
    words = _document(folder, context.marking, {**_fields_of(context), "kit": kit})
    if list(texts_of(words.text, language).values()) != [part.text for part in kit.parts]:
        raise TemplateFaultError(folder)
    said = (
        passage.model_copy(update={"name": f"{draft}.{passage.name}"})
        for draft, one in made.items()
        for passage in one.passages
    )
    keys = set(read).union(*(one.facts_read for one in made.values()))
    return words.model_copy(
        update={"facts_read": tuple(sorted(keys)), "passages": tuple(said)},
    )


def _answers(context: DocumentContext) -> tuple[str, tuple[str, ...]]:
    """What a merchant's own desk answers, and the facts read; the merchant speaks in it."""
    keeper = context.platform or context.sender
    reader = FactReader(
        context.facts,
        public_only=False,
        manner=Manner(language=context.language, era=context.era_dates),
        keeper=keeper.name,
    )
    said = banner(context.marking, context.language)
    values = {
        **_fields_of(context),
        "fact": reader.fact,
        "advice": reader.advice,
        "sender": keeper,
        "desk": keeper.desk,
        "banner": said,
    }
    name = f"{context.language}/{context.kind}/{KIT_ANSWERS}"
    text = _tidy(rendered(name, values))
    if said not in text:
        raise UnmarkedDocumentError(name)
    return text, reader.keys_read


def _document(folder: str, marking: Marking, values: dict[str, object]) -> Rendered:
    language = Language(folder.partition("/")[0])
    said = banner(marking, language)
    title = clean_line(rendered(f"{folder}/subject.txt.j2", values))
    bodies = {**values, "title": title, "banner": said}
    text = _tidy(rendered(f"{folder}/body.txt.j2", bodies))
    html = _tidy(rendered(f"{folder}/body.html.j2", bodies))
    if said not in text or said not in html:
        raise UnmarkedDocumentError(folder)
    return Rendered(
        subject=f"{subject_mark(marking, language)}{title}",
        text=text,
        html=html,
        template_version=template_version(folder),
    )


def _fields_of(context: ContextPart) -> dict[str, object]:
    """The fields of a context as models, not as plain dictionaries."""
    return {name: getattr(context, name) for name in type(context).model_fields}


def _tidy(text: str) -> str:
    """No more than one blank line at a time: templates are laid out for those who edit them."""
    return re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n"
