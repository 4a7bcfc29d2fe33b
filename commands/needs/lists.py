"""Counts of lists that came in and that no document says yet: a person adopts them."""

from collections.abc import Iterator

from activities.duty_status import INDIVIDUAL
from commands import phrases
from commands.needs.look import Look
from commands.needs.need import Need
from commands.needs.papers import LEADERS
from domain.parties import StaffRole
from domain.phases import Phase
from domain.wording import Language
from register.ledger import read_ledger
from register.list_figures import counted_lists, not_adopted

OVER = frozenset({Phase.FOLLOWING_UP, Phase.CLOSED, Phase.FALSE_ALARM})


def list_needs(look: Look) -> Iterator[Need]:
    """The counts of the lists, while the ledger has not heard of them."""
    if look.board.incident.phase in OVER:
        return
    incident_id = look.board.incident.id
    counted = counted_lists(look.connection, look.sealer, incident_id)
    if counted is None:
        return
    ledger = read_ledger(look.connection, look.sealer, incident_id)
    if not not_adopted(ledger, counted.facts(look.ourselves, Language.JAPANESE)):
        return
    overlap = ("。複数の名簿にある方は重ねて数える", "; who is in several counts in each")
    ja, en = overlap if counted.may_overlap else ("", "")
    yield Need(
        kind="adopt",
        what_ja=f"名簿の件数（{counted.entries:,}名{ja}）を対象者数として採用するか",
        what_en=f"take the {counted.entries:,} people of the lists for those affected{en}",
        roles=(StaffRole.PRIVACY_OFFICER.value, *LEADERS),
        due_at=look.nearest(INDIVIDUAL),
        since=counted.as_of,
        command=phrases.adopt_lists(look.incident),
    )
