"""What the law waits for: later dates to be confirmed, which moment counts, what the company is."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from commands import phrases
from commands.finding import shown_key
from commands.needs.look import Look
from commands.needs.need import Need, typed_time
from commands.needs.papers import LEADERS
from domain.finding_words import ENTITY, FLAG_WORDS
from domain.known_findings import fact_of
from domain.parties import StaffRole
from register.board import BoardDuty
from register.duties import PROPOSED
from register.law_questions import LawQuestion
from screens.words import rule_name, short_due, short_moment, short_name

COUNSEL = (StaffRole.COUNSEL.value,)


def legal_decision_needs(look: Look) -> Iterator[Need]:
    """Decisions about clocks, then the questions that nobody has answered."""
    yield from _confirmations(look)
    yield from _awareness(look)
    for question in look.board.questions:
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


def _awareness(look: Look) -> Iterator[Need]:
    """Several times stand for the moment from which our own clocks count."""
    ours = [d for d in look.open_duties if d.debtor == look.ourselves and d.other_times]
    if not ours:
        return
    others = sorted({datetime.fromisoformat(at) for duty in ours for at in duty.other_times})
    listed = " / ".join(short_moment(at) for at in others)
    yield Need(
        kind="awareness",
        what_ja="知った時の候補が複数あります（最も早い時で進行中、ほかに "
        f"{listed}）。どれによるかの判断",
        what_en=f"several times stand for our knowing (the earliest runs; also {listed}): decide",
        roles=COUNSEL,
        due_at=min((duty.clock_at for duty in ours if duty.clock_at), default=None),
        since=look.board.incident.opened_at,
        command=phrases.decide_awareness(look.incident, typed_time(others[-1])),
    )


def _question(look: Look, question: LawQuestion) -> Need:
    ja, en = FLAG_WORDS.get(question.finding, (question.finding, question.finding))
    rules = list(dict.fromkeys(duty.rule for duty in question.would_owe))
    owed_ja = "、".join(rule_name(rule, "ja") for rule in rules[:2]) + ("ほか" if rules[2:] else "")
    owed_en = ", ".join(rule_name(rule, "en") for rule in rules[:2]) + (", …" if rules[2:] else "")
    of_us = question.finding.startswith(ENTITY)
    return Need(
        kind="question",
        what_ja=(f"当社は「{ja}」に当たるか" if of_us else f"「{ja}」か")
        + f"（当たれば {owed_ja}）",
        what_en=(f"are we: {en}?" if of_us else f"is it so: {en}?") + f" (then owed: {owed_en})",
        roles=(*COUNSEL, StaffRole.PRIVACY_OFFICER.value),
        due_at=question.clock_at,
        since=look.board.incident.opened_at,
        command=phrases.answer_question(look.incident, fact_of(question.finding)),
    )


def _alike(duty: BoardDuty) -> tuple[str, str, str]:
    new_at = duty.proposal.clock_at if duty.proposal else None
    return duty.rule, str(duty.clock_at), str(new_at)


def _day(at: datetime | None, language: str) -> str:
    if at is None:
        return "期限なし" if language == "ja" else "no clock"
    return short_due(at, "ja" if language == "ja" else "en")
