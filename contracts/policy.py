"""The policy that an incident freezes when it opens: ladders, approvals, care, wave sizes.

It travels in workflow inputs, so that a policy file that changes later cannot bend a running
incident; adopting a newer one is an explicit act with a record.
"""

from datetime import datetime, timedelta

from contracts.payloads import Payload
from domain.pacing import Pacing
from domain.quiet_hours import QuietHours
from domain.suppressions import Bypass

MAIL = "mail"
OUTSIDE = "outside"
CHANNELS = (MAIL, OUTSIDE)
"""How a rung speaks: by mail to people, and to outside channels, which learn next to nothing."""


class Rung(Payload):
    """One step of an escalation ladder: how long before the due time who is told.

    `before_due` is negative for a step after it; `roles` are staff roles in the incident. A rung
    with `repeat_every` speaks again and again until the next one, the last until the clock ends.
    With `then_after`, a clock that nobody has taken up within that time goes to whoever deputises
    for the roles, and after as long again up, to the roles of `then_up`.
    """

    name: str
    before_due: timedelta
    roles: tuple[str, ...]
    name_en: str = ""
    repeat_every: timedelta | None = None
    then_after: timedelta | None = None
    then_up: tuple[str, ...] = ()
    channels: tuple[str, ...] = (MAIL,)


class ApprovalRule(Payload):
    """Which roles must each approve a kind of document; never the author alone."""

    kind: str
    roles: tuple[str, ...]


class MerchantCare(Payload):
    """When a silent merchant is reminded, and when a person is sent after it."""

    remind_after: timedelta
    reminders: int
    escalate_after: timedelta
    escalate_to: tuple[str, ...]

    def reminders_due(self, told_at: datetime, now: datetime) -> int:
        """How many reminders a silent merchant should have had by now."""
        return min(self.reminders, (now - told_at) // self.remind_after)


class WavePolicy(Payload):
    """Sizes, patience and pace of a wave. Times are server time: they wait for a real provider.

    `bypass` names the provider's lists of people to be left out that a notice goes past.
    `channels` is the order in which each person is tried; whom none of them reaches gets the
    substitute notice. A call that nobody answers is made `calls` times before it counts as failed.
    Of a thousand people told, `contacts_per_mille` are expected to call or write to the desk.
    """

    sender_id: str
    people_a_shard: int
    people_a_batch: int
    shards_at_once: int
    first_look: timedelta
    longest_look: timedelta
    settle_after: timedelta
    pacing: Pacing = Pacing()
    bypass: tuple[Bypass, ...] = (Bypass.UNSUBSCRIBES,)
    channels: tuple[str, ...] = ("mail", "letter")
    calls: int = 3
    contacts_per_mille: int = 50


class IncidentPolicy(Payload):
    """Everything frozen at opening, with the name and version it came from.

    `ladder` is climbed by duties, `work_ladder` by tasks, awaited replies and promised updates,
    which are short. Rungs that fall into the same `merge_within` speak together at its beginning,
    so that a person gets one message; zero lets each speak for itself.
    """

    name: str
    version: int
    ladder: tuple[Rung, ...]
    work_ladder: tuple[Rung, ...] = ()
    quiet_hours: tuple[QuietHours, ...] = ()
    merge_within: timedelta = timedelta(0)
    approvals: tuple[ApprovalRule, ...]
    merchant_care: MerchantCare
    wave: WavePolicy

    def approvers(self, kind: str) -> tuple[str, ...]:
        """The roles that must approve a kind; every kind has at least one."""
        return next((rule.roles for rule in self.approvals if rule.kind == kind), ("counsel",))

    @property
    def escalation_roles(self) -> tuple[str, ...]:
        """Every role that a ladder or the care for merchants may call; sorted."""
        rungs = (*self.ladder, *self.work_ladder)
        called = {role for rung in rungs for role in (*rung.roles, *rung.then_up)}
        return tuple(sorted(called | set(self.merchant_care.escalate_to)))
