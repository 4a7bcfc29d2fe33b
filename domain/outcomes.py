"""What an assessment says of each rule and party: a duty, or why there is none yet."""

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict

from domain.explanations import Bilingual, Step
from domain.holding import Dates
from domain.parties import PartyRole
from domain.rule_parts import Audience


class Reason(StrEnum):
    """Why a rule gives no duty."""

    NOT_TRIGGERED = "not_triggered"
    EXEMPT = "exempt"
    OTHER_RULE = "other_rule"
    RELIEVED = "relieved"
    NOT_IN_FORCE = "not_in_force"
    NOT_ADDRESSED = "not_addressed"


class Outcome(BaseModel):
    """What every outcome carries.

    `key` is `rule|debtor|to` and stays the same while facts, dates and roles change.
    `candidate_roles` is empty once the debtor's role is decided, else the roles under which the
    outcome holds.
    """

    model_config = ConfigDict(frozen=True)

    key: str
    rule_id: str
    debtor: str
    to: str
    audience: Audience
    candidate_roles: tuple[PartyRole, ...] = ()
    source: str
    verified: bool


class Duty(Outcome):
    """A duty with its clock; times are UTC, dates are in the zone `tz`.

    `due_at` is the last moment in time (`done_at <= due_at` is not late); it and `due_on` are
    None where the law gives no number, and then the target is house policy. `due_timed` tells a
    limit at a time of day from one that ends with its day. `relieved_by` names the duties whose
    performance, all together, frees the debtor of this one. `rests_on_unknown` names unknown
    findings that were read the strict way. While `delayed` gives a ground, the notice waits and
    has no limit. `asks` names findings about the debtor that decide whether it owes this at all.
    `answers` is how the rule's conditions were answered; a decision that rested on them is looked
    at again when they differ.
    """

    anchor: str
    anchor_at: AwareDatetime
    target_at: AwareDatetime | None
    target_on: date | None
    target_timed: bool = False
    policy_target: bool
    due_at: AwareDatetime | None
    due_on: date | None
    due_timed: bool = False
    hard: bool
    tz: str
    explanation: tuple[Step, ...]
    relieved_by: tuple[str, ...] = ()
    rests_on_unknown: tuple[str, ...] = ()
    delayed: Bilingual | None = None
    asks: tuple[str, ...] = ()
    answers: str = ""

    @property
    def dates(self) -> Dates:
        """Target and limit, to be compared with what ran before."""
        return Dates(self.target_at, self.due_at)


class NotApplicable(Outcome):
    """A rule that gives no duty on the present facts, with the ground.

    `evidence` says what has to be on file for an exemption to be relied on. `instead` is the law
    whose other rule takes the event over, where one does.
    """

    reason: Reason
    ground: Bilingual
    evidence: Bilingual | None = None
    instead: str | None = None


class Pending(Outcome):
    """A rule that would apply but whose anchor has not happened, so that no clock runs yet."""

    anchor: str
    asks: tuple[str, ...] = ()


class Assessment(BaseModel):
    """Every outcome of one situation, in the order of parties and rules.

    `unsettled` are rules that bind only debtors of some kind, where nobody has said whether the
    party is of it: with dates as though it were, and neither owed nor exempt until somebody says.
    `voluntary` are reports that nobody owes and that are worth thinking of.
    """

    model_config = ConfigDict(frozen=True)

    duties: tuple[Duty, ...]
    not_applicable: tuple[NotApplicable, ...]
    pending: tuple[Pending, ...]
    unsettled: tuple[Duty | Pending, ...] = ()
    voluntary: tuple[Duty, ...] = ()


NOT_TRIGGERED = Bilingual(
    ja="該当する報告事由がない（すべての事由について、当たらないことが分かっている）",
    en="None of the rule's triggers is met, and none of them is unknown",
)
NOT_IN_FORCE = Bilingual(
    ja="起算のもととなった日には施行されていない",
    en="Not in force on the date that the period would count from",
)
NOT_ADDRESSED = Bilingual(
    ja="この規定の対象となる事業者に当たらない",
    en="The party is not of the kind that the rule binds",
)
