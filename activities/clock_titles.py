"""What each running clock is about, in words for an alert: duties, tasks, awaited replies."""

from typing import NamedTuple

from sqlalchemy import Connection

from domain.claims import INDIVIDUALS
from domain.explanations import Bilingual
from regimes.loader import load_bundled
from register.duties import ENDED, DutyRow, read_duties
from register.open_work import work_parties, work_titles
from register.parties import PartyRow, read_parties
from sealing.values import ValueSealer

PEOPLE = Bilingual(ja="ご本人", en="the people affected")


class ClockTitle(NamedTuple):
    """What is owed, by or from which party, to whom, and what people type for it.

    Parties are named by their opaque keys; `key` is safe to stand in a shell's line as it is.
    """

    words: Bilingual
    party: str
    key: str
    owed_to: Bilingual | None = None


def clock_titles(
    connection: Connection, sealer: ValueSealer, incident_id: str
) -> dict[str, ClockTitle]:
    """The title of every clock that still runs, by its key."""
    parties = read_parties(connection, sealer, incident_id)
    words = {rule.id: rule.title for regime in load_bundled() for rule in regime.rules}
    authorities = {
        key: name for regime in load_bundled() for key, name in regime.authorities.items()
    }
    titles = {
        duty.key: _of_duty(duty, parties, words, authorities)
        for duty in read_duties(connection, incident_id)
        if duty.status not in ENDED
    }
    others = work_parties(connection, incident_id)
    for key, title in work_titles(connection, sealer, incident_id).items():
        titles[key] = ClockTitle(title, others.get(key, ""), f"'{key}'")
    return titles


def _of_duty(
    duty: DutyRow,
    parties: dict[str, PartyRow],
    words: dict[str, Bilingual],
    authorities: dict[str, Bilingual],
) -> ClockTitle:
    debtor = parties[duty.debtor_id].key
    addressee = parties.get(duty.owed_to)
    owed_to = addressee.key if addressee else duty.owed_to
    named = {**authorities, INDIVIDUALS: PEOPLE}.get(owed_to) or Bilingual(ja=owed_to, en=owed_to)
    # A rule of a file that has gone is named by its id, so that its clock is never silent.
    title = words.get(duty.rule) or Bilingual(ja=duty.rule, en=duty.rule)
    shown = f"{duty.rule.rpartition('/')[2]}:{debtor}:{owed_to}"
    return ClockTitle(title, debtor, shown, named)
