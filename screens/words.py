"""The words of every screen, in Japanese and English.

Japanese states are those of `domain.state_words`; English ones claim no more than they do.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Literal

from domain.documents import DocumentKind, DocumentState
from domain.markings import Marking
from domain.notices import NoticeState
from domain.parties import MerchantChoice
from domain.phases import Phase
from domain.state_words import (
    DOCUMENT_STATE_WORDS,
    NOTICE_STATE_WORDS,
    PHASE_WORDS,
    STAFF_ROLE_WORDS,
)
from domain.wording import DOCUMENT_TITLES, JAPAN, time_left_words
from regimes.loader import load_bundled
from register.duties import MET, NOT_APPLICABLE, OPEN, PROPOSED, WAIVED
from register.wave_states import WaveState

ScreenLanguage = Literal["ja", "en"]
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

PHASES: dict[ScreenLanguage, dict[Phase, str]] = {
    "ja": PHASE_WORDS,
    "en": {
        Phase.DETECTED: "detected",
        Phase.ASSESSING: "assessing",
        Phase.CONTAINING: "containing",
        Phase.NOTIFYING: "notifying",
        Phase.FOLLOWING_UP: "following up",
        Phase.CLOSED: "closed",
        Phase.FALSE_ALARM: "false alarm",
    },
}
NOTICE_STATES: dict[ScreenLanguage, dict[NoticeState, str]] = {
    "ja": NOTICE_STATE_WORDS,
    "en": {
        NoticeState.PLANNED: "planned",
        NoticeState.IN_PROGRESS: "in progress",
        NoticeState.UNKNOWN: "outcome unknown",
        NoticeState.UNREACHED: "not reached",
        NoticeState.DELIVERED: "taken by recipient's server",
        NoticeState.ACCEPTED_UNCONFIRMED: "accepted, not confirmed",
        NoticeState.POSTED: "posted",
        NoticeState.REACHED: "spoken to",
        NoticeState.HANDED_OVER: "told by merchant",
        NoticeState.SUBSTITUTED: "substitute notice",
        NoticeState.SETTLED: "settled by staff",
        NoticeState.CANCELLED: "cancelled",
    },
}
WAVE_STATES: dict[ScreenLanguage, dict[WaveState, str]] = {
    "ja": {
        WaveState.PLANNED: "承認待ち",
        WaveState.SENDING: "実施中",
        WaveState.FINISHED: "完了",
        WaveState.CANCELLED: "取りやめ",
    },
    "en": {
        WaveState.PLANNED: "to be approved",
        WaveState.SENDING: "under way",
        WaveState.FINISHED: "finished",
        WaveState.CANCELLED: "cancelled",
    },
}
DUTY_STATES: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        OPEN: "未了",
        MET: "履行",
        NOT_APPLICABLE: "対応不要",
        PROPOSED: "対応不要の判断待ち",
        WAIVED: "見送り",
    },
    "en": {
        OPEN: "open",
        MET: "met",
        NOT_APPLICABLE: "not owed",
        PROPOSED: "to be settled",
        WAIVED: "waived",
    },
}
CHOICES: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {MerchantChoice.OWN_NOTICE: "自社通知", MerchantChoice.MANDATE: "委任"},
    "en": {MerchantChoice.OWN_NOTICE: "itself", MerchantChoice.MANDATE: "mandate"},
}
MARKINGS: dict[ScreenLanguage, dict[Marking, str]] = {
    "ja": {Marking.LIVE: "", Marking.REPLAY: "再現", Marking.DRILL: "訓練"},
    "en": {Marking.LIVE: "", Marking.REPLAY: "REPLAY", Marking.DRILL: "DRILL"},
}
DOCUMENTS: dict[ScreenLanguage, dict[DocumentKind, str]] = {
    "ja": DOCUMENT_TITLES,
    "en": {kind: kind.value.replace("_", " ") for kind in DocumentKind},
}

DOCUMENT_STATES: dict[ScreenLanguage, dict[DocumentState, str]] = {
    "ja": DOCUMENT_STATE_WORDS,
    "en": {state: state.value.replace("_", " ") for state in DocumentState},
}
SEVERITIES: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "undecided": "未判定",
        "low": "低",
        "medium": "中",
        "high": "高",
        "critical": "重大",
    },
    "en": {},
}

_WEEKDAYS: dict[ScreenLanguage, tuple[str, ...]] = {
    "ja": tuple("月火水木金土日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_LEGAL_FORMS = re.compile(r"^(株式会社|有限会社|合同会社)|(株式会社|有限会社|合同会社)$")


@cache
def rule_title(rule_id: str, language: ScreenLanguage) -> str:
    """The title of a bundled rule; the id itself for a rule that is not bundled any more."""
    for regime in load_bundled():
        for rule in regime.rules:
            if rule.id == rule_id:
                return rule.title.ja if language == "ja" else rule.title.en
    return rule_id


def rule_name(rule_id: str, language: ScreenLanguage) -> str:
    """The title without what stands in its brackets: 確報, final report."""
    return re.split(r"\s?[（(]", rule_title(rule_id, language))[0]


def short_name(name: str) -> str:
    """An organisation's name without its legal form, for narrow columns."""
    return _LEGAL_FORMS.sub("", name) or name


def screen_moment(moment: datetime, language: ScreenLanguage) -> str:
    """Day, weekday and time in Japan: 2026年1月8日（木）20:50, Thu 2026-01-08 20:50."""
    local = moment.astimezone(JAPAN)
    weekday = _WEEKDAYS[language][local.weekday()]
    if language == "ja":
        return f"{local.year}年{local.month}月{local.day}日（{weekday}）{local:%H:%M}"
    return f"{weekday} {local:%Y-%m-%d %H:%M}"


def short_moment(moment: datetime, *, with_year: bool = False) -> str:
    """Day and time in Japan for lists: 01-08 20:50, with its year 2026-01-08 20:50."""
    return f"{moment.astimezone(JAPAN):{'%Y-' if with_year else ''}%m-%d %H:%M}"


def short_day(moment: datetime) -> str:
    """The day in Japan for narrow columns: 01-08."""
    return f"{moment.astimezone(JAPAN):%m-%d}"


def short_due(due: datetime, language: ScreenLanguage) -> str:
    """A limit for lists, its time only where it is not the end of the day: 01-12（月）."""
    local = due.astimezone(JAPAN)
    at_midnight = (local.hour, local.minute) == (0, 0)
    day = local - DAY if at_midnight else local
    weekday = _WEEKDAYS[language][day.weekday()]
    said = f"{day:%m-%d}（{weekday}）" if language == "ja" else f"{weekday} {day:%m-%d}"
    is_end_of_day = at_midnight or (local.hour, local.minute) == (23, 59)
    return said if is_end_of_day else f"{said}{'' if language == 'ja' else ' '}{local:%H:%M}"


def time_left(due: datetime, now: datetime, language: ScreenLanguage) -> str:
    """How long until a limit: 残り 2日3時間, 2d 3h left; after it 超過 1時間, 1h over."""
    if language == "ja":
        return time_left_words(due, now)
    return f"{_span(abs(due - now))} {'left' if due >= now else 'over'}"


def margin(
    due: datetime, met_at: datetime, language: ScreenLanguage, *, is_target: bool = False
) -> str:
    """How well a limit (or a mere target) was kept: 期限まで3日残し; or how late it was."""
    span = abs(due - met_at)
    if language == "ja":
        limit = "目標" if is_target else "期限"
        said = _rounded(span, ("日", "時間", "分"))
        return f"{limit}まで{said}残し" if met_at <= due else f"{limit}を{said}超過"
    limit = "target" if is_target else "limit"
    said = _rounded(span, ("d", "h", "m"))
    return f"{said} {'before' if met_at <= due else 'after'} the {limit}"


def _rounded(span: timedelta, units: tuple[str, str, str]) -> str:
    """A span in its largest unit, never as none of it: what was late by minutes was late."""
    days, hours, minutes = units
    if span >= DAY:
        return f"{span // DAY}{days}"
    return f"{span // HOUR}{hours}" if span >= HOUR else f"{span // timedelta(minutes=1)}{minutes}"


def role_words(roles: Iterable[str], language: ScreenLanguage) -> str:
    """Staff roles in a row: 指揮者、法務; commander, counsel."""
    if language == "ja":
        return "、".join(STAFF_ROLE_WORDS.get(role, role) for role in roles)
    return ", ".join(role.replace("_", " ") for role in roles)


def people_count(number: int, language: ScreenLanguage) -> str:
    """A number of people: 102,260名, 102,260 people."""
    return f"{number:,}名" if language == "ja" else f"{number:,} people"


def _span(span: timedelta) -> str:
    hours, minutes = divmod(int(span.total_seconds()) // 60 % (24 * 60), 60)
    if span >= DAY:
        return f"{span.days}d {hours}h"
    return f"{hours}h {minutes}m" if hours else f"{minutes}m"
