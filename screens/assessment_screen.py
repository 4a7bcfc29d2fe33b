"""All duties of an incident file for a person: what is owed by when, and what is open."""

from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from rich.console import Group, RenderableType
from rich.text import Text

from domain.explanations import Locale, finding_label
from domain.outcomes import Assessment, Duty, Pending
from screens.law_json import ScreenLanguage, day_or_time
from screens.tables import titled_table

SHOWN_PARTIES = 3

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "duties": "義務",
        "rule": "規則・義務者",
        "limit": "期限",
        "target": "目標 {day}",
        "state": "状態",
        "open": "進行中",
        "delayed": "見合わせ",
        "pending": "起算前",
        "unsettled": "要確認: {asks}",
        "voluntary": "任意",
        "more": "ほか{count}",
        "promptly": "速やかに",
        "unverified": "照合未了",
        "sums": "ほかに当たらない規則が{count}件（--json で理由まで表示）",
    },
    "en": {
        "duties": "Duties",
        "rule": "rule, owed by",
        "limit": "limit",
        "target": "target {day}",
        "state": "state",
        "open": "running",
        "delayed": "waits",
        "pending": "not started",
        "unsettled": "asks: {asks}",
        "voluntary": "voluntary",
        "more": "and {count} more",
        "promptly": "promptly",
        "unverified": "unverified",
        "sums": "{count} rules do not apply; --json says why",
    },
}


def assessment_screen(assessment: Assessment, language: ScreenLanguage) -> RenderableType:
    """Every duty, the nearest first; then what waits, what is to be answered, what is voluntary."""
    words = _WORDS[language]
    table = titled_table(words["duties"])
    table.add_column(words["rule"], ratio=3, overflow="fold")
    table.add_column(words["limit"], no_wrap=True)
    table.add_column(words["state"], ratio=2, overflow="fold")
    ordered = sorted(assessment.duties, key=lambda duty: str(duty.due_at or duty.target_at))
    rows: list[tuple[str, Duty | Pending]] = [
        *(("delayed" if duty.delayed else "open", duty) for duty in ordered),
        *(("pending", item) for item in assessment.pending),
        *(("unsettled", item) for item in assessment.unsettled),
        *(("voluntary", duty) for duty in assessment.voluntary),
    ]
    for (rule_id, dates, state), parties in _grouped(rows, language).items():
        table.add_row(Text(f"{rule_id}\n{_some(parties, words)}"), Text(dates), Text(state))
    return Group(table, Text(words["sums"].format(count=len(assessment.not_applicable)), "dim"))


def _grouped(
    rows: Iterable[tuple[str, Duty | Pending]], language: ScreenLanguage
) -> dict[tuple[str, str, str], list[str]]:
    """The parties of each rule that stand alike: eight merchants are one line."""
    words = _WORDS[language]
    found: dict[tuple[str, str, str], list[str]] = {}
    for status, item in rows:
        asks = ", ".join(finding_label(name, Locale(language)) for name in item.asks)
        state = words[status].format(asks=asks)
        if not item.verified:
            state += f"\n{words['unverified']}"
        parties = found.setdefault((item.rule_id, _dates(item, language), state), [])
        if item.debtor not in parties:
            parties.append(item.debtor)
    return found


def _some(parties: list[str], words: Mapping[str, str]) -> str:
    if len(parties) <= SHOWN_PARTIES:
        return ", ".join(parties)
    shown = ", ".join(parties[:SHOWN_PARTIES])
    return f"{shown} {words['more'].format(count=len(parties) - SHOWN_PARTIES)}"


def _dates(item: Duty | Pending, language: ScreenLanguage) -> str:
    if isinstance(item, Pending):
        return ""
    words, zone = _WORDS[language], ZoneInfo(item.tz)
    due = day_or_time(item.due_at, item.due_on, zone, timed=item.due_timed)
    target = day_or_time(item.target_at, item.target_on, zone, timed=item.target_timed)
    lines = [due or words["promptly"]]
    if target is not None:
        lines.append(words["target"].format(day=target))
    return "\n".join(lines)
