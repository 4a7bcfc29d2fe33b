"""Taking up a clock, and notes: what is only remembered, in the log."""

from activities.desk import STAFF, Desk, HandlerResult, demand
from contracts.decision_words import ClockAcknowledged, Note
from register.acknowledgements import TakenUp, take_up, taken_up
from register.duties import ENDED, read_duties
from register.open_work import open_clocks
from register.refusals import NotAllowedError


def clock_acknowledged(desk: Desk, words: ClockAcknowledged) -> HandlerResult:
    """The actor takes up a duty, a task or a reply; whoever does so later takes it over."""
    desk.require(STAFF, "take up a clock")
    running = {key for key, _ in open_clocks(desk.connection, desk.incident_id)}
    running |= {
        duty.key
        for duty in read_duties(desk.connection, desk.incident_id)
        if duty.status not in ENDED
    }
    if words.key not in running:
        raise NotAllowedError(
            f"no clock of this key runs; {len(running)} run in this incident, list them to see "
            "their keys"
        )
    before = taken_up(desk.connection, desk.incident_id).get(words.key)
    if before is None or before.actor != desk.actor:
        take_up(desk.connection, desk.incident_id, words.key, TakenUp(desk.actor, desk.at))
    return HandlerResult(
        sentence=f"'{desk.actor}' has taken it up; its next step still comes",
        clock_taken=words.key,
        action="clock.acknowledged",
        subject=words.key,
        detail={"from": before.actor if before else None, "to": desk.actor},
    )


def note(desk: Desk, words: Note) -> HandlerResult:
    """One line of the log."""
    desk.require(STAFF, "write a note")
    text = demand(words.text, "a note says something: write it")
    return HandlerResult(
        sentence="noted",
        action="note.recorded",
        subject=desk.incident_id,
        detail={"text": text},
    )
