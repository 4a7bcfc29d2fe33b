"""English words for figures, dates and events, as documents say them; dates are Japan's days."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.documents import DocumentKind
from domain.figures import Figure, FigureKind, FigureUnit

JAPAN = ZoneInfo("Asia/Tokyo")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_UNITS: dict[FigureUnit, tuple[str, str]] = {
    FigureUnit.PEOPLE: ("person", "people"),
    FigureUnit.RECORDS: ("record", "records"),
    FigureUnit.ACCOUNTS: ("account", "accounts"),
    FigureUnit.CONTRACTS: ("contract", "contracts"),
    FigureUnit.COMPANIES: ("company", "companies"),
}
_BEFORE: dict[FigureKind, str] = {
    FigureKind.APPROXIMATE: "about ",
    FigureKind.AT_MOST: "at most ",
    FigureKind.AT_LEAST: "at least ",
}
_EVENTS = (("漏えい", "leak"), ("滅失", "loss"), ("毀損", "damage"))


def figure_in_english(figure: Figure) -> str:
    """The figure with its kind and unit: about 100,000 records, at least 8 companies."""
    if figure.number is None:
        return "not published" if figure.kind is FigureKind.WITHHELD else "under investigation"
    one, many = _UNITS[figure.unit]
    before = _BEFORE.get(figure.kind, "")
    return f"{before}{figure.number:,} {one if figure.number == 1 else many}"


def date_in_english(moment: datetime, *, era: bool = False) -> str:  # noqa: ARG001 - one shape with Japanese
    """The day in Japan: 8 January 2026."""
    local = _in_japan(moment)
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}"


def moment_in_english(moment: datetime, *, era: bool = False) -> str:  # noqa: ARG001 - see above
    """Day and time in Japan: 8 January 2026, 20:50 (Japan time); at midnight the day alone."""
    local = _in_japan(moment)
    day = date_in_english(moment)
    at_midnight = (local.hour, local.minute) == (0, 0)
    return day if at_midnight else f"{day}, {local.hour:02d}:{local.minute:02d} (Japan time)"


def due_in_english(due: datetime, *, era: bool = False) -> str:  # noqa: ARG001 - see above
    """A limit, always with its time; midnight ends the day before."""
    local = _in_japan(due)
    if (local.hour, local.minute) == (0, 0):
        return f"{date_in_english(local - timedelta(days=1))}, 24:00 (Japan time)"
    return moment_in_english(due)


def release_in_english(number: int, *, final: bool = False) -> str:
    """The number of a release: first report, report no. 2, final report."""
    if number < 1:
        raise ValueError("releases are numbered from 1")
    return "final report" if final else f"report no. {number}"


def event_in_english(statement: str, *, certain: bool) -> str:
    """The kind of event for running text: a leak, or a possible leak; never surer than it is."""
    said = statement.lower()
    named = [english for japanese, english in _EVENTS if japanese in said or english in said]
    doubted = not certain or "おそれ" in said or "possib" in said or "suspect" in said
    words = " and ".join(named or ["leak"])
    return f"possible {words}" if doubted else words


def report_items_in_english() -> dict[int, str]:
    """The titles of the nine items of a report (Rule 8(1)), in English."""
    return {
        1: "Overview",
        2: "Items of personal data that leaked or may have leaked",
        3: "Number of people whose personal data leaked or may have leaked",
        4: "Cause",
        5: "Secondary damage or the risk of it",
        6: "Measures toward the people concerned",
        7: "Publication",
        8: "Measures against recurrence",
        9: "Other matters of use",
    }


ENGLISH_TITLES: dict[DocumentKind, str] = {
    DocumentKind.MERCHANT_NOTICE: "Notice to a merchant",
    DocumentKind.PERSON_NOTICE: "Notice to the person (mail)",
    DocumentKind.PERSON_LETTER: "Notice to the person (letter)",
    DocumentKind.PRELIMINARY_REPORT: "Preliminary report",
    DocumentKind.FINAL_REPORT: "Final report",
    DocumentKind.FIRST_RELEASE: "Release (first)",
    DocumentKind.FOLLOW_UP_RELEASE: "Release (follow-up)",
    DocumentKind.MERCHANT_RETRACTION: "Retraction to a merchant",
    DocumentKind.PERSON_RETRACTION: "Retraction to the person (mail)",
    DocumentKind.PERSON_RETRACTION_LETTER: "Retraction to the person (letter)",
    DocumentKind.RETRACTION_RELEASE: "Release (retraction)",
    DocumentKind.WITHDRAWAL_REPORT: "Withdrawal of a report",
    DocumentKind.FINAL_RELEASE: "Release (final)",
    DocumentKind.AMENDED_REPORT: "Amended report",
    DocumentKind.ENTRUSTOR_NOTICE: "Notice to an entrustor",
    DocumentKind.NEGATIVE_ASSURANCE: "Statement to those not concerned",
    DocumentKind.FAQ: "Questions and answers",
    DocumentKind.DESK_SCRIPT: "Script for the contact desk",
    DocumentKind.TIMELY_DISCLOSURE: "Timely disclosure (draft)",
    DocumentKind.BOARD_MEMO: "Memo to the board",
    DocumentKind.MERCHANT_KIT: "Kit for a merchant that notifies by itself",
}


def _in_japan(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(JAPAN)
