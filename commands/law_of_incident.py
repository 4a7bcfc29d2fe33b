"""The law of one incident as a person looks at it: editions, files, and what newer ones change."""

from datetime import UTC, datetime

from activities.frozen_law import newest_texts, rules_of
from activities.law import IncidentLaw
from commands.finding import find_incident, handle_of
from domain.law_changes import DutyChange, changes
from regimes.loader import load_bundled
from register.case_time import case_time
from register.duties import read_duties
from register.incidents import read_incident
from register.law_files import read_editions
from register.ledger import read_ledger
from register.store import Register
from screens.law_screen import LawSeen


def law_seen(register: Register, incident: str) -> LawSeen:
    """The law of an incident.

    Raises:
        NotPossible: no incident, or more than one, is called so.
        RegisterError: it has been erased.
    """
    incident_id = find_incident(register, incident)
    with register.reading() as connection:
        sealer = register.sealer(incident_id, connection)
        editions = read_editions(connection, sealer, incident_id)
        old = editions[-1].digests if editions else {}
        new = newest_texts()
        newer = tuple(
            law for law in sorted({*old, *new}) if old.get(law) != new.get(law, ("", ""))[0]
        )
        found: tuple[DutyChange, ...] = ()
        if newer and editions:
            marking = read_incident(connection, sealer, incident_id).marking
            at = case_time(connection, incident_id, marking, datetime.now(UTC))
            ledger = read_ledger(connection, sealer, incident_id)
            law = IncidentLaw(connection, sealer, incident_id, ledger, at)
            seen = law.situation(read_duties(connection, incident_id))
            before = law.assess(seen)
            law.rules = rules_of(load_bundled())
            found = changes(before, law.assess(seen))
        return LawSeen(
            incident=handle_of(connection, incident_id),
            editions=editions,
            newer=newer if editions else (),
            would_change=found,
            titles={
                regime.id: {"ja": regime.title.ja, "en": regime.title.en}
                for regime in load_bundled()
            },
        )
