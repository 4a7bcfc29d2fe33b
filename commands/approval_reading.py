"""Reads the rules of approval of an incident: its frozen policy, and who stands in since."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from commands.context import find_incident
from domain.approval import OVERRIDE_NEEDS, Asked, Delegate
from domain.documents import DocumentKind
from register.approving import all_delegates
from register.case_time import case_time
from register.incidents import read_incident, read_policy
from register.store import Register


class ApprovalRules(NamedTuple):
    """Who is asked by kind, who stands in, who may override; `at` is case time."""

    at: datetime
    asked: dict[DocumentKind, Asked]
    delegates: tuple[Delegate, ...]
    override: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """For a program."""
        return {
            "at": self.at,
            "asked": [
                {"kind": kind, "roles": asked.roles, "needed": asked.needed}
                for kind, asked in self.asked.items()
            ],
            "delegates": [
                {**one._asdict(), "in_force": one.until >= self.at} for one in self.delegates
            ],
            "override": {"roles": self.override, "needed": OVERRIDE_NEEDS},
        }


def approval_rules(register: Register, incident: str) -> ApprovalRules:
    """The rules as they hold now.

    Raises:
        NotPossible: no such incident.
    """
    identity = find_incident(register, incident)
    with register.reading() as connection:
        policy = read_policy(connection, identity)
        sealer = register.sealer(identity, connection)
        marking = read_incident(connection, sealer, identity).marking
        return ApprovalRules(
            at=case_time(connection, identity, marking, datetime.now(UTC)),
            asked={kind: policy.asked(kind.value) for kind in DocumentKind},
            delegates=all_delegates(connection, identity, policy),
            override=policy.approval_override,
        )
