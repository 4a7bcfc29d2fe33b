"""Clocks against each other: limits are computed in server time, so a wrong clock breaks them."""

from datetime import datetime, timedelta

from commands.checks.finding import CheckName, Finding, fine, to_mend

MOST_SKEW = timedelta(seconds=2)


def clock_finding(
    check: CheckName, asked: datetime, theirs: datetime, answered: datetime
) -> Finding:
    """What another clock says of ours, by a time read there between asking and its answer.

    The time on the way is nobody's error, so only what lies outside of both counts.
    """
    ahead = max(theirs - answered, timedelta(0))
    behind = max(asked - theirs, timedelta(0))
    skew = max(ahead, behind)
    seconds = f"{skew.total_seconds():.1f}"
    if skew > MOST_SKEW:
        return to_mend(
            check,
            f"The clocks differ by {seconds} s. Let both machines keep time by NTP.",
            f"時計が {seconds} 秒ずれています。両方の機械で NTP による時刻合わせをしてください。",
        )
    return fine(check, "The clocks agree within 2 s.", "時計の差は2秒以内です。")
