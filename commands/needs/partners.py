"""Merchants that stay silent: no acknowledgement, or no choice about their people."""

from collections.abc import Iterator

from activities.duty_status import INDIVIDUAL
from commands import phrases
from commands.needs.look import Look
from commands.needs.need import Need
from domain.parties import StaffRole
from register.board import BoardMerchant
from screens.words import short_name


def merchant_needs(look: Look) -> Iterator[Need]:
    """Merchants that were told and have not answered within the policy's patience."""
    care = look.policy.merchant_care
    for merchant in look.board.merchants:
        if merchant.told_at is None or merchant.choice:
            continue
        if merchant.reminders or look.case_time >= merchant.told_at + care.remind_after:
            yield _need(look, merchant)


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
    return Need(
        kind="choice",
        what_ja=f"{name} の通知方法（委任または自社通知）を確認",
        what_en=f"{name} has not said whether it notifies its people itself",
        roles=roles,
        due_at=due_at,
        since=merchant.acknowledged_at,
        command=phrases.choose(look.incident, merchant.key),
    )
