"""What is wrong with a new entry of a thread, and whether it was recorded before."""

from activities.desk import Desk
from contracts.decision_words import StatedFact, ThreadWords
from domain.facts import Fact
from domain.threads import NUMBERED, OPENING, SETTLING, Direction, Matter, Speaker, why_no_answer
from register.ledger import read_ledger
from register.refusals import NotAllowedError
from register.threads import EntryRow


def is_twin(old: EntryRow, new: EntryRow, words: ThreadWords, known: tuple[Matter, ...]) -> bool:
    """Whether `old` says just what `new` would say: somebody was quicker, or asks twice.

    An ask repeats only one that is still open; a note never repeats another.

    Raises:
        NotAllowedError: an open ask in the same words runs until another time.
    """
    if (old.direction, old.speaker, old.text) != (new.direction, new.speaker, new.text):
        return False
    if new.direction in SETTLING:
        return (old.answers, old.complete) == (new.answers, new.complete)
    still_open = {matter.number for matter in known if matter.is_open}
    if new.direction not in OPENING or old.number not in still_open or old.demand is not new.demand:
        return False
    if words.reply_due_at not in {None, old.reply_due_at}:
        raise NotAllowedError(
            f"number {old.number} says this already, until another time; withdraw it with a "
            "reason before asking again"
        )
    return True


def states_the_same(desk: Desk, twin: EntryRow, words: ThreadWords) -> bool:
    """Whether the facts of the command came with the earlier entry already."""
    if not words.facts:
        return True
    if twin.revision is None:
        return False
    ledger = read_ledger(desk.connection, desk.sealer, desk.incident_id)
    then = ledger.at(twin.revision).current()
    return all(fact.key in then and _equal(then[fact.key].fact, fact) for fact in words.facts)


def check_entry(desk: Desk, words: ThreadWords, entry: EntryRow, known: tuple[Matter, ...]) -> None:
    """Refuse an entry that cannot be; `known` are the matters of its thread."""
    if entry.happened_at > desk.at:
        raise NotAllowedError("what has not been said yet cannot be recorded: check the time")
    if entry.reply_due_at is not None and entry.reply_due_at <= entry.happened_at:
        raise NotAllowedError("an answer is awaited after the ask: name a later time")
    if words.direction in NUMBERED:
        _check_numbered(words, entry, known)
    elif words.answers is not None or words.complete is not None:
        raise NotAllowedError(
            "only an answer or a withdrawal names the number that it is about (a refusal and a "
            "reminder, too), and only an answer says whether it is complete"
        )
    if words.facts and entry.speaker is not Speaker.THEM:
        raise NotAllowedError(
            "only what the party itself states comes with facts; our own enter the ledger directly"
        )


def _check_numbered(words: ThreadWords, entry: EntryRow, known: tuple[Matter, ...]) -> None:
    if words.answers is None:
        still_open = ", ".join(str(matter.number) for matter in known if matter.is_open)
        raise NotAllowedError(
            f"name the number that this is about; open are: {still_open or 'none'}"
        )
    if reason := why_no_answer(known, words.answers, words.direction):
        raise NotAllowedError(reason)
    if words.direction is Direction.ANSWERED and words.complete is None:
        raise NotAllowedError("say whether the answer is complete or partial")
    if words.direction is not Direction.ANSWERED and words.complete is not None:
        raise NotAllowedError(
            "a withdrawal, a refusal or a reminder is neither complete nor partial: leave that out"
        )
    opened_at = next(m.opened_at for m in known if m.number == words.answers)
    if entry.happened_at < opened_at:
        raise NotAllowedError("an answer comes after the ask: check the time")


def _equal(known: Fact, stated: StatedFact) -> bool:
    return (known.status, known.statement, known.figure, known.moment) == (
        stated.status,
        stated.statement,
        stated.figure,
        stated.moment,
    )
