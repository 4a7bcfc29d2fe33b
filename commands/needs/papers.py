"""Documents that wait: for an approval, for their issue, for a receipt."""

from collections.abc import Iterator

from sqlalchemy import Connection

from activities.approvals import missing_approvals
from commands import phrases
from commands.needs.look import Look, rules_served
from commands.needs.need import Need
from domain.documents import FILINGS, PERSON_DOCUMENTS, DocumentState
from domain.parties import StaffRole
from register.board import BoardDocument
from register.release_plans import read_plans
from screens.status_screen import WAITING
from screens.words import DOCUMENTS

LEADERS = (StaffRole.COMMANDER.value, StaffRole.DEPUTY.value)


def missing_by_number(
    connection: Connection, documents: tuple[BoardDocument, ...]
) -> dict[int, tuple[str, ...]]:
    """The roles whose approval each document that was not issued still lacks."""
    return {
        document.number: missing_approvals(connection, document)
        for document in documents
        if document.state in WAITING
    }


def paper_needs(look: Look) -> Iterator[Need]:
    """What documents wait for."""
    documents = look.board.documents
    missing = missing_by_number(look.connection, documents)
    # A planned release is asked for at its time.
    planned = {plan.document_id for plan in read_plans(look.connection, look.board.incident.id)}
    for document in documents:
        due_at = look.nearest(rules_served(document.kind))
        ja, en = (f"文書{document.number} {DOCUMENTS['ja'][document.kind]}", _english(document))
        if document.kind in PERSON_DOCUMENTS and not document.binding.population:
            # The plan of a wave binds its population and voids what was approved before it.
            continue
        if document.state in WAITING and missing[document.number]:
            yield Need(
                kind="approve",
                what_ja=f"{ja}の承認",
                what_en=f"{en}: approval",
                roles=missing[document.number],
                due_at=due_at,
                since=document.prepared_at,
                command=phrases.approve(look.incident, document.number),
            )
        elif document.state is DocumentState.APPROVED and document.kind not in PERSON_DOCUMENTS:
            if document.id in planned:
                continue
            # A wave issues what goes to people.
            yield Need(
                kind="issue",
                what_ja=f"{ja}の発出",
                what_en=f"{en}: issue",
                roles=LEADERS,
                due_at=due_at,
                since=document.prepared_at,
                command=phrases.issue(look.incident, document.number),
            )
        elif _lacks_receipt(document):
            yield Need(
                kind="receipt",
                what_ja=f"{ja}の受付番号の記録",
                what_en=f"{en}: receipt number",
                roles=(StaffRole.PRIVACY_OFFICER.value, *LEADERS),
                due_at=due_at,
                since=document.issued_at or document.prepared_at,
                command=phrases.receipt(look.incident, document.number),
            )


def _lacks_receipt(document: BoardDocument) -> bool:
    issued = document.state is DocumentState.ISSUED
    return issued and document.kind in FILINGS and document.receipt_number is None


def _english(document: BoardDocument) -> str:
    return f"document {document.number}, {DOCUMENTS['en'][document.kind]}"
