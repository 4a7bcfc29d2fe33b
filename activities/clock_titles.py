"""What each running clock is about, in words for an alert: duties, tasks, awaited replies."""

from typing import NamedTuple

from sqlalchemy import Connection

from domain.explanations import Locale
from regimes.loader import load_bundled
from register.duties import ENDED, read_duties
from register.open_work import work_parties, work_titles
from register.parties import read_parties
from sealing.values import ValueSealer


class ClockTitle(NamedTuple):
    """What is owed, and the opaque key of the party that owes it or is waited for."""

    words: str
    party: str


def clock_titles(
    connection: Connection, sealer: ValueSealer, incident_id: str
) -> dict[str, ClockTitle]:
    """The title of every clock that still runs, by its key."""
    rules = {
        rule.id: rule.title.read_in(Locale.JA) for regime in load_bundled() for rule in regime.rules
    }
    parties = read_parties(connection, sealer, incident_id)
    titles = {
        duty.key: ClockTitle(rules[duty.rule], parties[duty.debtor_id].key)
        for duty in read_duties(connection, incident_id)
        if duty.status not in ENDED
    }
    others = work_parties(connection, incident_id)
    for key, title in work_titles(connection, sealer, incident_id).items():
        titles[key] = ClockTitle(title.read_in(Locale.JA), others.get(key, ""))
    return titles
