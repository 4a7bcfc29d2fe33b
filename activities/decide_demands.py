"""The standard demands to a vendor after a leak, and who of us leads the talk with a party."""

from activities.desk import STAFF, Desk, HandlerResult
from contracts.decision_words import ThreadAssigned, ThreadDemands
from domain.parties import PartyKind
from domain.tasks import LEADERS
from domain.threads import Direction, MatterState, Speaker, matters
from policies.vendor_demands import VendorDemand, load_vendor_demands
from register.parties import PartyRow
from register.refusals import NotAllowedError
from register.threads import (
    EntryRow,
    add_entry,
    assign_thread,
    new_entry_id,
    next_places,
    read_entries,
    thread_owners,
)


def thread_demands(desk: Desk, words: ThreadDemands) -> HandlerResult:
    """Each demand under a number of its own; what was demanded before is not demanded twice."""
    party = desk.party(words.party)
    desk.require(STAFF, "demand something of a party")
    if party.kind in {PartyKind.OURSELVES, PartyKind.AUTHORITY, PartyKind.POLICE}:
        raise NotAllowedError(
            f"'{party.key}' is no vendor: these demands go to whoever the leak came from; "
            "`thread asked` asks anybody anything"
        )
    if words.due_at is not None and words.due_at <= desk.at:
        raise NotAllowedError("an answer is awaited after the demand: name a later time")
    asked = _asked(desk, party)
    known = load_vendor_demands().demands
    wanted = [item for item in known if not words.demands or item.demand in words.demands]
    if not wanted:
        raise NotAllowedError(
            "there is no standard demand of this kind; there is: "
            + ", ".join(item.demand for item in known)
        )
    fresh = [item for item in wanted if item.demand not in asked]
    entries = [_demand(desk, words, party, item) for item in fresh]
    there = len(wanted) - len(fresh)
    numbers = ", ".join(str(entry.number) for entry in entries)
    return HandlerResult(
        sentence=f"{len(entries)} demands to '{party.key}'"
        + (f", numbers {numbers}" if numbers else "")
        + (f"; {there} were made already" if there else ""),
        ids=tuple(entry.id for entry in entries),
        action="thread.demanded" if entries else "thread.repeated",
        subject=party.id,
        detail={"number": numbers, "summary": ", ".join(item.demand for item in fresh)},
    )


def thread_assigned(desk: Desk, words: ThreadAssigned) -> HandlerResult:
    """By those who lead, or by whoever leads the thread and hands it over."""
    party = desk.party(words.party)
    if party.kind is PartyKind.OURSELVES:
        raise NotAllowedError("there is no thread with ourselves")
    before = thread_owners(desk.connection, desk.incident_id)[party.id]
    if desk.actor != before:
        desk.require(LEADERS, "give another's thread away")
    if before is not words.owner:
        assign_thread(desk.connection, desk.incident_id, party.id, words.owner)
    changed = "" if before is not words.owner else " already"
    return HandlerResult(
        sentence=f"'{words.owner}' leads the thread with '{party.key}'{changed}",
        ids=(party.id,),
        action="thread.repeated" if changed else "thread.assigned",
        subject=party.id,
        detail={"from": before.value, "to": words.owner.value},
    )


def _asked(desk: Desk, party: PartyRow) -> set[str]:
    """What we have demanded of this party and not taken back."""
    written = read_entries(desk.connection, desk.sealer, desk.incident_id, party.id)
    return {
        matter.demand
        for matter in matters(written)
        if (matter.direction, matter.speaker) == (Direction.ASKED, Speaker.US)
        and matter.state is not MatterState.WITHDRAWN
    }


def _demand(desk: Desk, words: ThreadDemands, party: PartyRow, item: VendorDemand) -> EntryRow:
    sequence, number = next_places(desk.connection, party.id)
    entry = EntryRow(
        id=new_entry_id(),
        party_id=party.id,
        sequence=sequence,
        direction=Direction.ASKED,
        speaker=Speaker.US,
        number=number,
        demand=item.demand,
        reply_due_at=words.due_at or desk.at + item.due,
        happened_at=desk.at,
        actor=desk.actor,
        recorded_at=desk.at,
        text=item.words,
        officer=words.officer,
    )
    add_entry(desk.connection, desk.sealer, desk.incident_id, entry)
    return entry
