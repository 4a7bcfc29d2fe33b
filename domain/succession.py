"""Which duty takes the place of one that another rule now governs: 60 days instead of 30."""

from collections.abc import Iterable

from domain.outcomes import Duty, NotApplicable, Reason
from domain.rule_parts import Audience


class Successors:
    """The duties of an assessment, to be asked which of them stands in for a rule that gave way."""

    def __init__(self, duties: Iterable[Duty]) -> None:
        self._known: dict[tuple[str, Audience, str], list[Duty]] = {}
        for duty in duties:
            place = (duty.debtor, duty.audience, _law(duty.rule_id))
            self._known.setdefault(place, []).append(duty)

    def of(self, item: NotApplicable) -> Duty | None:
        """The duty of the same debtor to the same kind of recipient under the law named instead.

        A rule of the same name is meant first (`jp-public/final` for `jp-appi/final`), then one
        whose name goes on from the other's (`final-wrongful` for `final`). None where several could
        be meant: then nothing is replaced, and a person decides.
        """
        if item.reason is not Reason.OTHER_RULE or item.instead is None:
            return None
        found = [
            duty
            for duty in self._known.get((item.debtor, item.audience, item.instead), ())
            if duty.rule_id != item.rule_id
        ]
        name = _name(item.rule_id)
        same = [duty for duty in found if _name(duty.rule_id) == name]
        akin = [duty for duty in found if _is_variant(_name(duty.rule_id), name)]
        for group in (same, akin):
            addressed = [duty for duty in group if duty.to == item.to] or group
            if len(addressed) == 1:
                return addressed[0]
        return None


def _law(rule_id: str) -> str:
    return rule_id.partition("/")[0]


def _name(rule_id: str) -> str:
    return rule_id.partition("/")[2]


def _is_variant(one: str, other: str) -> bool:
    return one.startswith(f"{other}-") or other.startswith(f"{one}-")
