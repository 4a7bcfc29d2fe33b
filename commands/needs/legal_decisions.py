"""What the law waits for: later dates to be confirmed, which moment counts, what the company is."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby

from activities.timely_disclosure import MATERIAL_FINDING
from commands import phrases
from commands.finding import shown_key
from commands.needs.awareness import awareness_needs
from commands.needs.look import Look
from commands.needs.need import Need, Other
from commands.needs.papers import LEADERS
from commands.needs.releases import asks_about_disclosure
from domain.finding_words import ENTITY, FLAG_WORDS
from domain.known_findings import fact_of
from domain.parties import StaffRole
from register.board import BoardDuty
from register.duties import PROPOSED
from register.law_questions import LawQuestion
from screens.words import rule_name, short_due, short_name

COUNSEL = (StaffRole.COUNSEL.value,)
TO_ANSWER = timedelta(hours=1)
"""How long a question may wait that was asked about a date in the past."""


def legal_decision_needs(look: Look) -> Iterator[Need]:
    """Decisions about clocks, then the questions that nobody has answered."""
    yield from _confirmations(look)
    yield from awareness_needs(look)
    for question in look.board.questions:
        # Asked with its consequence, whether to draft the disclosure.
        if question.finding == MATERIAL_FINDING and asks_about_disclosure(look):
            continue
        yield _question(look, question)


def _confirmations(look: Look) -> Iterator[Need]:
    """Duties that would move alike are one need; several are confirmed all at once."""
    waiting = [duty for duty in look.open_duties if duty.proposal and duty.status != PROPOSED]
    waiting.sort(key=_alike)
    for _, same in groupby(waiting, key=_alike):
        duties = list(same)
        first = duties[0]
        new_at = first.proposal.clock_at if first.proposal else None
        names = list(dict.fromkeys(short_name(duty.debtor_name) for duty in duties))
        more = len(names) - 1
        old_ja, new_ja = _day(first.clock_at, "ja"), _day(new_at, "ja")
        old_en, new_en = _day(first.clock_at, "en"), _day(new_at, "en")
        by_law = first.hard and first.due_at is not None
        yield Need(
            kind="confirm",
            what_ja=f"{rule_name(first.rule, 'ja')}（{names[0]}"
            + (f" ほか計{len(names)}社" if more else "")
            + f"）の期限を {old_ja} から {new_ja} へ遅らせてよいかの確認",
            what_en=f"{rule_name(first.rule, 'en')} of {names[0]}"
            + (f" and {more} more" if more else "")
            + f": {old_en} would become {new_en}",
            roles=COUNSEL if by_law else (*COUNSEL, *LEADERS),
            due_at=first.clock_at,
            since=first.proposal.since if first.proposal else look.board.incident.opened_at,
            command=phrases.confirm_duty(look.incident, shown_key(first))
            if len(duties) == 1
            else phrases.confirm_all(look.incident),
        )


def _question(look: Look, question: LawQuestion) -> Need:
    ja, en = FLAG_WORDS.get(question.finding, (question.finding, question.finding))
    rules = list(dict.fromkeys(duty.rule for duty in question.would_owe))
    owed_ja = "、".join(rule_name(rule, "ja") for rule in rules[:2]) + ("ほか" if rules[2:] else "")
    owed_en = ", ".join(rule_name(rule, "en") for rule in rules[:2]) + (", …" if rules[2:] else "")
    of_us = question.finding.startswith(ENTITY)
    key = fact_of(question.finding)
    since = look.board.incident.opened_at
    passed = question.clock_at is not None and question.clock_at < look.case_time
    late_ja = "。その期限は過ぎている" if passed else ""
    late_en = "; its limit has passed" if passed else ""
    return Need(
        kind="question",
        what_ja=(f"当社は「{ja}」に当たるか" if of_us else f"「{ja}」か")
        + f"（当たれば {owed_ja}{late_ja}）",
        what_en=(f"are we: {en}?" if of_us else f"is it so: {en}?")
        + f" (then owed: {owed_en}{late_en})",
        roles=(*COUNSEL, StaffRole.PRIVACY_OFFICER.value),
        # Asked at the opening about what was due before it: time to answer has only begun.
        due_at=max(question.clock_at, since + TO_ANSWER) if question.clock_at else None,
        since=since,
        command=phrases.answer_question(look.incident, key),
        others=(
            Other(
                what_ja="当たらない",
                what_en="no",
                command=phrases.deny_question(look.incident, key),
            ),
        ),
        first=("当たる", "yes"),
        remark=(
            "不明のうちは記録しない（当たるものとして期限を示し続ける）",
            "unknown: record nothing; its date goes on being shown as if it were so",
        ),
    )


def _alike(duty: BoardDuty) -> tuple[str, str, str]:
    new_at = duty.proposal.clock_at if duty.proposal else None
    return duty.rule, str(duty.clock_at), str(new_at)


def _day(at: datetime | None, language: str) -> str:
    if at is None:
        return "期限なし" if language == "ja" else "no clock"
    return short_due(at, "ja" if language == "ja" else "en")
