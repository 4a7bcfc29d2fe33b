"""Fills the report form from what a filing's context gives and from the facts in its words."""

from collections.abc import Iterator

from activities.words_facts import FactReader
from contracts.document_context import DocumentContext, FilingKind
from domain.documents import DocumentKind
from domain.facts import FactStatus
from domain.ppc_fields import FIELDS, FormField
from domain.ppc_fields import HEAD as SECTION_OF_HEAD
from domain.ppc_report import (
    ITEM_FIGURE,
    ChangedField,
    FormAnswer,
    FormEntrustor,
    PpcReport,
    chosen_by,
    differences,
)
from domain.wording import Language, figure_words

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

ONLY_OF_FOLLOWERS = frozenset({"previous_receipt"})
ENTRUSTED = (
    "委託元から取扱いの委託を受けた個人データです。委託元は別紙のとおりです。",
    "The data was entrusted to the reporter by the entrustors of the annex.",
)
"""What follows from the incident's own parties, where nobody has stated more."""


def fill_report(context: DocumentContext, reader: FactReader) -> PpcReport:
    """Every field, in the form's order; what nobody knows is said as unknown."""
    answers: list[FormAnswer] = []
    heads = _heads(context)
    for field in FIELDS:
        answers.extend(_answer(field, heads, reader, context.language))
        if field.id == "entrustment" and context.entrustors and not answers[-1].answered:
            told = ENTRUSTED[context.language is not Language.JAPANESE]
            answers[-1] = answers[-1].model_copy(update={"words": told, "answered": True})
        if field.id == "financial":
            answers.extend(_item_figures(reader))
    return PpcReport(
        language=context.language,
        answers=tuple(answers),
        entrustors=tuple(
            FormEntrustor(
                name=one.name,
                address=one.address,
                counts="、".join(
                    f"{share.title} {figure_words(share.figure)}" for share in one.figures
                ),
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


def _answer(
    field: FormField, heads: dict[str, tuple[str, bool]], reader: FactReader, language: Language
) -> Iterator[FormAnswer]:
    label = field.ja if language is Language.JAPANESE else field.en
    if field.source.startswith(HEAD):
        words, answered = heads[field.source.removeprefix(HEAD)]
        blank = not words
        if blank and field.id in ONLY_OF_FOLLOWERS:
            return
        yield FormAnswer(
            id=field.id,
            label=label,
            words=words or TO_ENTER[language is not Language.JAPANESE],
            answered=answered and not blank,
            chosen=(words,) if words in {option.ja for option in field.options} else (),
            to_enter=blank,
        )
        return
    fact = reader.fact(field.source.removeprefix(CATEGORY))
    if field.if_stated and not fact.stated:
        return
    is_category = field.source.startswith(CATEGORY)
    answered = fact.status is not FactStatus.UNKNOWN
    words = fact.category if is_category else fact.said
    chosen = chosen_by(field, words) if answered and not is_category else ()
    yield FormAnswer(id=field.id, label=label, words=words, answered=answered, chosen=chosen)


def _item_figures(reader: FactReader) -> Iterator[FormAnswer]:
    for fact in reader.figures():
        yield FormAnswer(
            id=f"{ITEM_FIGURE}{fact.key}",
            label=fact.title,
            words=fact.said,
            answered=fact.status is not FactStatus.UNKNOWN,
        )


def _heads(context: DocumentContext) -> dict[str, tuple[str, bool]]:
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

    def answer(held: bool | None) -> tuple[str, bool]:  # noqa: FBT001 - the answer itself
        return _ANSWERS[held][foreign], held is not None

    return {
        "stage": (f"{stage}{brackets}", True),
        "previous_receipt": (filing.previous_receipt_number, True),
        "reporter": (reporter.name, True),
        "address": (f"{code}{reporter.address}" if reporter.address else "", True),
        "representative": (reporter.representative, True),
        "business_type": (filing.business_type, True),
        "contact": ("\n".join(part for part in contact if part), True),
        "in_whose_name": (_in_whose_name(context, foreign=foreign), True),
        "my_number": answer(filing.my_number_included),
        "sector_delegated": answer(delegated),
        "over_threshold": answer(filing.over_threshold),
    }


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
