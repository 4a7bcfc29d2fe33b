"""The policy that an incident freezes when it opens: ladders, approvals, care, wave sizes.

It travels in workflow inputs, so that a policy file that changes later cannot bend a running
incident; adopting a newer one is an explicit act with a record.
"""

from datetime import datetime, timedelta

from contracts.payloads import Payload
from domain.approval import Asked, Delegate
from domain.pacing import Pacing
from domain.quiet_hours import QuietHours
from domain.severity import Severity
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


class SeverityLadders(Payload):
    """The ladders of incidents of some severities; one that is empty is that of all the others."""

    severities: tuple[Severity, ...]
    ladder: tuple[Rung, ...] = ()
    work_ladder: tuple[Rung, ...] = ()


class Ladders(Payload):
    """Which rungs a clock climbs, by the severity of its incident.

    `ladder` is climbed by duties, `work_ladder` by tasks, awaited replies and promised updates,
    which are short; both where `by_severity` has none for the severity, or it is undecided.
    """

    ladder: tuple[Rung, ...]
    work_ladder: tuple[Rung, ...] = ()
    by_severity: tuple[SeverityLadders, ...] = ()

    def rungs(self, severity: str, *, work: bool) -> tuple[Rung, ...]:
        """The rungs of a duty, or of a piece of work, in an incident of this severity."""
        own = next((each for each in self.by_severity if severity in each.severities), None)
        common = (self.work_ladder if work else ()) or self.ladder
        return common if own is None else (own.work_ladder if work else own.ladder) or common

    @property
    def every_rung(self) -> tuple[Rung, ...]:
        """The rungs of every severity."""
        own = (rung for each in self.by_severity for rung in (*each.ladder, *each.work_ladder))
        return (*self.ladder, *self.work_ladder, *own)


class ApprovalRule(Payload):
    """Which roles approve a kind of document; `needed` of them, each where it is 0.

    Never the author alone.
    """

    kind: str
    roles: tuple[str, ...]
    needed: int = 0


class ApprovalDelegate(Payload):
    """Who approves in another role's place, and until when; without kinds, every kind."""

    role: str
    to: str
    until: datetime
    kinds: tuple[str, ...] = ()


class Permission(Payload):
    """Which roles may do an act (`contracts.permissions`)."""

    act: str
    roles: tuple[str, ...]


class MerchantCare(Payload):
    """When a silent merchant is reminded, and when a person is sent after it.

    A mail to it of which nobody knows whether it left may be decided about after `settle_after`.
    """

    remind_after: timedelta
    reminders: int
    escalate_after: timedelta
    escalate_to: tuple[str, ...]
    settle_after: timedelta = timedelta(minutes=15)

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


class IncidentPolicy(Ladders):
    """Everything frozen at opening, with the name and version it came from.

    Rungs that fall into the same `merge_within` speak together at its beginning,
    so that a person gets one message; zero lets each speak for itself. Without `permissions`, as in
    policies that were frozen before there were any, everybody may what has no rule of its own, and
    without `order_of_telling` (`domain.telling_order`) no release waits for anybody. A planned
    release asks again after `release_window`.
    """

    name: str
    version: int
    quiet_hours: tuple[QuietHours, ...] = ()
    merge_within: timedelta = timedelta(0)
    approvals: tuple[ApprovalRule, ...]
    approval_delegates: tuple[ApprovalDelegate, ...] = ()
    approval_override: tuple[str, ...] = ()
    permissions: tuple[Permission, ...] = ()
    order_of_telling: tuple[str, ...] = ()
    release_window: timedelta = timedelta(hours=1)
    merchant_care: MerchantCare
    wave: WavePolicy

    def approvers(self, kind: str) -> tuple[str, ...]:
        """The roles that must approve a kind; every kind has at least one."""
        return next((rule.roles for rule in self.approvals if rule.kind == kind), ("counsel",))

    def asked(self, kind: str) -> Asked:
        """Whose word a kind needs, and how many of them."""
        roles = self.approvers(kind)
        needed = next((rule.needed for rule in self.approvals if rule.kind == kind), 0)
        return Asked(roles, needed or len(roles))

    @property
    def delegates(self) -> tuple[Delegate, ...]:
        """Who stands in for whom from the beginning."""
        return tuple(
            Delegate(one.role, one.to, one.until, one.kinds) for one in self.approval_delegates
        )

    @property
    def approving_roles(self) -> tuple[str, ...]:
        """Every role whose word an approval may need, or that may stand in or override; sorted."""
        asked = {role for rule in self.approvals for role in rule.roles}
        standing_in = {role for one in self.approval_delegates for role in (one.role, one.to)}
        return tuple(sorted(asked | standing_in | set(self.approval_override)))

    def may(self, act: str) -> tuple[str, ...] | None:
        """The roles that may do an act; None where the policy does not say."""
        return next((rule.roles for rule in self.permissions if rule.act == act), None)

    @property
    def escalation_roles(self) -> tuple[str, ...]:
        """Every role that a ladder or the care for merchants may call; sorted."""
        called = {role for rung in self.every_rung for role in (*rung.roles, *rung.then_up)}
        return tuple(sorted(called | set(self.merchant_care.escalate_to)))
