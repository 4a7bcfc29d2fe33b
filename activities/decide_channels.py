"""Channels beside mail: letters as the post reports them, lists, results, the substitute notice."""

from datetime import UTC, datetime

from sqlalchemy import select

from activities.desk import STAFF, Desk, HandlerResult, demand, listed
from activities.merchant_kit_words import KIT, NoKitWordsError, standing_words
from contracts.channel_words import (
    FileProduced,
    LettersReported,
    ListMade,
    ResultsReported,
    SubstituteRecorded,
)
from domain.channels import LISTED
from domain.notices import Channel
from domain.parties import StaffRole
from domain.tasks import LEADERS
from register import fall_backs
from register.channel_lists import make_list
from register.channel_plan import order_of
from register.channel_results import Reporting, ResultLine, take_results
from register.incidents import read_policy
from register.ledger import read_ledger
from register.letters import LetterLine, LetterReport, Taken, take_letters
from register.produced_files import ProducedFile, note_file
from register.refusals import NotAllowedError
from register.tables_people import waves
from register.wave_states import WaveState

NAMED_AT_MOST = 5
DECIDING = frozenset({*LEADERS, StaffRole.PRIVACY_OFFICER, StaffRole.COUNSEL})


def letters_reported(desk: Desk, words: LettersReported) -> HandlerResult:
    """Letters that were posted, came back, or go to another address; wrong lines are named."""
    desk.require(STAFF, "report letters")
    wave_id = _started(desk, words.wave)
    lines = [
        LetterLine(line.line, line.number, line.postal_code.strip(), line.address.strip())
        for line in words.lines
    ]
    now = datetime.now(UTC)
    taken = take_letters(
        desk.connection, desk.sealer, wave_id, LetterReport(words.report), lines, now
    )
    return _taken(wave_id, taken, f"letters.{words.report}")


def list_made(desk: Desk, words: ListMade) -> HandlerResult:
    """Whose turn it is by this channel goes on a new list; its id is the answer's."""
    desk.require(STAFF, "make a list of people")
    wave_id = _started(desk, words.wave)
    channel = _channel(desk, wave_id, words.channel)
    made = make_list(desk.connection, wave_id, channel, datetime.now(UTC))
    return HandlerResult(
        sentence=f"{made.people} people are on a new list for '{channel}'",
        ids=(made.act_id,) if made.people else (),
        action="list.made",
        subject=f"wave/{wave_id}",
        detail={"channel": channel.value, "people": made.people},
    )


def results_reported(desk: Desk, words: ResultsReported) -> HandlerResult:
    """Who was reached by a list's channel, when and by whom; wrong lines are named."""
    desk.require(STAFF, "report results")
    wave_id = _started(desk, words.wave)
    reporting = Reporting(
        wave_id=wave_id,
        channel=_channel(desk, wave_id, words.channel),
        command_id=desk.command_id,
        calls=read_policy(desk.connection, desk.incident_id).wave.calls,
        at=desk.at,
        now=datetime.now(UTC),
    )
    lines = [
        ResultLine(line.line, line.code.strip(), line.outcome, line.at, line.by, line.note)
        for line in words.lines
    ]
    taken = take_results(desk.connection, desk.sealer, reporting, lines)
    return _taken(wave_id, taken, f"results.{reporting.channel}")


def substitute_recorded(desk: Desk, words: SubstituteRecorded) -> HandlerResult:
    """The substitute notice for whom every held contact was tried in vain, or none is usable."""
    desk.require(DECIDING, "record a substitute notice")
    reason = demand(words.reason, "A substitute notice needs a reason.")
    wave_id = _started(desk, words.wave)
    told = fall_backs.substitute(desk.connection, wave_id, datetime.now(UTC))
    return HandlerResult(
        sentence=f"{told}",
        action="substitute_notice",
        subject=f"wave/{wave_id}",
        detail={"notices": told, "reason": reason},
    )


def file_produced(desk: Desk, words: FileProduced) -> HandlerResult:
    """A file that was written for somebody outside, by its digest."""
    desk.require(STAFF, "record a file")
    of_words = _words_in_kit(desk, words) if words.kind == KIT else {}
    file = ProducedFile(
        kind=words.kind,
        path=words.path,
        digest=words.digest,
        people=words.people,
        made_at=desk.at,
        made_by=desk.actor,
        wave_id=_wave(desk, words.wave)[0] if words.wave else None,
        party_id=desk.party(words.merchant).id if words.merchant else None,
    )
    new = note_file(desk.connection, desk.incident_id, file)
    return HandlerResult(
        sentence="the file is on record",
        action="file.produced",
        subject=words.path[-140:],
        detail={
            "kind": words.kind,
            "digest": words.digest,
            "people": words.people,
            "new": new,
            **of_words,
        },
    )


def _words_in_kit(desk: Desk, words: FileProduced) -> dict[str, int | str]:
    """The document that a kit was cut out of; refused unless it still stands, as it was read."""
    merchant = desk.party(words.merchant)
    ledger = read_ledger(desk.connection, desk.sealer, desk.incident_id)
    try:
        document = standing_words(desk.connection, ledger, desk.incident_id, merchant.id)
    except NoKitWordsError:
        document = None
    if document is None or document.binding_digest != words.binding:
        raise NotAllowedError(
            "the words in this kit do not stand any more: prepare, approve and issue them anew"
        )
    return {"document": document.number, "binding": document.binding_digest}


def _wave(desk: Desk, number: int) -> tuple[str, str]:
    rows = desk.connection.execute(
        select(waves.c.id, waves.c.number, waves.c.state)
        .where(waves.c.incident_id == desk.incident_id)
        .order_by(waves.c.number)
    ).all()
    found = next((row for row in rows if row.number == number), None)
    if found is None:
        known = listed(f"{row.number}" for row in rows)
        raise NotAllowedError(f"there is no such wave; there is: {known}")
    return found.id, found.state


def _started(desk: Desk, number: int) -> str:
    """A wave whose people may be told; one that is finished may still have letters come back."""
    wave_id, state = _wave(desk, number)
    if state not in {WaveState.SENDING.value, WaveState.FINISHED.value}:
        raise NotAllowedError("This wave has not started: start it first.")
    return wave_id


def _channel(desk: Desk, wave_id: str, name: str) -> Channel:
    order = (*order_of(desk.connection, wave_id), Channel.HUMAN)
    allowed = [channel.value for channel in LISTED if channel in order]
    if name not in allowed:
        raise NotAllowedError(
            f"this wave has no list for such a channel; there is: {', '.join(allowed)}"
        )
    return Channel(name)


def _taken(wave_id: str, taken: Taken, action: str) -> HandlerResult:
    if taken.refused and not (taken.entered or taken.known):
        raise NotAllowedError(f"no line can be used: {_named(taken.refused)}")
    known = f", {taken.known} known already" if taken.known else ""
    refused = f", {len(taken.refused)} refused: {_named(taken.refused)}" if taken.refused else ""
    return HandlerResult(
        sentence=f"{taken.entered} entered{known}{refused}",
        action=action,
        subject=f"wave/{wave_id}",
        detail={
            "entered": taken.entered,
            "known": taken.known,
            "refused": len(taken.refused),
        },
    )


def _named(refused: tuple[tuple[int, str], ...]) -> str:
    """The first wrong lines with why; every line where it stands in the list."""
    first = "; ".join(f"line {line}: {why}" for line, why in refused[:NAMED_AT_MOST])
    rest = len(refused) - NAMED_AT_MOST
    return first + (f"; and {rest} more lines" if rest > 0 else "")
