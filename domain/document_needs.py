"""What each kind of document needs, and how much of it is known: the completeness meter.

A need is a fact of the ledger or a part of the context (a merchant, clocks, a contact desk). What
is not known does not stop a document: it is said as unknown there, and named here.
"""

from collections.abc import Mapping
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from domain.documents import DocumentKind
from domain.facts import FactStatus


class DocumentNeeds(NamedTuple):
    """The facts that a kind of document exists to say, and whom or what it cannot do without."""

    facts: tuple[str, ...]
    parts: tuple[str, ...] = ()


class Completeness(BaseModel):
    """How many of its needs are said, in per cent, and the keys of the facts that are not.

    `suspected` are those that the document says as suspected: said, and still to be confirmed.
    """

    model_config = ConfigDict(frozen=True)

    percent: int
    unknown: tuple[str, ...] = ()
    suspected: tuple[str, ...] = ()


_EVENT = ("overview", "occurred", "discovered", "event_type")
_DATA = ("data.items", "data.not_included")
_CAUSE = ("cause", "cause.method", "cause.period")
_DAMAGE = ("secondary_damage", "published_by_attacker")
_CONTAINED = ("containment.app_unpublished", "containment.access_blocked")
_PREVENTED = ("prevention.done", "prevention.planned")
_CATEGORIES = (
    "category.wrongful_purpose",
    "category.special_care",
    "category.property_damage",
    "category.my_number",
)
_FILED = (
    *_EVENT,
    "discovered_by",
    "systems.involved",
    "systems.ours",
    *_CATEGORIES,
    *_DATA,
    "figure.names",
    *_CAUSE,
    "cause.attacker",
    *_DAMAGE,
    "measures.people",
    "measures.merchants",
    "publication.first",
    *_PREVENTED,
    "police",
    "other_authorities",
)
_RELEASED = (
    *_EVENT,
    "data.items",
    "figure.names",
    *_CAUSE,
    *_DAMAGE,
    "measures.people",
    "prevention.planned",
    "next_update",
)
_FOR_PEOPLE = (*_EVENT[:3], "event_type", *_DATA, *_CAUSE, *_DAMAGE, "measures.investigation")
_FOR_MERCHANTS = (
    *_EVENT,
    "systems.involved",
    "systems.ours",
    *_DATA,
    "figure.names",
    *_CAUSE,
    *_DAMAGE,
)
_RETRACTED = ("false_alarm.ground", "false_alarm.examined")
_ANSWERED = (
    *_EVENT[:3],
    *_DATA,
    "figure.names",
    "cause",
    "secondary_damage",
    *_PREVENTED,
    "police",
    "policy.compensation",
    "next_update",
)
_TO_MERCHANT = ("merchant", "reply", "desk")
_TO_PEOPLE = ("merchant", "mandate", "desk")
_TO_AUTHORITY = ("authority", "reporter")

NEEDS: dict[DocumentKind, DocumentNeeds] = {
    DocumentKind.MERCHANT_NOTICE: DocumentNeeds(_FOR_MERCHANTS, _TO_MERCHANT),
    DocumentKind.ENTRUSTOR_NOTICE: DocumentNeeds(
        (*_FOR_MERCHANTS, *_PREVENTED, "police", "other_authorities"), _TO_MERCHANT
    ),
    DocumentKind.PERSON_NOTICE: DocumentNeeds(_FOR_PEOPLE, _TO_PEOPLE),
    DocumentKind.PERSON_LETTER: DocumentNeeds(_FOR_PEOPLE, _TO_PEOPLE),
    DocumentKind.PRELIMINARY_REPORT: DocumentNeeds(_FILED, _TO_AUTHORITY),
    DocumentKind.FINAL_REPORT: DocumentNeeds(_FILED, (*_TO_AUTHORITY, "earlier filing")),
    DocumentKind.AMENDED_REPORT: DocumentNeeds(_FILED, (*_TO_AUTHORITY, "earlier filing")),
    DocumentKind.WITHDRAWAL_REPORT: DocumentNeeds(_RETRACTED, (*_TO_AUTHORITY, "earlier filing")),
    DocumentKind.FIRST_RELEASE: DocumentNeeds(_RELEASED, ("desk",)),
    DocumentKind.FOLLOW_UP_RELEASE: DocumentNeeds(_RELEASED, ("earlier release", "desk")),
    DocumentKind.FINAL_RELEASE: DocumentNeeds(
        (*_RELEASED[:-1], "prevention.done"), ("earlier release", "desk")
    ),
    DocumentKind.MERCHANT_RETRACTION: DocumentNeeds(_RETRACTED, _TO_MERCHANT),
    DocumentKind.PERSON_RETRACTION: DocumentNeeds(_RETRACTED, _TO_PEOPLE),
    DocumentKind.PERSON_RETRACTION_LETTER: DocumentNeeds(_RETRACTED, _TO_PEOPLE),
    DocumentKind.RETRACTION_RELEASE: DocumentNeeds(_RETRACTED, ("earlier release", "desk")),
    DocumentKind.NEGATIVE_ASSURANCE: DocumentNeeds(
        (
            *("event_type", "data.items", "figure.merchants", "measures.people"),
            *("assurance.examined", "assurance.period", "assurance.logs", "negative_assurance"),
        ),
        ("everybody told", "desk"),
    ),
    DocumentKind.FAQ: DocumentNeeds(_ANSWERED, ("desk",)),
    DocumentKind.DESK_SCRIPT: DocumentNeeds((*_ANSWERED, "policy.liability"), ("desk",)),
    DocumentKind.TIMELY_DISCLOSURE: DocumentNeeds(
        (
            *(*_EVENT, "data.items", "figure.names", "cause", *_CONTAINED),
            *("measures.investigation", "prevention.planned", "business.impact"),
        ),
        ("representative",),
    ),
    DocumentKind.BOARD_MEMO: DocumentNeeds(
        (
            *(*_EVENT, *_DATA, "figure.names", "figure.merchants", *_CAUSE, *_DAMAGE),
            *(*_CONTAINED, *_PREVENTED, "policy.compensation", "policy.liability"),
            *("business.impact", "next_update"),
        ),
        ("clocks", "progress"),
    ),
    DocumentKind.MERCHANT_KIT: DocumentNeeds(
        (*_FOR_PEOPLE, *_PREVENTED, "police", "other_authorities", "policy.compensation"),
        ("merchant", "desk"),
    ),
}
"""The schema of every kind; a fact here is one that its templates read, or that its context is
made from (a merchant's share follows `figure.names`, the My Number box its category)."""

# What another fact says as well: a count of people serves for names, the alarm for how it came out.
_ALSO_BY = {
    "figure.names": ("figure.people", "figure.accounts"),
    "discovered_by": ("alarm.source",),
}
_KNOWN = frozenset({FactStatus.KNOWN, FactStatus.WITHDRAWN})


def completeness(kind: DocumentKind, statuses: Mapping[str, FactStatus]) -> Completeness:
    """The meter of a kind, from the status of each fact in force.

    What is suspected is said as such, so it counts as said, and is named apart.
    """
    needed = NEEDS[kind].facts
    held = {key: {statuses.get(other) for other in (key, *_ALSO_BY.get(key, ()))} for key in needed}
    suspected = tuple(
        key for key, found in held.items() if not found & _KNOWN and FactStatus.SUSPECTED in found
    )
    unknown = tuple(
        key for key, found in held.items() if not found & _KNOWN and key not in suspected
    )
    percent = 100 * (len(needed) - len(unknown)) // len(needed)
    return Completeness(percent=percent, unknown=unknown, suspected=suspected)
