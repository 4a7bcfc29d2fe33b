"""What an alert's template may ask for: times on the reader's clock, and what was missed."""

from collections.abc import Mapping
from datetime import datetime

from contracts.staff_mail_context import AlertContext, AlertLine
from domain.local_time import local_due, time_left, zone_words
from domain.wording import Language

SHOWN_AT_MOST = 50
"""Lines in one mail; the command under them lists the rest."""


def alert_words(context: AlertContext) -> Mapping[str, object]:
    """The names that stand in an alert's template beside its fields."""
    language, zone = context.language, context.zone

    def when(moment: datetime) -> str:
        return local_due(moment, language, zone)

    def left(due: datetime) -> str:
        return time_left(due, context.issued_at, language)

    def times(line: AlertLine) -> str:
        said = ("、" if language is Language.JAPANESE else "; ").join(map(when, line.missed))
        if not line.missed_more:
            return said
        more = line.missed_more
        return f"{said} ほか{more}回" if language is Language.JAPANESE else f"{said}; {more} more"

    return {
        "when": when,
        "left": left,
        "times": times,
        "zone": zone_words(zone, language),
        "shown": SHOWN_AT_MOST,
        "silent_since": min((at for line in context.lines for at in line.missed), default=None),
        "missed": sum(len(line.missed) + line.missed_more for line in context.lines),
    }
