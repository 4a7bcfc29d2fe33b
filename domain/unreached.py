"""The rules that are not put to a party at all, each with why: what is not owed, completely."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from domain.claims import Reached, is_named
from domain.explanations import Bilingual
from domain.outcomes import Assessment
from domain.rule_parts import Status
from domain.rules import Rule
from domain.situations import Situation

_OTHER_PLACE = Bilingual(
    ja="事業者の所在にも、対象となる本人の所在にも、この法域との関わりが示されていない",
    en="Neither the party nor its people are stated to have to do with this jurisdiction",
)
_OTHER_ROLE = Bilingual(
    ja="この立場の者に課される義務ではない（又は通知すべき相手がいない）",
    en="Not owed by a party in this role, or there is nobody to whom it would be owed",
)
_OTHER_PARTY = Bilingual(
    ja="この契約・制度の当事者ではない", en="The contract or scheme does not name this party"
)
_NOT_LAW_YET = Bilingual(ja="まだ施行されていない", en="Not in force yet")


class Unreached(NamedTuple):
    """A rule that was not put to a party."""

    rule: str
    party: str
    why: Bilingual


def unreached(
    situation: Situation, rules: Iterable[Rule], assessment: Assessment
) -> Iterator[Unreached]:
    """Every rule of which the assessment says nothing for a party, each id once."""
    known = tuple(rules)
    reached = Reached(known)
    groups = (
        *(assessment.duties, assessment.not_applicable, assessment.pending),
        *(assessment.unsettled, assessment.voluntary),
    )
    told = {(item.rule_id, item.debtor) for group in groups for item in group}
    for party in situation.parties:
        there = {rule.id for rule in reached.by(party)}
        for rule in {rule.id: rule for rule in known if not rule.voluntary}.values():
            if (rule.id, party.id) in told:
                continue
            why = _OTHER_ROLE
            if rule.status is not Status.IN_FORCE:
                why = _NOT_LAW_YET
            elif rule.id not in there:
                why = _OTHER_PLACE
            elif not is_named(rule, party):
                why = _OTHER_PARTY
            yield Unreached(rule.id, party.id, why)
