"""One rule, one clock, one duty as `--json` prints them, in the recipient's zone."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from domain.deadlines import Computed
from domain.explanations import Locale, finding_label, sentences
from domain.outcomes import Assessment, Duty, Pending
from domain.rules import Rule
from domain.single_rule import SingleClock
from domain.unreached import Unreached

ScreenLanguage = Literal["ja", "en"]
"""As `screens.words` has it, which would load the register's parts."""


def one_line(value: Mapping[str, Any]) -> str:
    """JSON on one line, Japanese as it is written."""
    return json.dumps(value, ensure_ascii=False)


def day_or_time(at: datetime | None, on: date | None, zone: ZoneInfo, *, timed: bool) -> str | None:
    """A day for what ends with its day; else RFC 3339 with the offset of the zone."""
    if at is None or on is None:
        return None
    return at.astimezone(zone).isoformat(timespec="seconds") if timed else on.isoformat()


def clock_json(found: SingleClock, language: ScreenLanguage) -> dict[str, Any]:
    """What `shirase due` prints."""
    rule = found.rule
    day = found.when.day
    anchor_at = day.isoformat() if day else found.anchor_at.isoformat(timespec="seconds")
    return {
        "rule": rule.id,
        "anchor": rule.anchor,
        "anchor_at": anchor_at,
        "target_at": _shown(found.clock.target, found.zone),
        "due_at": _shown(found.clock.limit, found.zone),
        "hard": rule.hard,
        "verified": rule.verified,
        "explanation": list(sentences(found.steps, Locale(language))),
        "source": rule.source,
    }


def rule_json(rule: Rule) -> dict[str, Any]:
    """A rule as `shirase regimes` lists it."""
    return {
        "rule": rule.id,
        "title": rule.title.model_dump(),
        "jurisdiction": rule.jurisdiction,
        "debtors": [role.value for role in rule.debtors],
        "audience": rule.audience.value,
        "authority": rule.authority,
        "anchor": rule.anchor,
        "limit": rule.limit.model_dump(mode="json"),
        "hard": rule.hard,
        "voluntary": rule.voluntary,
        "status": rule.status.value,
        "effective_from": rule.effective_from and rule.effective_from.isoformat(),
        "effective_to": rule.effective_to and rule.effective_to.isoformat(),
        "verified": rule.verified,
        "marks": [mark.value for mark in rule.marks],
        "source": rule.source,
    }


def _shown(computed: Computed | None, zone: ZoneInfo) -> str | None:
    if computed is None:
        return None
    return day_or_time(computed.due_at, computed.due_on, zone, timed=computed.timed)


def assessment_json(
    assessment: Assessment, others: Iterable[Unreached], language: ScreenLanguage
) -> dict[str, Any]:
    """What `shirase duties` prints: owed, waiting, open questions, voluntary; and what is not."""
    locale = Locale(language)
    listed: list[tuple[str, Duty | Pending]] = [
        *(("delayed" if duty.delayed else "open", duty) for duty in assessment.duties),
        *(("pending", item) for item in assessment.pending),
        *(("unsettled", item) for item in assessment.unsettled),
        *(("voluntary", duty) for duty in assessment.voluntary),
    ]
    not_owed = [
        *((item.rule_id, item.debtor, item.ground) for item in assessment.not_applicable),
        *((item.rule, item.party, item.why) for item in others),
    ]
    return {
        "duties": [_duty_json(status, item, locale) for status, item in listed],
        "not_applicable": [
            {"rule": rule, "party": party, "why": why.read_in(locale)}
            for rule, party, why in not_owed
        ],
    }


def _duty_json(status: str, item: Duty | Pending, locale: Locale) -> dict[str, Any]:
    known = {
        "rule": item.rule_id,
        "party": item.debtor,
        "audience": item.audience.value,
        "authority": item.to,
        "anchor": item.anchor,
        "anchor_at": None,
        "target_at": None,
        "due_at": None,
        "hard": None,
        "status": status,
        "explanation": [],
        "source": item.source,
        "verified": item.verified,
        "asks": [finding_label(name, locale) for name in item.asks],
        "candidate_roles": [role.value for role in item.candidate_roles],
    }
    if isinstance(item, Pending):
        return known
    zone = ZoneInfo(item.tz)
    return {
        **known,
        "anchor_at": item.anchor_at.astimezone(zone).isoformat(timespec="seconds"),
        "target_at": day_or_time(item.target_at, item.target_on, zone, timed=item.target_timed),
        "due_at": day_or_time(item.due_at, item.due_on, zone, timed=item.due_timed),
        "hard": item.hard,
        "explanation": list(sentences(item.explanation, locale)),
        "rests_on_unknown": [finding_label(name, locale) for name in item.rests_on_unknown],
    }
