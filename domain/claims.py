"""Which rules are put to which party, and to whom each would be owed."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from domain.conditions import Findings
from domain.finding_words import place_of
from domain.parties import PartyRole
from domain.places import ANYWHERE, members_among, within, zone_of_member
from domain.rule_parts import Audience, Reach
from domain.rules import Rule
from domain.situations import AWARENESS, Entrustment, Party, Situation

INDIVIDUALS = "individuals"
"""To whom a notice to the affected people is owed, in a duty's key."""
_TO_MANY = {
    Audience.INDIVIDUAL: INDIVIDUALS,
    Audience.RECIPIENT: "recipients",
    Audience.PUBLIC: "public",
}
OURSELVES = "ourselves"
"""How a rule of one's own names the organisation that runs the incident."""


def duty_key(rule_id: str, debtor: str, to: str) -> str:
    """Build the stable key of a duty out of opaque ids."""
    return f"{rule_id}|{debtor}|{to}"


class Recipient(NamedTuple):
    """To whom a duty is owed; `member` is the state whose zone and holidays count, if one does."""

    to: str
    member: str | None = None


_Asked = tuple[PartyRole, Rule, Recipient]


class Claim(NamedTuple):
    """One rule put to one party in one role, for one it may be owed to.

    `upstream` are the entrustments from which the party holds data, `downstream` those by which
    it handed data on.
    """

    rule: Rule
    party: Party
    role: PartyRole
    recipient: Recipient
    downstream: tuple[Entrustment, ...]
    upstream: tuple[Entrustment, ...]

    @property
    def key(self) -> str:
        """The key of the duty that would follow."""
        return duty_key(self.rule.id, self.party.id, self.recipient.to)

    @property
    def findings(self) -> Findings:
        """The findings that hold now; all unknown when there are none."""
        return latest(self.party)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of whoever receives it."""
        member = self.recipient.member
        return self.rule.zone if member is None else zone_of_member(member)

    def common(self) -> dict[str, Any]:
        """The values that every outcome carries, whatever becomes of the claim."""
        undecided = self.party.role is PartyRole.UNDECIDED
        return {
            "key": self.key,
            "rule_id": self.rule.id,
            "debtor": self.party.id,
            "to": self.recipient.to,
            "audience": self.rule.audience,
            "candidate_roles": (self.role,) if undecided else (),
            "source": self.rule.source,
            "verified": self.rule.verified,
        }


def latest(party: Party) -> Findings:
    """The findings that hold now; all unknown when there are none."""
    return party.findings[-1] if party.findings else Findings()


class Reached:
    """Which rules reach a party by place; parties in the same places are looked up once."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)
        self._known: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[Rule, ...]] = {}

    def by(self, party: Party) -> tuple[Rule, ...]:
        """The rules of every jurisdiction that binds the party or protects its people."""
        places = (party.jurisdictions, people_places(party))
        if places not in self._known:
            self._known[places] = tuple(rule for rule in self._rules if _reaches(rule, *places))
        return self._known[places]


def claims(
    situation: Situation, rules: tuple[Rule, ...], *, with_questions: bool = True
) -> Iterator[Claim]:
    """Go through parties, their possible roles and the rules that bind them, in that order.

    Without questions, voluntary rules and those whose debtor is not known to be meant are left out.
    """
    upstream: dict[str, list[Entrustment]] = {}
    downstream: dict[str, list[Entrustment]] = {}
    for item in situation.entrustments:
        upstream.setdefault(item.entrustee, []).append(item)
        downstream.setdefault(item.entrustor, []).append(item)
    asked = Asked(Reached(rules), with_questions=with_questions)
    for party in situation.parties:
        up = tuple(upstream.get(party.id, ()))
        down = tuple(downstream.get(party.id, ()))
        for role, rule, recipient in asked.of(party, up):
            yield Claim(rule, party, role, recipient, down, up)


class Asked:
    """What a party is asked; parties that are alike, and hold nobody's data, are looked up once."""

    def __init__(self, reached: Reached, *, with_questions: bool) -> None:
        self._reached = reached
        self._with_questions = with_questions
        # Beside each answer stays the party it was found for, so that its parts keep their ids.
        self._known: dict[object, tuple[Party, tuple[_Asked, ...]]] = {}

    def of(self, party: Party, up: tuple[Entrustment, ...]) -> tuple[_Asked, ...]:
        """Roles, rules and to whom, in that order."""
        if up or any(rule.binds for rule in self._reached.by(party)):
            return tuple(self._found(party, up))
        like = (
            *(party.is_ourselves, party.roles, party.jurisdictions, party.affected_in),
            *(tuple(party.authorities.items()), id(party.moments), id(party.findings)),
        )
        if like not in self._known:
            self._known[like] = (party, tuple(self._found(party, up)))
        return self._known[like][1]

    def _found(self, party: Party, up: tuple[Entrustment, ...]) -> Iterator[_Asked]:
        binding = self._reached.by(party)
        if not self._with_questions:
            held = latest(party)
            binding = tuple(rule for rule in binding if not _is_question(rule, held))
        for role in party.roles:
            for rule in binding:
                if role in rule.debtors and is_named(rule, party):
                    for recipient in _owed_to(rule, party, up):
                        yield role, rule, recipient


def _is_question(rule: Rule, held: Findings) -> bool:
    return rule.voluntary or (rule.applies_to is not None and rule.applies_to.holds(held) is None)


def is_named(rule: Rule, party: Party) -> bool:
    """Whether a rule that binds named parties only names this one."""
    if not rule.binds:
        return True
    return party.key in rule.binds or (party.is_ourselves and OURSELVES in rule.binds)


def people_places(party: Party) -> tuple[str, ...]:
    """Where the affected people live: as stated, and where some are counted."""
    held = latest(party).model_extra or {}
    counted = [place_of(name) for name, count in held.items() if place_of(name) and count]
    return (*party.affected_in, *(place for place in counted if place))


def _reaches(rule: Rule, of_debtor: tuple[str, ...], of_people: tuple[str, ...]) -> bool:
    if rule.jurisdiction == ANYWHERE:
        return True
    looked_at = {
        Reach.DEBTOR: of_debtor,
        Reach.PEOPLE: of_people,
        Reach.EITHER: (*of_debtor, *of_people),
    }[rule.reach]
    return any(within(place, rule.jurisdiction) for place in looked_at)


def _owed_to(rule: Rule, party: Party, upstream: tuple[Entrustment, ...]) -> tuple[Recipient, ...]:
    if rule.audience is Audience.ENTRUSTOR:
        return tuple(Recipient(item.entrustor) for item in upstream)
    if rule.authority is None:
        return (Recipient(_TO_MANY[rule.audience]),)
    authority = party.authorities.get(rule.regime) or _delegated(rule, party) or rule.authority
    members = _members(rule, party) if rule.by_member_state else ()
    if not members:
        return (Recipient(authority),)
    return tuple(Recipient(f"{authority}:{member}", member) for member in members)


def _members(rule: Rule, party: Party) -> tuple[str, ...]:
    """The state where the debtor is established; without one, each where its people live."""
    established = members_among(party.jurisdictions, rule.jurisdiction)
    return established[:1] or members_among(people_places(party), rule.jurisdiction)


def _delegated(rule: Rule, party: Party) -> str | None:
    """The authority that stands in for the rule's own; only what is known to hold delegates."""
    if not rule.delegations:
        return None
    held = latest(party)
    if not any(item.applies_to.is_known(held) for item in rule.delegations):
        return None
    known = [at for name in AWARENESS for at in party.moments.stated(name)]
    day: date | None = min(known).astimezone(rule.zone).date() if known else None
    for item in rule.delegations:
        in_time = day is None or (
            item.effective_from <= day and (item.effective_to is None or day <= item.effective_to)
        )
        if in_time and item.applies_to.is_known(held):
            return item.authority
    return None
