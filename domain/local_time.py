"""A limit as the person who must keep it reads it: on that person's own clock, with the weekday."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.roster import JAPAN
from domain.wording import Language

_JA_DAYS = "月火水木金土日"
_EN_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EN_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def local_due(due: datetime, language: Language, zone: str = JAPAN) -> str:
    """`2026年12月1日（火）23:59`, `Tue 1 December 2026, 23:59`; midnight ends the day before."""
    local = due.astimezone(ZoneInfo(zone))
    clock = f"{local.hour:02d}:{local.minute:02d}"
    if clock == "00:00":
        local, clock = local - timedelta(days=1), "24:00"
    if language is Language.JAPANESE:
        day = f"{local.year}年{local.month}月{local.day}日（{_JA_DAYS[local.weekday()]}）"
        return f"{day}{clock}"
    month = _EN_MONTHS[local.month - 1]
    return f"{_EN_DAYS[local.weekday()]} {local.day} {month} {local.year}, {clock}"


def zone_words(zone: str, language: Language) -> str:
    """What stands beside a time so that nobody takes it for another place's."""
    if zone == JAPAN:
        return "日本時間" if language is Language.JAPANESE else "Japan time"
    return f"{zone} の時刻" if language is Language.JAPANESE else f"{zone} time"


def time_left(due: datetime, now: datetime, language: Language) -> str:
    """`残り 2日3時間`, `2 d 3 h left`; after it `超過 45分`, `45 min overdue`."""
    left = due - now
    span = _span(abs(left), language)
    if language is Language.JAPANESE:
        return f"残り {span}" if left >= timedelta(0) else f"超過 {span}"
    return f"{span} left" if left >= timedelta(0) else f"{span} overdue"


def _span(span: timedelta, language: Language) -> str:
    ja = language is Language.JAPANESE
    hours, minutes = divmod(int(span.total_seconds()) // 60 % (24 * 60), 60)
    parts = [
        (span.days, "日" if ja else " d"),
        (hours, "時間" if ja else " h"),
        (minutes if not span.days else 0, "分" if ja else " min"),
    ]
    said = [f"{number}{unit}" for number, unit in parts if number]
    return ("" if ja else " ").join(said) or ("1分未満" if ja else "less than 1 min")
