"""Finding the rule, the zone and the dates that `shirase due` is asked for, or saying why not."""

from collections.abc import Mapping
from datetime import UTC, datetime
from difflib import get_close_matches
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from commands.sentences import NotPossible
from domain.calendars import BusinessCalendar, CalendarUnknown
from domain.rule_parts import Status
from domain.rules import Rule
from domain.single_rule import (
    NEEDS_TIME,
    NEEDS_ZONE,
    NO_SUCH_TIME,
    SingleClock,
    WhenRefused,
    in_force,
    single_clock,
)
from domain.wording import JAPAN
from regimes.calendars import calendars
from regimes.loader import load_rules, rule_ids

_IN_JAPANESE = {
    Status.IN_FORCE: "施行日の記載なし",
    Status.ENACTED: "公布済み",
    Status.PROPOSED: "提案中",
}
_IN_ENGLISH = {
    Status.IN_FORCE: "its file names no date",
    Status.ENACTED: "enacted",
    Status.PROPOSED: "proposed",
}
_REFUSALS = {
    NO_SUCH_TIME: NotPossible(
        en="{when} is no day and no time; write 2026-11-21 or 2026-11-21T14:20+09:00.",
        ja="「{when}」は日付でも時刻でもありません。2026-11-21 か 2026-11-21T14:20+09:00 のように"
        "書いてください。",
    ),
    NEEDS_TIME: NotPossible(
        en="{rule} counts hours, so a day is not enough; write the time with its zone, such as "
        "{when}T14:20+09:00.",
        ja="{rule} は時間で数えるため、日付だけでは算定できません。{when}T14:20+09:00 のように"
        "時刻と時差を書いてください。",
    ),
    NEEDS_ZONE: NotPossible(
        en="{rule} counts hours, so the time needs its zone; write {when}+09:00, or give --tz "
        "Asia/Tokyo.",
        ja="{rule} は時間で数えるため、時刻に時差が必要です。{when}+09:00 のように書くか、"
        "--tz Asia/Tokyo を付けてください。",
    ),
}


def compute_due(
    rule_id: str, when: str, *, tz: str | None, aware: str | None, member: str | None
) -> SingleClock:
    """The dates of one rule; the calendars are those known today.

    Raises:
        NotPossible: no rule, zone or member state is called so; the moment cannot be used; the rule
            is not in force then; a date lies past the known calendars.
        RegimeFileError: a rule file cannot be used.
    """
    versions = _versions(rule_id)
    zone = None if tz is None else _zone(tz)
    known = calendars(datetime.now(UTC).astimezone(JAPAN).date())
    try:
        rule = in_force(versions, when, zone)
        if rule is None:
            raise _not_in_force(versions, when)
        return single_clock(rule, when, known, tz=zone, aware=aware, member=_member(rule, member))
    except WhenRefused as refused:
        said = _REFUSALS[refused.reason]
        raise NotPossible(
            en=said.in_language("en").format(rule=rule_id, when=when),
            ja=said.in_language("ja").format(rule=rule_id, when=when),
        ) from None
    except CalendarUnknown as unknown:
        raise past_the_calendar(rule_id, unknown, known) from None


def _versions(rule_id: str) -> tuple[Rule, ...]:
    regime, _, name = rule_id.partition("/")
    found = load_rules(regime) if name else ()
    versions = tuple(rule for rule in found if rule.id == rule_id)
    if versions:
        return versions
    known = rule_ids()
    near = get_close_matches(rule_id, known, n=3, cutoff=0.5)
    near = near or [name for name in known if name.startswith(regime)][:3]
    listed = ", ".join(near)
    raise NotPossible(
        en=f"There is no rule {rule_id}. "
        + (f"The nearest are: {listed}." if near else "`shirase regimes` lists all."),
        ja=f"規則 {rule_id} はありません。"
        + (f"近いもの: {listed}" if near else "`shirase regimes` で一覧できます。"),
    )


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NotPossible(
            en=f"There is no time zone {name}; write one such as Asia/Tokyo or Europe/Berlin.",
            ja=f"時間帯 {name} はありません。Asia/Tokyo、Europe/Berlin のように書いてください。",
        ) from None


def _member(rule: Rule, member: str | None) -> str | None:
    from domain.places import GROUPS

    if member is None:
        return None
    members = GROUPS.get(rule.jurisdiction, {})
    if rule.by_member_state and member.upper() in members:
        return member.upper()
    raise NotPossible(
        en=f"{rule.id} knows no member state {member}; it goes by "
        + (
            f"one of {', '.join(sorted(members))}." if rule.by_member_state else "one zone for all."
        ),
        ja=f"{rule.id} に加盟国 {member} はありません。"
        + (
            f"次のいずれかです: {', '.join(sorted(members))}"
            if rule.by_member_state
            else "この規則は加盟国ごとに数えません。"
        ),
    )


def _not_in_force(versions: tuple[Rule, ...], when: str) -> NotPossible:
    rule = versions[-1]
    dated = [version for version in versions if version.effective_from is not None]
    if not dated:
        return NotPossible(
            en=f"{rule.id} is not in force: {_IN_ENGLISH[rule.status]}, without a date yet.",
            ja=f"{rule.id} は施行されていません（{_IN_JAPANESE[rule.status]}、施行日は未定）。",
        )
    spans = ", ".join(f"{v.effective_from} - {v.effective_to or ''}".strip() for v in dated)
    return NotPossible(
        en=f"{rule.id} is not in force on {when}; it is in force {spans}.",
        ja=f"{rule.id} は {when} には施行されていません。施行期間: {spans}",
    )


def past_the_calendar(
    what: str, unknown: CalendarUnknown, known: Mapping[str, BusinessCalendar]
) -> NotPossible:
    """The refusal of a date that needs closed days nobody has announced yet."""
    name, until = unknown.calendar_name, known[unknown.calendar_name].known_until
    return NotPossible(
        en=f"{what} needs the closed days of {unknown.day}, and {name} is known until {until}; "
        "give an earlier date, or update Shirase once they are announced.",
        ja=f"{what} の算定には {unknown.day} の閉庁日が必要ですが、{name} は {until} までしか"
        "分かりません。公表後に Shirase を更新するか、より早い日付を指定してください。",
    )
