"""Fills the report form from what a filing's context gives and from the facts in its words."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from activities.ppc_derived import OF_EVENTS, event_box, timeline, voluntary
from activities.ppc_house import recorded_answers
from activities.ppc_record import Recorded, Stated, merged
from activities.words_facts import FactReader, FactWords
from activities.words_passages import PassageWriter
from contracts.document_context import DocumentContext, FilingKind
from domain.documents import DocumentKind
from domain.facts import FactStatus
from domain.ppc_fields import DERIVED, EDITION, FIELDS, Entry, FormField
from domain.ppc_fields import HEAD as SECTION_OF_HEAD
from domain.ppc_options import UNKNOWN, Option
from domain.ppc_report import (
    FREE,
    ITEM_FIGURE,
    ChangedField,
    FormAnswer,
    FormEntrustor,
    PpcReport,
    chosen_by,
    differences,
)
from domain.voices import OrganisationForm
from domain.wording import Language, figure_words
from domain.wording_english import figure_in_english

CATEGORY, HEAD = "category:", "head:"
PPC = "個人情報保護委員会"
STAGES = {
    DocumentKind.PRELIMINARY_REPORT: ("速報", "preliminary"),
    DocumentKind.FINAL_REPORT: ("確報", "final"),
    DocumentKind.AMENDED_REPORT: ("追完", "amendment"),
}
_KINDS = {
    FilingKind.NEW: ("新規", "new"),
    FilingKind.FOLLOW_UP: ("続報", "follow-up"),
}
_ANSWERS = {
    None: ("確認中", "being checked"),
    True: ("該当", "yes"),
    False: ("非該当", "no"),
}
TO_ENTER = ("未登録（提出時に入力してください）", "not recorded: enter it when you submit")

_BY_OTHERS = re.compile(
    r"外部の?(?:調査|専門|機関)|第三者(?:の?調査|機関)|専門(?:会社|機関|家)|調査会社|フォレンジック"
    r"|external|forensic|依頼",
    re.IGNORECASE,
)
"""That an investigation is done by others; without that its state is our own's."""
OF_MERCHANTS = frozenset({"merchants", "merchants_told"})
"""What only a house with merchants answers; where nobody has entrusted it, as far as stated."""
ONLY_OF_FOLLOWERS = frozenset({"previous_receipt"})
ENTRUSTED = (
    "委託元から取扱いの委託を受けた個人データです。委託元は別紙のとおりです。",
    "The data was entrusted to the reporter by the entrustors of the annex.",
)
"""What follows from the annex alone, where neither a fact nor the incident's parties say more."""


def fill_report(context: DocumentContext, reader: FactReader, writer: PassageWriter) -> PpcReport:
    """Every field, in the form's order; what nobody knows is said as unknown.

    The free fields are passages of the writer. The boxes follow the facts whatever they say.
    """
    answers: list[FormAnswer] = []
    with_merchants = bool(context.entrustors or context.house.merchants.merchants)
    filler = _Filler(
        context, _heads(context, reader), reader, writer, recorded_answers(context), with_merchants
    )
    for field in FIELDS:
        answers.extend(_answer(field, filler))
        if field.id == "entrustment" and _follows_from_annex(filler):
            told = ENTRUSTED[context.language is not Language.JAPANESE]
            answers[-1] = answers[-1].model_copy(update={"words": told, "answered": True})
        if field.id == "financial":
            answers.extend(_item_figures(reader))
    japanese = context.language is Language.JAPANESE
    said, between = (figure_words, "、") if japanese else (figure_in_english, ", ")
    return PpcReport(
        language=context.language,
        edition=EDITION,
        answers=tuple(answers),
        entrustors=tuple(
            FormEntrustor(
                name=one.name,
                address=one.address,
                counts=between.join(f"{share.title} {said(share.figure)}" for share in one.figures),
            )
            for one in context.entrustors
        ),
    )


def changes_of(context: DocumentContext, form: PpcReport) -> list[tuple[str, str]]:
    """What the report says otherwise than the one that it follows: label, then both words.

    The head is left out, since every report has its own. So is what two languages say.
    """
    previous = context.filing.previous if context.filing else None
    if previous is None or previous.language is not form.language:
        return []
    return [
        (changed.label, _was_and_is(changed, form.language))
        for changed in differences(previous, form)
        if changed.section != SECTION_OF_HEAD
    ]


def _was_and_is(changed: ChangedField, language: Language) -> str:
    was, now = ("前回", "今回") if language is Language.JAPANESE else ("before", "now")
    nothing = "記載なし" if language is Language.JAPANESE else "nothing"
    return f"{was}：{changed.was or nothing}\n{now}：{changed.now or nothing}"


def _follows_from_annex(filler: "_Filler") -> bool:
    """Whether that data was entrusted shows in the annex alone."""
    said = filler.reader.fact("entrustment").stated or "entrustment" in filler.recorded
    return bool(filler.context.entrustors) and not said


class _Filler(NamedTuple):
    """Where the words of fields come from."""

    context: DocumentContext
    heads: dict[str, tuple[str, bool]]
    reader: FactReader
    writer: PassageWriter
    recorded: dict[str, Recorded]
    with_merchants: bool

    @property
    def language(self) -> Language:
        return self.context.language

    def said(self, option: Option) -> str:
        """A box in the language of the text."""
        return option.ja if self.language is Language.JAPANESE else option.en or option.ja


def _answer(field: FormField, filler: _Filler) -> Iterator[FormAnswer]:
    language = filler.language
    label = field.ja if language is Language.JAPANESE else field.en
    if field.source.startswith(HEAD):
        words, answered = filler.heads[field.source.removeprefix(HEAD)]
        blank = not words
        if blank and field.id in ONLY_OF_FOLLOWERS:
            return
        yield FormAnswer(
            id=field.id,
            label=label,
            words=words or TO_ENTER[language is not Language.JAPANESE],
            answered=answered and not blank,
            chosen=_box_of_head(field, words),
            to_enter=blank,
        )
        return
    fact = filler.reader.fact(field.source.removeprefix(CATEGORY).removeprefix(DERIVED))
    if field.source.startswith(CATEGORY):
        answered = fact.status is not FactStatus.UNKNOWN
        yield FormAnswer(id=field.id, label=label, words=fact.category, answered=answered)
        return
    found = merged(_stated(field, fact, filler), filler.recorded.get(field.id), language)
    if_stated = field.if_stated or (field.id in OF_MERCHANTS and not filler.with_merchants)
    if found is None and if_stated:
        return
    words = found.words if found else _nothing_found(field, fact, filler)
    answered = (found is not None or _is_withdrawn(field, fact)) and not (found and found.differs)
    unknown = (UNKNOWN.ja,) if UNKNOWN.ja in {one.ja for one in field.options} else ()
    chosen = found.chosen if found else unknown
    words = filler.writer.field(field.id, fact, label, words) if field.id in FREE else words
    yield FormAnswer(id=field.id, label=label, words=words, answered=answered, chosen=chosen)


def _nothing_found(field: FormField, fact: FactWords, filler: _Filler) -> str:
    """The fact's own words, but where they answer another field than this.

    The same words whether or not the fact is stated: nothing has changed for this field then.
    """
    if field.source.startswith(DERIVED):
        return _ANSWERS[None][filler.language is not Language.JAPANESE]
    return fact.said


def _is_withdrawn(field: FormField, fact: FactWords) -> bool:
    """That a statement was taken back is an answer, though not to what follows from it."""
    return fact.status is FactStatus.WITHDRAWN and not field.source.startswith(DERIVED)


def _stated(field: FormField, fact: FactWords, filler: _Filler) -> Stated:
    """What the ledger says to a field."""
    if field.id in OF_EVENTS:
        box = event_box(field.id, fact, filler.context)
        return _boxed(field, (box,) if box else (), filler)
    if field.id == "timeline":
        return Stated(timeline(filler.context, filler.reader))
    if not fact.stated:
        return Stated("")
    moments = (view.moment for view in filler.context.facts if view.key == fact.key)
    moment = next(moments, None)
    chosen = chosen_by(field, fact.said)
    if field.id == "external" and not _BY_OTHERS.search(fact.said):
        chosen = ()
    if not field.source.startswith(DERIVED):
        return Stated(fact.said, moment, chosen)
    if field.entry is Entry.DATE:
        return Stated(fact.day if moment else "", moment)
    return _boxed(field, chosen, filler)


def _boxed(field: FormField, chosen: tuple[str, ...], filler: _Filler) -> Stated:
    """A field that is no more than its boxes."""
    between = "、" if filler.language is Language.JAPANESE else ", "
    words = between.join(filler.said(one) for one in field.options if one.ja in chosen)
    return Stated(words, chosen=chosen)


def _box_of_head(field: FormField, words: str) -> tuple[str, ...]:
    """The box that a word of the head stands for; the form's boxes are in Japanese."""
    said = {english: japanese for japanese, english in _ANSWERS.values()}.get(words, words)
    return (said,) if said in {option.ja for option in field.options} else ()


def _item_figures(reader: FactReader) -> Iterator[FormAnswer]:
    for fact in reader.figures():
        yield FormAnswer(
            id=f"{ITEM_FIGURE}{fact.key}",
            label=fact.title,
            words=fact.said,
            answered=fact.status is not FactStatus.UNKNOWN,
        )


def _heads(context: DocumentContext, reader: FactReader) -> dict[str, tuple[str, bool]]:
    """What the head of the form says, and whether that is an answer."""
    filing = context.filing
    if filing is None:
        return {}
    reporter, foreign = filing.reporter, context.language is not Language.JAPANESE
    code = f"〒{reporter.postal_code} " if reporter.postal_code else ""
    contact = (reporter.department or reporter.desk.name, reporter.desk.phone, reporter.desk.mail)
    stage = STAGES.get(context.kind, ("", ""))[foreign]
    kind = _KINDS[filing.kind][foreign]
    brackets = f" ({kind})" if foreign else f"（{kind}）"
    delegated = PPC not in context.addressee
    over = _over_threshold(context)

    def answer(held: bool | None) -> tuple[str, bool]:  # noqa: FBT001 - the answer itself
        return _ANSWERS[held][foreign], held is not None

    return {
        "stage": (f"{stage}{brackets}", True),
        "previous_receipt": (filing.previous_receipt_number, True),
        "reporter": (reporter.name, True),
        "address": (f"{code}{reporter.address}" if reporter.address else "", True),
        "representative": (reporter.representative, True),
        "business_type": (filing.business_type, True),
        # Who submits, and why people are not told, nobody has recorded: the sheet asks for them.
        "contact_person": ("", True),
        "access_point": ("", True),
        "people_reason": ("", True),
        "contact": ("\n".join(part for part in contact if part), True),
        "in_whose_name": (_in_whose_name(context, foreign=foreign), True),
        "my_number": answer(filing.my_number_included),
        "sector_delegated": answer(delegated),
        "over_threshold": answer(over),
        "voluntary": answer(voluntary(reader, over_threshold=over)),
    }


def _over_threshold(context: DocumentContext) -> bool | None:
    """Rule 7(4) asks for more than 1,000 people, Rule 43(4) of a public body for more than 100."""
    over = context.filing.over_threshold if context.filing else None
    is_public_body = context.form is OrganisationForm.PUBLIC_BODY
    return None if is_public_body and over is False else over


def _in_whose_name(context: DocumentContext, *, foreign: bool) -> str:
    if context.filing is not None and context.filing.by_proxy:
        said = (
            "別紙の委託元から委任を受けた代理による連名の報告",
            "jointly, for the entrustors of the annex under their mandate",
        )
    elif context.entrustors:
        said = ("報告者および別紙の委託元の連名", "jointly with the entrustors of the annex")
    else:
        said = ("報告者単独", "the reporter alone")
    return said[foreign]
