"""Several times stand for the moment from which our own clocks count: which of them holds?"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from commands import phrases
from commands.needs.look import Look
from commands.needs.need import Need, typed_time
from domain.facts import Ledger
from domain.known_moments import DISCOVERED, KnownMoments, first_words
from domain.parties import StaffRole
from domain.plain_text import clean_line
from register.ledger import read_ledger
from register.moment_decisions import read_decided
from register.parties import PartyRow, read_parties
from screens.words import short_moment, short_name

FIRST_KNOWN = "suspected_at"
COUNSEL = (StaffRole.COUNSEL.value,)


class _Moment(NamedTuple):
    """One moment with the times that stand for it now, the strictest first."""

    name: str
    times: tuple[datetime, ...]


def awareness_needs(look: Look) -> Iterator[Need]:
    """One need for each moment of ours; nothing where a person has decided about every time.

    The strictest is offered, because it is the one that counts until somebody decides.
    """
    waiting = [duty for duty in look.open_duties if duty.debtor == look.ourselves]
    asked = {datetime.fromisoformat(at) for duty in waiting for at in duty.other_times}
    if not asked:
        return
    incident_id = look.board.incident.id
    ledger = read_ledger(look.connection, look.sealer, incident_id)
    parties = {p.key: p for p in read_parties(look.connection, look.sealer, incident_id).values()}
    due_at = min((d.clock_at for d in waiting if d.other_times and d.clock_at), default=None)
    for moment in _undecided(look, ledger):
        if not asked & set(moment.times):
            continue
        listed = [_said(at, look, ledger, parties) for at in moment.times]
        yield Need(
            kind="awareness",
            what_ja="知った時の候補が複数あります。どれによるかの判断（決まるまで最も早い時）: "
            + "、".join(ja for ja, _ in listed),
            what_en="several times stand for our knowing (the earliest counts until decided): "
            + ", ".join(en for _, en in listed),
            roles=COUNSEL,
            due_at=due_at,
            since=look.board.incident.opened_at,
            command=phrases.decide_awareness(
                look.incident, typed_time(moment.times[0]), _named(moment.name)
            ),
        )


def _undecided(look: Look, ledger: Ledger) -> Iterator[_Moment]:
    """Moments for which more than one time stands, as decisions leave them."""
    merchants = [merchant.key for merchant in look.board.merchants]
    ours = KnownMoments(ledger, merchants).ours()
    stated = {name: ours.stated(name) for name in ours.candidates}
    stated[FIRST_KNOWN] = first_words(ledger, look.board.incident.opened_at)
    decided = read_decided(look.connection, look.board.incident.id)
    choices = decided.get(look.ids[look.ourselves], {})
    for name, times in stated.items():
        choice = choices.get(name)
        left = set(times) - (choice.considered if choice else set())
        standing = sorted({choice.chosen_at, *left} if choice else left)
        if len(standing) > 1:
            yield _Moment(name, tuple(standing))


def _named(name: str) -> str | None:
    return None if name == FIRST_KNOWN else name.removesuffix("_at")


def _said(
    at: datetime, look: Look, ledger: Ledger, parties: Mapping[str, PartyRow]
) -> tuple[str, str]:
    """A time with who states it."""
    when = short_moment(at)
    entry = next((e for e in reversed(ledger.entries) if e.fact.moment == at), None)
    if entry is None:
        return f"{when}（事案の開始）", f"{when} (opening of the incident)"
    source = entry.fact.source
    party = parties.get(source)
    name = short_name(clean_line(party.name)) if party else source
    first = entry.fact.key == DISCOVERED and source == look.ourselves
    of = "発覚の記録" if first else name
    return f"{when}（{of}）", f"{when} ({'our record' if first else name})"
