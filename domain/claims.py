"""Which rules are put to which party, and to whom each would be owed."""

from collections.abc import Iterator
from typing import NamedTuple

from domain.conditions import Findings
from domain.parties import PartyRole
from domain.rules import Audience, Rule
from domain.situations import Entrustment, Party, Situation

INDIVIDUALS = "individuals"
"""To whom a notice to the affected people is owed, in a duty's key."""


def duty_key(rule_id: str, debtor: str, to: str) -> str:
    """Build the stable key of a duty out of opaque ids."""
    return f"{rule_id}|{debtor}|{to}"


class Claim(NamedTuple):
    """One rule put to one party in one role, for one it may be owed to.

    `upstream` are the entrustments from which the party holds data, `downstream` those by which
    it handed data on.
    """

    rule: Rule
    party: Party
    role: PartyRole
    to: str
    downstream: tuple[Entrustment, ...]
    upstream: tuple[Entrustment, ...]

    @property
    def key(self) -> str:
        """The key of the duty that would follow."""
        return duty_key(self.rule.id, self.party.id, self.to)

    @property
    def findings(self) -> Findings:
        """The findings that hold now; all unknown when there are none."""
        return self.party.findings[-1] if self.party.findings else Findings()

    def common(self) -> dict[str, object]:
        """The values that every outcome carries, whatever becomes of the claim."""
        undecided = self.party.role is PartyRole.UNDECIDED
        return {
            "key": self.key,
            "rule_id": self.rule.id,
            "debtor": self.party.id,
            "to": self.to,
            "audience": self.rule.audience,
            "candidate_roles": (self.role,) if undecided else (),
            "source": self.rule.source,
            "verified": self.rule.verified,
        }


def claims(situation: Situation, rules: tuple[Rule, ...]) -> Iterator[Claim]:
    """Go through parties, their possible roles and the rules that bind them, in that order."""
    upstream: dict[str, list[Entrustment]] = {}
    downstream: dict[str, list[Entrustment]] = {}
    for item in situation.entrustments:
        upstream.setdefault(item.entrustee, []).append(item)
        downstream.setdefault(item.entrustor, []).append(item)
    for party in situation.parties:
        up = tuple(upstream.get(party.id, ()))
        down = tuple(downstream.get(party.id, ()))
        for role in party.roles:
            for rule in rules:
                if rule.jurisdiction in party.jurisdictions and role in rule.debtors:
                    for to in _owed_to(rule, party, up):
                        yield Claim(rule, party, role, to, down, up)


def _owed_to(rule: Rule, party: Party, upstream: tuple[Entrustment, ...]) -> tuple[str, ...]:
    if rule.audience is Audience.ENTRUSTOR:
        return tuple(item.entrustor for item in upstream)
    if rule.authority is not None:
        return (party.authorities.get(rule.regime, rule.authority),)
    return (INDIVIDUALS,)
