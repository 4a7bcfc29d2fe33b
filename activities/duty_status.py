"""From a legal assessment and what has been done to the duties that the register shows."""

from typing import Any

from sqlalchemy import Connection

from domain.documents import DocumentKind
from domain.duties import Assessment, Duty, NotApplicable, Reason
from domain.explanations import Locale, explain
from register.documents import DocumentRow
from register.duties import ENDED, MET, NOT_APPLICABLE, OPEN, PROPOSED, DutyRow
from register.evidence import (
    Evidence,
    filing_evidence,
    notice_evidence,
    people_evidence,
    report_evidence,
)
from register.parties import MerchantRow

NOTICE = "jp-appi/entrustee-notice"
INDIVIDUAL = "jp-appi/individual"
# Which filing, or which report of a merchant that files itself, ends a duty to the authority.
FILED_BY = {
    "jp-appi/preliminary": (DocumentKind.PRELIMINARY_REPORT, "preliminary_filed"),
    "jp-appi/final": (DocumentKind.FINAL_REPORT, "final_filed"),
    "jp-appi/final-wrongful": (DocumentKind.FINAL_REPORT, "final_filed"),
}


class DutyStatus:
    """Puts status and evidence to duties, for one incident at one time."""

    def __init__(
        self,
        connection: Connection,
        incident_id: str,
        merchants: dict[str, MerchantRow],
        documents: tuple[DocumentRow, ...],
        revision: int,
    ) -> None:
        self._connection = connection
        self._incident_id = incident_id
        self._merchants = merchants
        self._documents = documents
        self._revision = revision

    def rows(self, assessment: Assessment, before: tuple[DutyRow, ...]) -> tuple[DutyRow, ...]:
        """Every duty as it stands now.

        A duty that ended stays ended. One that the law no longer sees is kept and says why: a
        statutory one is only proposed as not applicable, until counsel has decided.
        """
        known = {row.key: row for row in before}
        rows = {duty.key: self._row(duty, known.get(duty.key)) for duty in assessment.duties}
        for item in assessment.not_applicable:
            if item.key in known and item.key not in rows:
                rows[item.key] = _not_applicable(known[item.key], item)
        for row in before:
            rows.setdefault(row.key, row)
        return tuple(rows.values())

    def _row(self, duty: Duty, before: DutyRow | None) -> DutyRow:
        if before is not None and before.status in ENDED:
            return before
        evidence = self._evidence(duty)
        clock_at = duty.due_at or duty.target_at
        late = bool(evidence and clock_at and evidence.met_at > clock_at)
        return DutyRow(
            key=duty.key,
            rule=duty.rule_id,
            debtor_id=duty.debtor,
            owed_to=duty.to,
            anchor=duty.anchor,
            anchor_at=duty.anchor_at,
            target_at=duty.target_at,
            due_at=duty.due_at,
            due_on=duty.due_on,
            hard=duty.hard,
            status=MET if evidence else OPEN,
            met_at=evidence.met_at if evidence else None,
            late=late,
            evidence=evidence.detail if evidence else {},
            explanation=_explained(duty),
            source=duty.source,
            verified=duty.verified,
            revision=self._revision,
        )

    def _evidence(self, duty: Duty) -> Evidence | None:
        merchant = self._merchants.get(duty.debtor)
        if duty.rule_id == NOTICE:
            entrustor = self._merchants.get(duty.to)
            return (
                notice_evidence(self._connection, self._incident_id, entrustor)
                if entrustor
                else None
            )
        if duty.rule_id == INDIVIDUAL:
            return (
                people_evidence(self._connection, self._incident_id, merchant) if merchant else None
            )
        kind, report = FILED_BY[duty.rule_id]
        own = merchant is None
        filed = filing_evidence(self._documents, kind, duty.debtor, own=own)
        return filed or report_evidence(merchant, report)


def _explained(duty: Duty) -> dict[str, Any]:
    return {
        "ja": explain(duty.explanation, Locale.JA),
        "en": explain(duty.explanation, Locale.EN),
        "steps": [step.model_dump(mode="json") for step in duty.explanation],
        "candidate_roles": [role.value for role in duty.candidate_roles],
    }


def _not_applicable(before: DutyRow, item: NotApplicable) -> DutyRow:
    if before.status in ENDED:
        return before
    # Another rule took the duty's place (60 days instead of 30): nothing is waived by that.
    replaced = item.reason is Reason.OTHER_RULE
    ground = {"ja": item.ground.ja, "en": item.ground.en, "reason": item.reason.value}
    return before.model_copy(
        update={
            "status": NOT_APPLICABLE if replaced else PROPOSED,
            "evidence": {"ground": ground},
        }
    )
