"""The policy that an incident freezes when it opens: ladders, approvals, care, wave sizes.

It travels in workflow inputs, so that a policy file that changes later cannot bend a running
incident; adopting a newer one is an explicit act with a record.
"""

from datetime import timedelta

from contracts.payloads import Payload


class Rung(Payload):
    """One step of an escalation ladder: how long before the due time who is told.

    `before_due` is negative for a step after it; `roles` are staff roles in the incident.
    """

    name: str
    before_due: timedelta
    roles: tuple[str, ...]


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


class WavePolicy(Payload):
    """Sizes and patience of a wave. Times are server time: they wait for a real provider."""

    sender_id: str
    people_a_shard: int
    people_a_batch: int
    shards_at_once: int
    first_look: timedelta
    longest_look: timedelta
    settle_after: timedelta


class IncidentPolicy(Payload):
    """Everything frozen at opening, with the name and version it came from.

    `ladder` is climbed by duties, `work_ladder` by tasks and awaited replies, which are short.
    """

    name: str
    version: int
    ladder: tuple[Rung, ...]
    work_ladder: tuple[Rung, ...] = ()
    approvals: tuple[ApprovalRule, ...]
    merchant_care: MerchantCare
    wave: WavePolicy

    def approvers(self, kind: str) -> tuple[str, ...]:
        """The roles that must approve a kind; every kind has at least one."""
        return next((rule.roles for rule in self.approvals if rule.kind == kind), ("counsel",))
