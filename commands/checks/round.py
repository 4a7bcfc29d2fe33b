"""The doctor's round: every check in its order, each as far as the ones before it allow."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from commands.checks.engine import check_engine
from commands.checks.finding import Finding, failed, fine, worth_knowing
from commands.checks.folder import check_folder, check_key
from commands.checks.post import check_post
from commands.checks.record import check_register
from domain.calendars import BusinessCalendar
from domain.wording import JAPAN
from regimes.calendars import JP_ADMIN, calendars
from settings import Settings
from settings_complaints import SettingsError

AHEAD = timedelta(days=180)
"""The longest period of the bundled rules is 60 days; an incident may open any day until then."""


async def examine() -> tuple[Finding, ...]:
    """Look at everything; nothing is changed and nothing is sent."""
    try:
        settings = Settings.load()
    except SettingsError as error:
        return (failed("settings", error),)
    key, keyring = check_key(settings)
    today = datetime.now(UTC).astimezone(JAPAN).date()
    return (
        fine("settings", "Every variable fits.", "すべての設定値が適正です。"),
        *check_folder(settings),
        key,
        *check_register(settings, keyring),
        *[finding async for finding in check_engine(settings, keyring)],
        *[finding async for finding in check_post(settings)],
        check_holidays(calendars(today), today),
    )


def check_holidays(known: Mapping[str, BusinessCalendar], today: date) -> Finding:
    """Until when the closed days of offices are known; those of Japan decide, others are named."""
    until = known[JP_ADMIN].known_until
    shorter = sorted(name for name, closed in known.items() if closed.known_until < until)
    if until < today + AHEAD:
        return worth_knowing(
            "holidays",
            f"Closed days are known until {until} only; later limits cannot be computed. Update "
            "Shirase.",
            f"閉庁日は {until} までしか分かりません。それより後の期限は算定できません。Shirase を"
            "更新してください。",
        )
    besides = f" ({', '.join(shorter)}: for a shorter time)" if shorter else ""
    hint = f"（{'、'.join(shorter)} はそれより短期）" if shorter else ""
    return fine(
        "holidays",
        f"Closed days are known until {until}{besides}.",
        f"閉庁日は {until} まで判明{hint}。",
    )
