"""The running clocks as a calendar that people subscribe to.

It leaves the house, so it says the code name of the incident, the duty and how it was reckoned,
and nothing about a person or a merchant.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256

from contracts.policy import Rung
from register.every_clock import DUTY, EveryClock
from screens.icalendar import day, duration, instant, text, written
from screens.words import MARKINGS, ScreenLanguage, rule_title, short_due

PRODUCT = "-//Shirase//clocks//EN"
_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "name": "期限",
        "task": "作業",
        "reply": "回答待ち",
        "update": "約束した続報の公表",
        "hard": "法定の期限",
        "guidance": "目安または目標",
        "later": "確認待ちの遅い期限: {day}",
        "source": "根拠",
        "look": "確認: shirase clocks {incident}",
    },
    "en": {
        "name": "Clocks",
        "task": "task",
        "reply": "awaited reply",
        "update": "promised update to the public",
        "hard": "limit set by law",
        "guidance": "guidance or target",
        "later": "a later date waits to be confirmed: {day}",
        "source": "source",
        "look": "look: shirase clocks {incident}",
    },
}


def clock_feed(clocks: Iterable[EveryClock], written_at: datetime, language: ScreenLanguage) -> str:
    """The calendar as RFC 5545 has it; `written_at` is server time.

    An event keeps its UID while its clock moves, so that a subscriber sees it move.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:Shirase {text(_WORDS[language]['name'])}",
    ]
    for clock in clocks:
        lines += _event(clock, written_at, language)
    return written([*lines, "END:VCALENDAR"])


def uid(clock: EveryClock) -> str:
    """Stable and opaque: the key of a duty holds ids that mean nothing outside."""
    digest = sha256(f"{clock.incident_id}|{clock.key}".encode()).hexdigest()[:32]
    return f"{digest}@shirase.invalid"


def _event(clock: EveryClock, written_at: datetime, language: ScreenLanguage) -> Iterator[str]:
    summary = _summary(clock, language)
    yield "BEGIN:VEVENT"
    yield f"UID:{uid(clock)}"
    yield f"DTSTAMP:{instant(written_at)}"
    # Wherever it is read, the day that the law says, not a minute before midnight there.
    whole_day = f"DTSTART;VALUE=DATE:{day(clock.on)}" if clock.on else ""
    yield whole_day or f"DTSTART:{instant(clock.clock_at)}"
    yield f"SUMMARY:{text(summary)}"
    yield f"DESCRIPTION:{text(_description(clock, language))}"
    yield "TRANSP:TRANSPARENT"
    yield "CLASS:CONFIDENTIAL"
    for rung in clock.ladder:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield _trigger(clock, rung)
        yield f"DESCRIPTION:{text(summary)}"
        yield "END:VALARM"
    yield "END:VEVENT"


def _trigger(clock: EveryClock, rung: Rung) -> str:
    """When the rung speaks; a day begins where the subscriber is, so its alarms are told in UTC."""
    if clock.on is None:
        return f"TRIGGER:{duration(-rung.before_due)}"
    return f"TRIGGER;VALUE=DATE-TIME:{instant(clock.clock_at - rung.before_due)}"


def _summary(clock: EveryClock, language: ScreenLanguage) -> str:
    marking = MARKINGS[language][clock.marking]
    what = rule_title(clock.rule, language) if clock.kind == DUTY else _WORDS[language][clock.kind]
    return f"{f'【{marking}】' if marking else ''}{clock.code_name} {what}"


def _description(clock: EveryClock, language: ScreenLanguage) -> str:
    words = _WORDS[language]
    lines = []
    if clock.kind == DUTY:
        lines += [words["hard" if clock.hard else "guidance"], clock.explanation.get(language, "")]
    if clock.later_at is not None:
        lines.append(words["later"].format(day=short_due(clock.later_at, language)))
    if clock.source:
        lines.append(f"{words['source']}: {clock.source}")
    lines.append(words["look"].format(incident=clock.code_name))
    return "\n".join(line for line in lines if line)
