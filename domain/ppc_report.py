"""A report to the 個人情報保護委員会 as typed fields: filled once, rendered, copied and compared.

The document, the sheet for the web form and the comparison of two reports all read these answers,
so that what was approved is what is typed in.
"""

from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from domain.fact_catalogue import REPORT_ITEM_TITLES, ReportItem
from domain.ppc_fields import BY_ID, FIELDS, HEAD, RULE_7, Entry, FormField
from domain.wording import Language
from domain.wording_english import report_items_in_english

FREE = frozenset(
    {
        *("overview", "discovered_by", "systems_ours", "unpublished", "blocked", "investigation"),
        *("cause", "method", "attacker", "published", "people_told", "merchants_told"),
        *("first_release", "follow_up", "next_update", "done", "planned", "police"),
        *("other_authorities", "accredited", "negative"),
    }
)
"""Fields whose words may be edited; counts, days, boxes, names and what is asked by yes or no
follow the ledger alone. The boxes of a free field follow its fact, whatever its words say."""
OF_ONE_REPORT = frozenset({"stage", "previous_receipt"})
"""What differs between any two reports, and says of neither that anything changed."""
ITEM_FIGURE = "figure:"
"""The ids of rows for a figure by item of data, which no two incidents have alike."""


class FormAnswer(BaseModel):
    """What one field says. `chosen` are the boxes that the words stand for, where that is plain.

    `answered` is False where it says that it is not known; it is never blank.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    id: str
    label: str
    words: str
    answered: bool
    chosen: tuple[str, ...] = ()
    # An organisation's own detail that nobody has entered: for the sheet, not for the text.
    to_enter: bool = False

    @property
    def field(self) -> FormField | None:
        """The field of the form; None for a row by item of data."""
        return BY_ID.get(self.id)

    @property
    def section(self) -> int:
        """The number of its item, 0 for the head."""
        return self.field.section if self.field else int(ReportItem.PEOPLE)


class FormEntrustor(BaseModel):
    """A line of the annex of a joint or proxy filing."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    name: str
    address: str
    counts: str


class PpcReport(BaseModel):
    """A filled form, in the language of its document."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    language: Language
    answers: tuple[FormAnswer, ...]
    entrustors: tuple[FormEntrustor, ...] = ()
    # Of the fields that there were when it was filled.
    edition: int = 1

    @property
    def missing(self) -> tuple[FormAnswer, ...]:
        """What is still unknown."""
        return tuple(answer for answer in self.answers if not answer.answered)

    def rows(self, section: int, group: str = "") -> list[tuple[str, str]]:
        """Label and words of a section as its text shows them."""
        return [
            (answer.label, answer.words)
            for answer in self.answers
            if answer.section == section
            and (answer.field.group if answer.field else "") == group
            and not answer.to_enter
        ]


class ChangedField(NamedTuple):
    """A field that two reports say otherwise; empty where one of them has it not."""

    id: str
    section: int
    label: str
    was: str
    now: str


def differences(before: PpcReport, after: PpcReport) -> tuple[ChangedField, ...]:
    """Field by field, in the order of the form; what is new or gone counts, entrustors too.

    What makes them two reports is no change, nor is a field that came into the form since.
    """
    edition = min(before.edition, after.edition)
    left_out = OF_ONE_REPORT | _to_enter(before) | _to_enter(after)
    was = _comparable(before, edition, left_out)
    now = _comparable(after, edition, left_out)
    found = [
        ChangedField(
            key,
            (now.get(key) or was[key]).section,
            (now.get(key) or was[key]).label,
            was[key].words if key in was else "",
            now[key].words if key in now else "",
        )
        for key in dict.fromkeys((*now, *was))
        if (was[key].words if key in was else "") != (now[key].words if key in now else "")
    ]
    annexes = tuple(_annex(report) for report in (before, after))
    if annexes[0] != annexes[1]:
        label = "委託元の一覧" if after.language is Language.JAPANESE else "List of entrustors"
        found.append(ChangedField("entrustors", 10, label, *annexes))
    order = {field.id: place for place, field in enumerate(FIELDS)}
    return tuple(sorted(found, key=lambda one: (one.section, order.get(one.id, len(order)))))


def section_title(section: int, language: Language) -> str:
    """The heading of a section as the form words it."""
    if section == HEAD:
        return "報告者" if language is Language.JAPANESE else "Reporter"
    if language is Language.ENGLISH:
        return report_items_in_english()[section]
    return REPORT_ITEM_TITLES[ReportItem(section)]


def chosen_by(field: FormField, statement: str) -> tuple[str, ...]:
    """The boxes that a statement stands for; none where that is not plain.

    One box alone is chosen only where exactly one fits: a person chooses otherwise.
    """
    said = statement.casefold()
    fitting = tuple(
        option.ja
        for option in field.options
        if any(word.casefold() in said for word in option.words)
    )
    if field.entry is Entry.CHOICE and len(fitting) != 1:
        return ()
    return fitting


def _to_enter(report: PpcReport) -> frozenset[str]:
    """What nobody had entered: that it is there in one report only says nothing."""
    return frozenset(answer.id for answer in report.answers if answer.to_enter)


def _comparable(report: PpcReport, edition: int, left_out: frozenset[str]) -> dict[str, FormAnswer]:
    """The answers that two reports may be compared by, by id."""
    return {
        answer.id: answer
        for answer in report.answers
        if answer.id not in left_out and (answer.field is None or answer.field.edition <= edition)
    }


def _annex(report: PpcReport) -> str:
    return "\n".join(sorted(f"{one.name} {one.counts}".strip() for one in report.entrustors))


__all__ = [
    "BY_ID",
    "FIELDS",
    "FREE",
    "ITEM_FIGURE",
    "RULE_7",
    "ChangedField",
    "FormAnswer",
    "FormEntrustor",
    "PpcReport",
    "chosen_by",
    "differences",
    "section_title",
]
