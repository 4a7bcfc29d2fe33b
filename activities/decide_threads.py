"""Threads: what was asked, answered, promised, noted or taken back in the talk with a party."""

from datetime import datetime

from activities.desk import STAFF, Desk, HandlerResult, demand
from activities.thread_checks import check_entry, is_twin, states_the_same
from contracts.decision_words import ThreadWords
from domain.parties import PartyKind
from domain.threads import (
    NUMBERED,
    OPENING,
    REPLY_AWAITED_WITHIN,
    Direction,
    Matter,
    Speaker,
    matters,
)
from register.ledger import add_facts
from register.parties import PartyRow, ourselves
from register.refusals import NotAllowedError
from register.threads import (
    EntryRow,
    add_entry,
    new_entry_id,
    next_places,
    read_entries,
)


def thread_entry(desk: Desk, words: ThreadWords) -> HandlerResult:
    """One entry; facts that the party states with it enter the ledger under its key."""
    party = desk.party(words.party)
    if party.kind is PartyKind.OURSELVES:
        raise NotAllowedError("a thread is the talk with somebody else; use a note for ourselves")
    if desk.actor != party.key:
        desk.require(STAFF, "write into this thread, other than the party itself")
    demand(words.text, "say in words what was asked, answered, promised or noted, or why not")
    written = read_entries(desk.connection, desk.sealer, desk.incident_id, party.id)
    known = matters(written)
    entry = _entry(desk, words, party, known)
    twin = next((old for old in written if is_twin(old, entry, words, known)), None)
    if twin is not None and states_the_same(desk, twin, words):
        return _unchanged(twin)
    check_entry(desk, words, entry, known)
    revision, changed = _enter_facts(desk, words, party, entry)
    kept = entry.model_copy(update={"revision": revision})
    add_entry(desk.connection, desk.sealer, desk.incident_id, kept)
    return HandlerResult(
        sentence=_sentence(entry, known, party),
        ids=(entry.id,),
        revision=revision,
        facts_changed=changed,
        action=f"thread.{entry.direction}",
        subject=party.id,
        detail={
            "number": entry.number or entry.answers,
            "by": entry.speaker.value,
            "complete": entry.complete,
            "due": entry.reply_due_at.isoformat() if entry.reply_due_at else None,
            "summary": entry.text,
            "revision": revision,
        },
    )


def _entry(desk: Desk, words: ThreadWords, party: PartyRow, known: tuple[Matter, ...]) -> EntryRow:
    sequence, number = next_places(desk.connection, party.id)
    opens = words.direction in OPENING
    happened_at = words.happened_at or desk.at
    return EntryRow(
        id=new_entry_id(),
        party_id=party.id,
        sequence=sequence,
        direction=words.direction,
        speaker=_speaker(words, known),
        number=number if opens else None,
        answers=words.answers if words.direction in NUMBERED else None,
        complete=words.complete if words.direction is Direction.ANSWERED else None,
        demand=words.demand if opens else None,
        reply_due_at=_due(words, happened_at) if opens else None,
        happened_at=happened_at,
        actor=desk.actor,
        recorded_at=desk.at,
        text=words.text,
        officer=words.officer,
    )


def _due(words: ThreadWords, happened_at: datetime) -> datetime:
    return words.reply_due_at or happened_at + REPLY_AWAITED_WITHIN


def _speaker(words: ThreadWords, known: tuple[Matter, ...]) -> Speaker:
    """Who spoke: an answer or refusal comes from whoever owes it, a reminder from the other side.

    A promise or an ask is withdrawn by whoever made it.
    """
    matter = next((matter for matter in known if matter.number == words.answers), None)
    if matter is None or words.direction not in NUMBERED:
        return words.by
    if words.direction is Direction.WITHDRAWN:
        return matter.speaker
    if words.direction is Direction.REMINDED:
        return Speaker.THEM if matter.awaited_from is Speaker.US else Speaker.US
    return matter.awaited_from


def _enter_facts(
    desk: Desk, words: ThreadWords, party: PartyRow, entry: EntryRow
) -> tuple[int | None, tuple[str, ...]]:
    if not words.facts:
        return None, ()
    facts = [fact.as_fact(party.key, desk.actor, entry.happened_at) for fact in words.facts]
    return add_facts(
        desk.connection,
        desk.sealer,
        desk.incident_id,
        facts,
        desk.at,
        desk.command_id,
        ours=ourselves(desk.parties()).key,
    )


def _sentence(entry: EntryRow, known: tuple[Matter, ...], party: PartyRow) -> str:
    if entry.reply_due_at is not None:
        return (
            f"number {entry.number} in the thread with '{party.key}', awaited until "
            f"{entry.reply_due_at.isoformat()}"
        )
    matter = next((matter for matter in known if matter.number == entry.answers), None)
    if matter is None:
        return f"noted in the thread with '{party.key}'"
    if entry.direction is Direction.REMINDED:
        return f"'{party.key}' was reminded of number {matter.number}"
    if entry.direction is not Direction.ANSWERED:
        return f"number {matter.number} of '{party.key}' is {entry.direction}"
    late = ", late" if entry.happened_at > matter.due_at else ""
    rest = "complete" if entry.complete else "partial: the rest stays open"
    return f"number {matter.number} of '{party.key}' is answered{late}, {rest}"


def _unchanged(twin: EntryRow) -> HandlerResult:
    number = twin.number or twin.answers
    place = f"number {number}" if number else f"entry {twin.sequence}"
    return HandlerResult(
        sentence=f"this stands in the thread already, at {place}",
        ids=(twin.id,),
        action="thread.repeated",
        subject=twin.party_id,
        detail={"changed": False},
    )
