"""Lines of lists that are no person as they stand: a named person says what becomes of them."""

from activities.desk import Desk, HandlerResult, demand, listed
from contracts.people_words import RowsDecided
from domain.line_numbers import LineNumbersError, named_lines
from domain.parties import StaffRole
from register.refusals import NotAllowedError
from register.undecided import RowDecision, decide, lists_with_undecided

MAY_DECIDE = frozenset(
    {
        StaffRole.PRIVACY_OFFICER,
        StaffRole.COMMANDER,
        StaffRole.DEPUTY,
        StaffRole.COUNSEL,
        StaffRole.MERCHANT_CARE,
    }
)


def rows_decided(desk: Desk, words: RowsDecided) -> HandlerResult:
    """Set lines aside: they are nobody's notice, by the decision of a named person."""
    desk.require(MAY_DECIDE, "decide about lines of a list")
    name = demand(words.name, "a line is set aside by a named person: name them")
    reason = demand(words.reason, "a line is set aside for a reason: say which")
    data_set_id, merchant = _list(desk, words.list)
    try:
        lines = named_lines(words.lines) if words.lines else None
    except LineNumbersError as error:
        raise NotAllowedError(str(error)) from None
    decision = RowDecision(name=name, reason=reason, role=desk.actor, at=desk.at)
    count = decide(desk.connection, desk.sealer, data_set_id, lines, decision)
    return HandlerResult(
        sentence=f"{count} lines of a list of '{merchant}' are set aside",
        ids=(data_set_id,),
        action="people.rows_decided",
        subject=data_set_id,
        detail={"lines": words.lines or "all", "count": count, "name": name, "reason": reason},
    )


def _list(desk: Desk, name: str) -> tuple[str, str]:
    """The list that a person means: its id, a merchant with one such list, or the only one."""
    waiting = lists_with_undecided(desk.connection, desk.incident_id)
    meant = [
        (identity, merchant)
        for identity, merchant in waiting.items()
        if not name or name in {identity, merchant}
    ]
    if not waiting:
        raise NotAllowedError("no line of a list waits for a decision in this incident")
    if len(meant) != 1:
        raise NotAllowedError(
            "name one list in which lines wait; there is: "
            + listed(f"{identity} of {merchant}" for identity, merchant in waiting.items())
        )
    return meant[0]
