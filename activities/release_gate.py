"""Whether a public document may leave now: the order of telling, holds, plans, the final release.

Asked in the moment of leaving, after the approvals, and before that by whoever wants to know early.
Nothing here ever stops a filing, a notice or the retraction of a warning that was wrong.
"""

from datetime import datetime

from sqlalchemy import Connection

from activities.approvals import missing_approvals
from activities.assurance_gate import why_no_assurance
from activities.telling_steps import (
    OpenSteps,
    handle_of,
    open_steps,
    told_line_by_line,
    who_is_left,
)
from domain.documents import FOR_EVERYBODY, PUBLIC_PAPERS, RELEASES, DocumentKind, DocumentState
from domain.facts import Ledger
from domain.wording import typed_time
from register.consistency import reason_against
from register.documents import DocumentRow, read_documents
from register.incidents import read_incident
from register.ledger import read_ledger
from register.publication_holds import read_publication_holds
from register.release_plans import read_plans
from register.release_waivers import read_waivers, waived_steps
from sealing.values import ValueSealer

ORDERED = RELEASES - {DocumentKind.RETRACTION_RELEASE}
"""What waits its turn; whoever was warned wrongly is told so at once."""
AHEAD_OF_RELEASES = PUBLIC_PAPERS - {DocumentKind.TIMELY_DISCLOSURE}
"""What tells everybody of the incident where no release has: it waits its turn then, too."""
_GONE = frozenset({DocumentState.ISSUED, DocumentState.WITHDRAWN})


def reason_against_publishing(
    connection: Connection, sealer: ValueSealer, document: DocumentRow, at: datetime
) -> str:
    """Why a document may not be published now; empty when it may. `at` is case time."""
    if document.kind not in FOR_EVERYBODY:
        return ""
    return (
        _held(connection, sealer, document)
        or why_not_after_final(connection, sealer, document.incident_id, document.kind)
        or _out_of_turn(connection, sealer, document)
        or _planned(connection, document, at)
    )


def why_it_cannot_go(
    connection: Connection, sealer: ValueSealer, document: DocumentRow, at: datetime
) -> str:
    """What would stop a public document today, its approvals apart; `at` is case time.

    The same answers as in the moment of leaving, for whoever writes, approves or plans it.
    """
    if document.kind not in FOR_EVERYBODY or document.state in _GONE:
        return ""
    if read_incident(connection, sealer, document.incident_id).private:
        return "a private incident publishes nothing"
    return why_no_assurance(
        connection, sealer, document.incident_id, document.kind
    ) or reason_against_publishing(connection, sealer, document, at)


def what_else_stops(
    connection: Connection, sealer: ValueSealer, document: DocumentRow, at: datetime
) -> str:
    """What would stop a release now that nobody has to be told before; `at` is case time."""
    if read_incident(connection, sealer, document.incident_id).private:
        return "a private incident publishes nothing"
    missing = missing_approvals(connection, document)
    if missing:
        return f"not approved as it stands; missing: {', '.join(missing)}"
    return (
        reason_against(connection, sealer, document)
        or _held(connection, sealer, document)
        or why_not_after_final(connection, sealer, document.incident_id, document.kind)
        or _planned(connection, document, at)
    )


def why_not_after_final(
    connection: Connection, sealer: ValueSealer, incident_id: str, kind: DocumentKind
) -> str:
    """Why a release of this kind need not even be drafted; empty when it may be."""
    if kind not in ORDERED:
        return ""
    issued = [
        other
        for other in read_documents(connection, incident_id)
        if other.kind in ORDERED and other.state is DocumentState.ISSUED
    ]
    finals = [other for other in issued if other.kind is DocumentKind.FINAL_RELEASE]
    if not finals:
        return ""
    final = max(finals, key=lambda other: other.number)
    newest = max(issued, key=lambda other: other.number)
    ledger = read_ledger(connection, sealer, incident_id)
    # A correction that has been published is none any more.
    if corrected_keys(ledger, final, since=newest) or corrected_keys(ledger, newest):
        return ""
    return (
        f"release {final.release_number or 1} was the final one, and nothing that it states has "
        "changed: after it only corrections are published"
    )


def corrected_keys(
    ledger: Ledger, release: DocumentRow, *, since: DocumentRow | None = None
) -> tuple[str, ...]:
    """What a release states and the ledger states otherwise by now, or since a later release."""
    changed = set(ledger.retold_since((since or release).ledger_revision))
    return tuple(key for key in release.facts_read if key in changed)


def steps_before(connection: Connection, sealer: ValueSealer, document: DocumentRow) -> OpenSteps:
    """The open steps that a document would overtake, without those it was let ahead of."""
    if document.kind in AHEAD_OF_RELEASES:
        if any(
            other.kind in RELEASES and other.issued_at is not None
            for other in read_documents(connection, document.incident_id)
        ):
            return {}
    elif document.kind not in ORDERED:
        return {}
    let_through = waived_steps(connection, document)
    steps = open_steps(connection, sealer, document.incident_id)
    return {step: one for step, one in steps.items() if step not in let_through}


def ahead_of_others(
    connection: Connection, sealer: ValueSealer, document: DocumentRow
) -> dict[str, str]:
    """For the log, whom a release that leaves now goes ahead of, with who let it and why.

    Asked before it is noted as issued; empty where it overtakes nobody.
    """
    if document.kind not in ORDERED:
        return {}
    waivers = [one for one in read_waivers(connection, sealer, document) if one.in_force]
    let = {step for waiver in waivers for step in waiver.steps}
    steps = open_steps(connection, sealer, document.incident_id)
    overtaken = {step: one for step, one in steps.items() if step in let}
    if not overtaken:
        return {}
    return {
        "steps": who_is_left(overtaken),
        "despite": "; ".join(dict.fromkeys(waiver.reason for waiver in waivers)),
        "let_by": ", ".join(dict.fromkeys(waiver.given_by for waiver in waivers)),
    }


def _held(connection: Connection, sealer: ValueSealer, document: DocumentRow) -> str:
    for hold in read_publication_holds(connection, sealer, document.incident_id):
        if hold.stops(document.kind):
            return (
                f"publication hold {hold.number} of '{hold.requester}' ({hold.ground}) stops this "
                f"until {typed_time(hold.until)} at least: ask them, and end it with "
                "`shirase release free`"
            )
    return ""


def _planned(connection: Connection, document: DocumentRow, at: datetime) -> str:
    for plan in read_plans(connection, document.incident_id):
        if plan.document_id == document.id and at < plan.publish_at:
            return (
                f"release {plan.release} is planned for {typed_time(plan.publish_at)}: give the go "
                "then, or plan it anew with `shirase release schedule`"
            )
    return ""


def _out_of_turn(connection: Connection, sealer: ValueSealer, document: DocumentRow) -> str:
    left = steps_before(connection, sealer, document)
    if not left:
        return ""
    called = handle_of(connection, document.incident_id)
    steps = told_line_by_line(left)
    if document.kind not in ORDERED:
        return (
            f"document {document.number} of {called} ({document.kind}) would tell the public "
            f"before the first release; still to be told before it:\n{steps}\n"
            "Tell them first, or publish the release first"
        )
    number = document.release_number or 1
    return (
        f"release {number} of {called} (document {document.number}) cannot leave yet; still to be "
        f"told before it:\n{steps}\n"
        "Tell them first, or let it leave for a reason:\n"
        f"    shirase release issue {called} {number} --despite WHY"
    )
