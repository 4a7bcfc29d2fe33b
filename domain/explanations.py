"""How a date was reached, as structured steps, and the same steps as sentences in ja and en.

A step holds a key and plain values, so that it can be stored and put into words later, in
either language, without computing the date again. The sentences are meant to be checked by a
lawyer with the rule and a wall calendar at hand.
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from domain.explanation_words import LABELS, SENTENCES, WEEKDAYS
from domain.finding_words import finding_words


class Locale(StrEnum):
    """The languages in which an explanation can be read."""

    JA = "ja"
    EN = "en"


class Bilingual(BaseModel):
    """One text in Japanese and in English."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ja: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def read_in(self, locale: Locale) -> str:
        """Return the text in that language."""
        return self.ja if locale is Locale.JA else self.en


class StepKey(StrEnum):
    """What one step of a computation says; each has a sentence in both languages."""

    ANCHORED = "anchored"
    GIVEN_DAY = "given_day"
    GIVEN_TIME = "given_time"
    REPORTABLE_LATER = "reportable_later"
    OTHER_TIMES_STATED = "other_times_stated"
    YEAR_END = "year_end"
    UNKNOWN_COUNTS = "unknown_counts"
    UNKNOWN_KEEPS_STRICT = "unknown_keeps_strict"
    TARGET = "target"
    POLICY_TARGET = "policy_target"
    LIMIT = "limit"
    GUIDANCE_LIMIT = "guidance_limit"
    LOOSE_READING = "loose_reading"
    NO_NUMBER = "no_number"
    CAP = "cap"
    CAP_LAPSED = "cap_lapsed"
    EARLIER_COUNTS = "earlier_counts"
    ANCHOR_PENDING = "anchor_pending"
    DELAYED = "delayed"
    DAYS_FROM_DAY_ONE = "days_from_day_one"
    DAYS_AFTER = "days_after"
    OPEN_DAYS_FROM_DAY_ONE = "open_days_from_day_one"
    OPEN_DAYS_AFTER = "open_days_after"
    MONTHS_FROM_DAY_ONE = "months_from_day_one"
    MONTHS_AFTER = "months_after"
    HOURS = "hours"
    HOURS_FROM_FULL_HOUR = "hours_from_full_hour"
    NOT_COUNTED = "not_counted"
    STARTS_NEXT_OPEN_DAY = "starts_next_open_day"
    ROLLED = "rolled"
    ROLLED_TO_NOON = "rolled_to_noon"
    ENDS_ON_OPEN_DAY = "ends_on_open_day"
    NOT_MOVED = "not_moved"
    ENDS_AT = "ends_at"
    ROLL_ALLOWED = "roll_allowed"
    LATE_WITH_REASONS = "late_with_reasons"
    LATE_UNTIL = "late_until"


class ClosedDay(BaseModel):
    """A day on which the recipient is closed, with the reason."""

    model_config = ConfigDict(frozen=True)

    day: date
    reason: Bilingual


class Step(BaseModel):
    """One step of a computation.

    `values` are strings: names ending in `_on` are ISO dates, names ending in `_at` ISO times
    already read in the rule's zone, `anchor`, `moment` and `findings` are keys of `LABELS`
    (`findings` separated by commas), `times` are ISO times separated by commas, everything else is
    shown as it stands. `ground` is a reason in the words of the rule file.
    """

    model_config = ConfigDict(frozen=True)

    key: StepKey
    values: dict[str, str] = Field(default_factory=dict)
    closed_days: tuple[ClosedDay, ...] = ()
    ground: Bilingual | None = None


def explain(steps: Iterable[Step], locale: Locale) -> str:
    """Put the steps into words, in their order, as one paragraph in that language."""
    separator = "" if locale is Locale.JA else " "
    return separator.join(sentences(steps, locale))


def sentences(steps: Iterable[Step], locale: Locale) -> tuple[str, ...]:
    """Put the steps into words, in their order, one text a step."""
    return tuple(_sentence(step, locale) for step in steps)


def _sentence(step: Step, locale: Locale) -> str:
    words = {name: _word(name, value, locale) for name, value in step.values.items()}
    if step.closed_days:
        words["reason"] = step.closed_days[0].reason.read_in(locale)
        words["closed_days"] = _listed(step.closed_days, locale)
        words["every_closed_day"] = _days(step.closed_days, locale)
    if step.ground is not None:
        words["ground"] = step.ground.read_in(locale)
    return SENTENCES[step.key][locale].format(**words)


def _word(name: str, value: str, locale: Locale) -> str:
    if name.endswith("_on"):
        return _day(date.fromisoformat(value), locale)
    if name.endswith("_at"):
        moment = datetime.fromisoformat(value)
        return f"{_day(moment.date(), locale)} {moment:%H:%M}"
    if name in {"anchor", "moment"}:
        return LABELS[value][locale]
    comma = "、" if locale is Locale.JA else ", "
    if name == "findings":
        return comma.join(finding_label(finding, locale) for finding in value.split(","))
    if name == "times":
        return comma.join(_word("_at", moment, locale) for moment in value.split(","))
    return value


def finding_label(finding: str, locale: Locale) -> str:
    """What a finding is called in that language.

    Raises:
        KeyError: no finding is called so.
    """
    ja, en = finding_words(finding)
    return ja if locale is Locale.JA else en


def _day(day: date, locale: Locale) -> str:
    weekday = WEEKDAYS[locale][day.weekday()]
    return f"{day.isoformat()}({weekday})" if locale is Locale.JA else f"{weekday} {day}"


def _listed(closed_days: tuple[ClosedDay, ...], locale: Locale) -> str:
    """List the days after the first: the first is named in the sentence itself."""
    later = _days(closed_days[1:], locale)
    if not later:
        return ""
    return f"（続く閉庁日: {later}）" if locale is Locale.JA else f" (also closed: {later})"


def _days(closed_days: tuple[ClosedDay, ...], locale: Locale) -> str:
    comma = "、" if locale is Locale.JA else ", "
    return comma.join(
        f"{_day(item.day, locale)} {item.reason.read_in(locale)}" for item in closed_days
    )
