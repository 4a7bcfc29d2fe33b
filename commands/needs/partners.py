"""Merchants that were told: who has not acknowledged, or not chosen about its people.

While the policy's patience lasts their choice is awaited; after it somebody has to ask.
"""

from collections.abc import Iterator
from datetime import datetime

from activities.duty_status import INDIVIDUAL
from commands import phrases
from commands.needs.look import Look
from commands.needs.need import Need, Other
from domain.parties import StaffRole
from register.board import BoardMerchant
from screens.words import short_name

AWAITED_AT_MOST = 3
"""So many merchants whose answer is awaited are named; how many more there are is said."""


def merchant_needs(look: Look) -> Iterator[Need]:
    """Merchants that were told and have not answered; most urgent after the policy's patience."""
    care = look.policy.merchant_care
    awaited: list[BoardMerchant] = []
    for merchant in look.board.merchants:
        if merchant.told_at is None or merchant.choice:
            continue
        if merchant.reminders or look.case_time >= merchant.told_at + care.remind_after:
            yield _need(look, merchant)
        else:
            awaited.append(merchant)
    for merchant in awaited[:AWAITED_AT_MOST]:
        yield _choice(look, merchant, more=len(awaited) - AWAITED_AT_MOST)


def _need(look: Look, merchant: BoardMerchant) -> Need:
    name = short_name(merchant.name)
    told_at = merchant.told_at or look.board.incident.opened_at
    due_at = min(
        (
            duty.clock_at
            for duty in look.open_duties
            if duty.rule in INDIVIDUAL and duty.debtor == merchant.key and duty.clock_at
        ),
        default=None,
    )
    roles = tuple(look.policy.merchant_care.escalate_to) or (StaffRole.COMMANDER.value,)
    if merchant.acknowledged_at is None:
        return Need(
            kind="silent",
            what_ja=f"{name} の受領を確認（督促 {merchant.reminders}回、応答なし）",
            what_en=f"{name} stays silent after {merchant.reminders} reminders: call it",
            roles=roles,
            due_at=due_at,
            since=told_at,
            command=phrases.acknowledge(look.incident, merchant.key),
        )
    return _choice(look, merchant, roles=roles, due_at=due_at)


def _choice(
    look: Look,
    merchant: BoardMerchant,
    *,
    roles: tuple[str, ...] = (),
    due_at: datetime | None = None,
    more: int = 0,
) -> Need:
    """Whether we tell its people, by its mandate, or it does; with no `roles` it still has time."""
    name = short_name(merchant.name)
    told_at = merchant.told_at or look.board.incident.opened_at
    rest_ja = f"（ほかに{more}社: shirase merchants show {look.incident}）" if more > 0 else ""
    rest_en = f" ({more} more: shirase merchants show {look.incident})" if more > 0 else ""
    return Need(
        kind="choice",
        what_ja=f"{name} の通知方法（委任または自社通知）を確認{rest_ja}",
        what_en=f"{name} has not said whether it notifies its people itself{rest_en}",
        roles=roles or (StaffRole.MERCHANT_CARE.value, StaffRole.COMMANDER.value),
        due_at=due_at if roles else told_at + look.policy.merchant_care.remind_after,
        since=merchant.acknowledged_at or told_at,
        command=phrases.choose(look.incident, merchant.key),
        first=("当社が通知（委任）", "we tell them, by its mandate"),
        others=(
            Other(
                what_ja="店舗が自ら通知",
                what_en="it tells them itself",
                command=phrases.own_notice(look.incident, merchant.key),
            ),
        ),
    )
