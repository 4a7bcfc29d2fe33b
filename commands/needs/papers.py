"""Documents that wait: for an approval, for their issue, for a receipt."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection

from activities.approvals import missing_approvals
from activities.release_statements import left_open
from commands import phrases
from commands.left_open import open_line
from commands.needs.approvals import approval_needs
from commands.needs.look import Look, rules_served
from commands.needs.mending import is_to_mend, mending_need
from commands.needs.need import Need, Other
from commands.release_stops import stopped
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
        if is_to_mend(document):
            yield mending_need(look, document, (ja, en), due_at)
        elif document.state in WAITING and missing[document.number]:
            lacking, remark = missing[document.number], cannot_go(look, document)
            yield from approval_needs(look, document, lacking, (ja, en), due_at, remark)
        elif document.state is DocumentState.APPROVED and document.kind not in PERSON_DOCUMENTS:
            if document.id in planned:
                continue
            # A wave issues what goes to people.
            yield issue_need(look, document, (f"{ja}の発出", f"{en}: issue"), due_at)
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


def issue_need(
    look: Look, document: BoardDocument, what: tuple[str, str], due_at: datetime | None
) -> Need:
    """An approved document may leave; a release that would overtake others has two answers."""
    stop = stopped(look.connection, look.sealer, document, look.case_time)
    ahead = stop is not None and stop.overtakes and document.release_number is not None
    number = document.release_number or 1
    return Need(
        kind="issue",
        what_ja=what[0],
        what_en=what[1],
        roles=LEADERS,
        due_at=due_at,
        since=document.prepared_at,
        command=phrases.issue(look.incident, document.number),
        first=("ほかへの連絡を終えてから", "once the others are told") if ahead else ("", ""),
        others=(
            (
                Other(
                    what_ja="理由を示して先に",
                    what_en="ahead of them, for a reason",
                    command=phrases.issue_ahead(look.incident, number),
                ),
            )
            if ahead
            else ()
        ),
        remark=cannot_go(look, document),
    )


def cannot_go(look: Look, document: BoardDocument) -> tuple[str, str]:
    """What would stop a public document today, or a final release leaves open; in a line."""
    stop = stopped(look.connection, look.sealer, document, look.case_time)
    opened = left_open(look.connection, look.sealer, document)
    ja = (stop.short("ja") if stop else "", open_line(opened, "ja"))
    en = (stop.short("en") if stop else "", open_line(opened, "en"))
    return "。".join(filter(None, ja)), "; ".join(filter(None, en))


def _lacks_receipt(document: BoardDocument) -> bool:
    issued = document.state is DocumentState.ISSUED
    return issued and document.kind in FILINGS and document.receipt_number is None


def _english(document: BoardDocument) -> str:
    return f"document {document.number}, {DOCUMENTS['en'][document.kind]}"
