"""A snapshot of an incident as the law sees it: parties, what each knew when, and findings.

The caller builds it from one ledger revision. It holds opaque ids only, never a name.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator, model_validator

from domain.conditions import Findings
from domain.parties import PartyRole

PartyId = Annotated[str, Field(pattern=r"^[A-Za-z0-9._:/-]+$", max_length=36)]
"""An opaque id; `|` is kept out because it separates the parts of a duty's key."""

DECIDED_ROLES = (
    PartyRole.CONTROLLER,
    PartyRole.ENTRUSTOR,
    PartyRole.ENTRUSTEE,
    PartyRole.PLATFORM,
)
"""The roles that an undecided party may turn out to have."""


class Moments(BaseModel):
    """The moments of one party's case from which some law counts; all optional.

    One "aware at" would not do: laws differ on whether suspicion, any department's knowledge,
    confirmation, a classification or a formal decision starts the clock. `submitted_at` holds
    the party's own submissions by the rule that they met (`eu-nis2/notification`).
    `candidates` holds, by name of a moment, further times that were stated for it: the earliest
    counts until a person has decided, and the caller then leaves the others out. People who took
    part in an insider's act are not a department that knew.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    suspected_at: AwareDatetime | None = None
    first_department_known_at: AwareDatetime | None = None
    confirmed_at: AwareDatetime | None = None
    classified_at: AwareDatetime | None = None
    determined_at: AwareDatetime | None = None
    assessed_at: AwareDatetime | None = None
    should_have_discovered_at: AwareDatetime | None = None
    occurred_at: AwareDatetime | None = None
    received_from_processor_at: AwareDatetime | None = None
    remedy_available_at: AwareDatetime | None = None
    handled_at: AwareDatetime | None = None
    individuals_notified_at: AwareDatetime | None = None
    payment_made_at: AwareDatetime | None = None
    submitted_at: Mapping[str, AwareDatetime] = Field(default_factory=dict)
    candidates: Mapping[str, tuple[AwareDatetime, ...]] = Field(default_factory=dict)

    @field_validator("candidates")
    @classmethod
    def _are_moments(
        cls, candidates: Mapping[str, tuple[datetime, ...]]
    ) -> Mapping[str, tuple[datetime, ...]]:
        for name in candidates:
            if name not in MOMENT_NAMES:
                raise ValueError(f"no moment is called {name!r}")
        return candidates

    def stated(self, name: str) -> tuple[datetime, ...]:
        """Every time that was stated for a moment, the earliest first."""
        own: datetime | None = getattr(self, name)
        return tuple(sorted({*self.candidates.get(name, ()), *([own] if own else [])}))


MOMENT_NAMES = frozenset(Moments.model_fields) - {"submitted_at", "candidates"}
AWARENESS = (
    "suspected_at",
    "first_department_known_at",
    "confirmed_at",
    "received_from_processor_at",
)
"""The moments that may be one's awareness, whichever of them a law takes for it."""


class Party(BaseModel):
    """One organisation with its legal role for the affected data set.

    `key` is its key in the incident file, by which a contract's rules name it. `jurisdictions` are
    the places whose laws bind it, the one where it is established first; `affected_in` those where
    people whose data it holds may be affected (`domain.places`). `authorities` names, by regime
    id, the authority that stands in for the regime's own (a delegated ministry). `findings` run
    in time order, one entry for each change; none at all means that nothing is known. While the
    role is undecided, `candidate_roles` are those it may turn out to be.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: PartyId
    key: str = ""
    is_ourselves: bool = False
    role: PartyRole
    candidate_roles: tuple[PartyRole, ...] = DECIDED_ROLES
    jurisdictions: tuple[str, ...]
    affected_in: tuple[str, ...] = ()
    authorities: Mapping[str, str] = Field(default_factory=dict)
    moments: Moments = Moments()
    findings: tuple[Findings, ...] = ()

    @field_validator("candidate_roles")
    @classmethod
    def _roles_are_decided(cls, roles: tuple[PartyRole, ...]) -> tuple[PartyRole, ...]:
        if not roles or any(role not in DECIDED_ROLES for role in roles):
            raise ValueError("candidate roles are decided roles, at least one")
        return roles

    @field_validator("findings")
    @classmethod
    def _findings_run_in_time(cls, findings: tuple[Findings, ...]) -> tuple[Findings, ...]:
        later = [item.known_at for item in findings[1:]]
        if any(known_at is None for known_at in later):
            raise ValueError("only the first findings may leave known_at out")
        times = [item.known_at for item in findings if item.known_at is not None]
        if times != sorted(times):
            raise ValueError("findings run in time order")
        return findings

    @property
    def roles(self) -> tuple[PartyRole, ...]:
        """The role, or the candidates while it is undecided."""
        return self.candidate_roles if self.role is PartyRole.UNDECIDED else (self.role,)


class Entrustment(BaseModel):
    """Data handed by an entrustor to an entrustee; `notified_at` is the entrustee's notice up."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    entrustee: PartyId
    entrustor: PartyId
    notified_at: AwareDatetime | None = None


class Situation(BaseModel):
    """All parties of an incident and the entrustments between them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    parties: tuple[Party, ...]
    entrustments: tuple[Entrustment, ...] = ()

    @model_validator(mode="after")
    def _refers_to_its_parties(self) -> Self:
        ids = [party.id for party in self.parties]
        if len(set(ids)) != len(ids):
            raise ValueError("a party appears twice")
        pairs = [(item.entrustee, item.entrustor) for item in self.entrustments]
        if len(set(pairs)) != len(pairs):
            raise ValueError("an entrustment appears twice")
        known = set(ids)
        if any(one not in known or other not in known or one == other for one, other in pairs):
            raise ValueError("an entrustment names two different parties of the situation")
        return self


def told_at(entrustments: tuple[Entrustment, ...]) -> datetime | None:
    """When the first of these entrustments' notices went up; None while none did."""
    return min((item.notified_at for item in entrustments if item.notified_at), default=None)
