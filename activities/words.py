"""Renders documents: the same context always gives the same words.

What it returns beside the words is what an approval binds: the version of the templates and the
keys of the facts that they really read.
"""

import re
from types import SimpleNamespace

from pydantic import BaseModel, ConfigDict

from activities.alert_words import alert_words
from activities.words_environment import rendered, template_version
from activities.words_errors import UnmarkedDocumentError
from activities.words_facts import FactReader
from contracts.document_context import ContextPart, DocumentContext
from contracts.staff_mail_context import AlertContext, ApprovalContext, ReminderContext
from domain.documents import FILINGS, PERSON_DOCUMENTS, RELEASES, DocumentKind
from domain.fact_catalogue import REPORT_ITEM_TITLES
from domain.markings import Marking
from domain.person_fields import PersonField
from domain.plain_text import clean_line
from domain.wording import Language, banner, release_words, subject_mark

_CALLS_ITSELF: dict[DocumentKind, str] = {
    DocumentKind.MERCHANT_NOTICE: "本メール",
    DocumentKind.PERSON_NOTICE: "本メール",
    DocumentKind.PERSON_LETTER: "本書面",
    DocumentKind.MERCHANT_RETRACTION: "本メール",
    DocumentKind.PERSON_RETRACTION: "本メール",
    DocumentKind.PERSON_RETRACTION_LETTER: "本書面",
}


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


def render(context: DocumentContext) -> Rendered:
    """A document of any kind.

    Raises the errors of `words_errors`: a fact that is not public in a release, no template of
    this kind in this language, a template that is wrong.
    """
    reader = FactReader(
        context.facts,
        public_only=context.kind in RELEASES,
        era=context.kind in FILINGS,
        keeper=context.platform.name if context.platform else "",
    )
    values = {
        **_fields_of(context),
        "fact": reader.fact,
        "releasable": reader.releasable,
        "figures": reader.figures,
        "changed": reader.changed,
        "this": _CALLS_ITSELF.get(context.kind, "本書"),
        "release_words": release_words,
        "report_item_titles": REPORT_ITEM_TITLES,
    }
    if context.kind in PERSON_DOCUMENTS:
        values["person"] = SimpleNamespace(**{field.value: field.marker for field in PersonField})
    words = _document(f"{context.language}/{context.kind}", context.marking, values)
    return words.model_copy(update={"facts_read": reader.keys_read})


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
