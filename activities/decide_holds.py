"""Holds: what may not be deleted, asked for by somebody and ended by a release only."""

from activities.desk import Desk, HandlerResult, demand, listed
from contracts.decision_words import HoldAdd, HoldRelease
from domain.parties import StaffRole
from domain.tasks import LEADERS
from register.holds import HoldRow, NewHold, add_hold, read_holds, release_hold
from register.refusals import NotAllowedError
from register.retention import named_data_sets, read_data_sets

LAW = frozenset({StaffRole.COUNSEL, StaffRole.PRIVACY_OFFICER})
MAY_HOLD = LEADERS | LAW


def hold_add(desk: Desk, words: HoldAdd) -> HandlerResult:
    """A hold for a party or one of our own roles. The same once more is the same hold."""
    desk.require(MAY_HOLD, "put a hold on data")
    scope = demand(words.scope, "a hold says what may not be deleted: name its scope")
    if words.until is not None and words.until <= desk.today:
        raise NotAllowedError("the day to ask again lies in the future: name a later one")
    new = NewHold(
        requester=_requester(desk, words.requester),
        scope=scope,
        data_sets=_data_sets(desk, words.data_sets),
        until=words.until,
    )
    for hold in read_holds(desk.connection, desk.sealer, desk.incident_id):
        if hold.in_force and _same(hold, new):
            return _unchanged(hold, f"hold {hold.number} says so already")
    identity, number = add_hold(desk.connection, desk.sealer, desk.incident_id, new, desk.by)
    return HandlerResult(
        sentence=f"hold {number} is in force until it is released",
        ids=(identity,),
        action="hold.added",
        subject=identity,
        detail={
            "number": number,
            "requester": new.requester,
            "scope": new.scope,
            "until": new.until.isoformat() if new.until else None,
        },
    )


def hold_release(desk: Desk, words: HoldRelease) -> HandlerResult:
    """The end of a hold, by counsel or the privacy officer, for a reason."""
    desk.require(LAW, "release a hold")
    known = read_holds(desk.connection, desk.sealer, desk.incident_id)
    hold = next((hold for hold in known if hold.number == words.hold), None)
    if hold is None:
        in_force = listed(str(hold.number) for hold in known if hold.in_force)
        raise NotAllowedError(f"there is no such hold in this incident; in force are: {in_force}")
    reason = demand(words.reason, "a hold is released for a reason: say which")
    if not hold.in_force:
        if hold.release_reason == reason:
            return _unchanged(hold, f"hold {hold.number} was released like this before")
        raise NotAllowedError(f"hold {hold.number} was released before, for another reason")
    release_hold(desk.connection, desk.sealer, hold.id, reason, desk.by)
    return HandlerResult(
        sentence=f"hold {hold.number} is released",
        ids=(hold.id,),
        action="hold.released",
        subject=hold.id,
        detail={"number": hold.number, "why": reason},
    )


def _requester(desk: Desk, name: str) -> str:
    if name in set(StaffRole):
        return name
    return desk.party(name).key


def _data_sets(desk: Desk, names: tuple[str, ...]) -> tuple[str, ...]:
    known = read_data_sets(desk.connection, desk.incident_id)
    found: set[str] = set()
    for name in names:
        meant = named_data_sets(known, name)
        if not meant:
            raise NotAllowedError(
                "there is no such data set; there is: "
                + listed(f"{held.id} of {held.merchant}" for held in known)
            )
        found |= {held.id for held in meant}
    return tuple(sorted(found))


def _same(hold: HoldRow, new: NewHold) -> bool:
    return (hold.requester, hold.scope, hold.data_sets, hold.until) == (
        new.requester,
        new.scope,
        new.data_sets,
        new.until,
    )


def _unchanged(hold: HoldRow, sentence: str) -> HandlerResult:
    return HandlerResult(
        sentence=sentence,
        ids=(hold.id,),
        action="hold.repeated",
        subject=hold.id,
        detail={"changed": False},
    )
