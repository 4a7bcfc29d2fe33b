"""Whether those who got no message may be told that they are not concerned.

Nobody may be told so while somebody affected is still to be told, or while it is open whose data
it is: what a person hears first would then be wrong.
"""

from sqlalchemy import Connection

from domain.documents import DocumentKind
from domain.fact_catalogue import ITEM_FIGURES
from domain.facts import Fact, FactStatus, Ledger
from domain.figures import FigureKind
from register.ledger import read_ledger
from register.people_bridge import Bridge, read_bridge
from sealing.values import ValueSealer

_COUNTED = frozenset({FigureKind.EXACT, FigureKind.AT_LEAST})


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
    if beyond := _beyond_the_lists(bridge):
        reasons.append(f"{beyond} people that our figures count are in no list")
    if total.undecided:
        reasons.append(f"{total.undecided} lines of the lists are undecided")
    if keys := _under_investigation(read_ledger(connection, sealer, incident_id)):
        reasons.append(f"these facts are still under investigation: {', '.join(keys)}")
    if not reasons:
        return ""
    return f"nobody may be told that they are not concerned: {'; '.join(reasons)}"


def _under_investigation(ledger: Ledger) -> list[str]:
    current, undecided = ledger.current(), ledger.competing()
    figures = [key for key in ("figure.people", *ITEM_FIGURES) if key in current]
    return [
        key
        for key in ("data.items", *figures)
        if key not in current or key in undecided or not _is_settled(current[key].fact)
    ]


def _is_settled(fact: Fact) -> bool:
    counted = fact.figure is None or fact.figure.kind is not FigureKind.UNKNOWN
    return fact.status is FactStatus.WITHDRAWN or (fact.status is FactStatus.KNOWN and counted)


def _beyond_the_lists(bridge: Bridge) -> int:
    """How many people were affected, as we say ourselves, and are in no list of ours.

    A figure that is about right, or the most that it can be, may be above the lists, unless there
    is none.
    """
    beyond = max(
        (
            one.difference or 0
            for one in bridge.published
            if one.figure.kind in _COUNTED or not bridge.total.people
        ),
        default=0,
    )
    return max(beyond, 0)
