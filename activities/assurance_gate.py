"""Whether those who got no message may be told that they are not concerned.

Nobody may be told so while somebody affected is still to be told, or while it is open whose data
it is: what a person hears first would then be wrong.
"""

from sqlalchemy import Connection

from domain.documents import DocumentKind
from domain.fact_catalogue import ITEM_FIGURES
from domain.facts import FactStatus, Ledger
from register.ledger import read_ledger
from register.people_bridge import read_bridge
from sealing.values import ValueSealer

_SETTLED = frozenset({FactStatus.KNOWN, FactStatus.WITHDRAWN})


def why_no_assurance(
    connection: Connection, sealer: ValueSealer, incident_id: str, kind: DocumentKind
) -> str:
    """What stands against it, in one sentence; empty for another kind or where nothing does."""
    if kind is not DocumentKind.NEGATIVE_ASSURANCE:
        return ""
    bridge = read_bridge(connection, sealer, incident_id)
    total, reasons = bridge.total, []
    if untold := total.people - total.told:
        reasons.append(f"{untold} people affected are not told yet")
    if unlisted := [row.merchant for row in bridge.merchants if not row.people]:
        reasons.append(f"no list of people of {', '.join(unlisted)} is in yet")
    if total.undecided:
        reasons.append(f"{total.undecided} lines of the lists are undecided")
    if keys := _under_investigation(read_ledger(connection, sealer, incident_id)):
        reasons.append(f"these facts are still under investigation: {', '.join(keys)}")
    if not reasons:
        return ""
    return f"nobody may be told that they are not concerned: {'; '.join(reasons)}"


def _under_investigation(ledger: Ledger) -> list[str]:
    current = ledger.current()
    asked = ["data.items", *(key for key in ITEM_FIGURES if key in current)]
    return [key for key in asked if key not in current or current[key].fact.status not in _SETTLED]
