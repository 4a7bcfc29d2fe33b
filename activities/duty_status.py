"""From a legal assessment and what has been done to the duties that the register shows.

A clock is never loosened here: what would strike later, or no more, is kept as a proposal beside
the dates that run, until a person has confirmed it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from activities.duty_changes import looks_different, since_when, still_not_owed
from domain.documents import DocumentKind
from domain.duties import Assessment, Duty, NotApplicable
from domain.explanations import Locale, Step, explain
from domain.frozen_copies import same_but
from domain.holding import held, is_looser
from domain.outcomes import Pending
from domain.rule_parts import Audience
from domain.succession import Successors
from register.documents import DocumentRow
from register.duties import ENDED, MET, NOT_APPLICABLE, OPEN, PROPOSED, DutyRow, Proposal
from register.evidence import Done, Evidence, filing_evidence, report_evidence
from register.filings import Filing
from register.parties import MerchantRow

# One form of the Commission serves the APPI, My Number and public organs; it ticks which.
ONE_FORM = ("jp-appi", "jp-mynumber", "jp-public")
NOTICE = frozenset({"jp-appi/entrustee-notice"})
INDIVIDUAL = frozenset(f"{law}/individual" for law in ONE_FORM)
# Which filing, or which report of a merchant that files itself, ends a duty to the authority.
FILED_BY = {
    f"{law}/{name}": filed
    for law in ONE_FORM
    for name, filed in (
        ("preliminary", (DocumentKind.PRELIMINARY_REPORT, "preliminary_filed")),
        ("final", (DocumentKind.FINAL_REPORT, "final_filed")),
        ("final-wrongful", (DocumentKind.FINAL_REPORT, "final_filed")),
    )
}


class DutyStatus:
    """Puts status and evidence to duties, for one incident at one time."""

    def __init__(
        self,
        done: Done,
        merchants: dict[str, MerchantRow],
        documents: tuple[DocumentRow, ...],
        filings: Mapping[str, Filing],
        revision: int,
        at: datetime,
    ) -> None:
        self._done = done
        self._merchants = merchants
        self._documents = documents
        self._filings = filings
        self._revision = revision
        self._at = at
        # By the identity of the steps, which stay alive beside their words.
        self._explanations: dict[object, tuple[tuple[Step, ...], dict[str, Any]]] = {}
        self._alike: dict[object, DutyRow] = {}

    def rows(self, assessment: Assessment, before: tuple[DutyRow, ...]) -> tuple[DutyRow, ...]:
        """Every duty as it stands now.

        A duty that ended stays ended while its ground holds. One that the law no longer sees is
        kept and says why: it is only proposed as not applicable, until counsel has decided.
        """
        known = {row.key: row for row in before}
        rows: dict[str, DutyRow] = {}
        successors = Successors(assessment.duties)
        waiting: set[str] = set()
        owed = {duty.key for duty in assessment.duties}
        for item in assessment.not_applicable:
            row = known.get(item.key)
            if row is None or item.key in rows or item.key in owed:
                continue
            successor = successors.of(item)
            rows[item.key] = self._no_longer(row, item, successor)
            if successor is not None and rows[item.key].proposal is not None:
                waiting.add(successor.key)
        for duty in assessment.duties:
            earlier = known.get(duty.key)
            if duty.key in waiting and (earlier is None or earlier.status in ENDED):
                continue
            rows[duty.key] = self._row(duty, earlier)
        for pending in assessment.pending:
            if pending.key in known and pending.key not in rows:
                rows[pending.key] = self._not_counting(known[pending.key], pending)
        for row in before:
            rows.setdefault(row.key, self._filed(row))
        return tuple(rows.values())

    def _row(self, duty: Duty, before: DutyRow | None) -> DutyRow:
        if before is not None and before.status == MET:
            return self._met_before(duty, before)
        if before is not None and before.status in ENDED:
            if not looks_different(duty, before):
                return before
            before = None
        return self._with_evidence(self._held(self._computed(duty), before), self._evidence(duty))

    def _computed(self, duty: Duty) -> DutyRow:
        """The duty as the law gives it, without regard to what ran before."""
        # Merchants that are alike have duties that share their steps, and differ in the rest.
        like = (duty.rule_id, id(duty.explanation), duty.answers, duty.candidate_roles)
        row = self._alike.get(like)
        if row is None:
            row = self._alike[like] = self._made(duty)
        return same_but(row, key=duty.key, debtor_id=duty.debtor, owed_to=duty.to)

    def _made(self, duty: Duty) -> DutyRow:
        return DutyRow.model_construct(
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
            status=OPEN,
            met_at=None,
            late=False,
            evidence={},
            explanation=self._explained(duty),
            source=duty.source,
            verified=duty.verified,
            revision=self._revision,
            proposal=None,
            answers=duty.answers,
            waiver=None,
        )

    def _held(self, computed: DutyRow, before: DutyRow | None) -> DutyRow:
        """The stricter dates; what would be later is proposed."""
        if before is None:
            return computed
        waiver = before.waiver
        if waiver is not None and waiver.get("answers") != computed.answers:
            waiver = None
        dates = held(before.dates, computed.dates)
        if dates == computed.dates:
            return computed if waiver is None else same_but(computed, waiver=waiver)
        kept = before if dates.clock_at == before.clock_at else computed
        proposal = Proposal(
            anchor=computed.anchor,
            anchor_at=computed.anchor_at,
            target_at=computed.target_at,
            due_at=computed.due_at,
            due_on=computed.due_on,
            explanation=computed.explanation,
            since=self._at,
        )
        return computed.model_copy(
            update={
                "waiver": waiver,
                "anchor": kept.anchor,
                "anchor_at": kept.anchor_at,
                "target_at": dates.target_at,
                "due_at": dates.due_at,
                "due_on": before.due_on if dates.due_at == before.due_at else computed.due_on,
                "explanation": kept.explanation,
                "proposal": since_when(proposal, before),
            }
        )

    def _met_before(self, duty: Duty, before: DutyRow) -> DutyRow:
        """What was met stays met; by an earlier limit it may turn out to have been late."""
        dates = held(before.dates, duty.dates)
        if dates == before.dates:
            return before
        strikes_at = dates.clock_at
        moved = {
            "target_at": dates.target_at,
            "due_at": dates.due_at,
            "due_on": before.due_on if dates.due_at == before.due_at else duty.due_on,
            "explanation": self._explained(duty),
            "late": bool(before.met_at and strikes_at and before.met_at > strikes_at),
        }
        return before.model_copy(update=moved)

    def _no_longer(self, row: DutyRow, item: NotApplicable, successor: Duty | None) -> DutyRow:
        """A duty that the law does not see any more, on a ground."""
        if row.status in ENDED:
            return still_not_owed(row)
        filed = self._filed(row)
        if filed.status == MET:
            return filed
        ground = {"ja": item.ground.ja, "en": item.ground.en, "reason": item.reason.value}
        if successor is None:
            evidence: dict[str, Any] = {"ground": ground}
            if item.evidence is not None:
                evidence["needs"] = {"ja": item.evidence.ja, "en": item.evidence.en}
            update = {"status": PROPOSED, "evidence": evidence, "proposal": None, "answers": ""}
            return row.model_copy(update=update)
        if not is_looser(row.dates, successor.dates):
            # Nothing is waived by a stricter rule in its place.
            evidence = {"ground": ground, "successor": successor.key, "rests_on": ""}
            update = {"status": NOT_APPLICABLE, "evidence": evidence, "proposal": None}
            return row.model_copy(update=update)
        proposal = Proposal(
            anchor=successor.anchor,
            anchor_at=successor.anchor_at,
            target_at=successor.target_at,
            due_at=successor.due_at,
            due_on=successor.due_on,
            explanation=self._explained(successor),
            successor=successor.key,
            ground=ground,
            since=self._at,
        )
        return row.model_copy(
            update={"status": OPEN, "evidence": {}, "proposal": since_when(proposal, row)}
        )

    def _not_counting(self, row: DutyRow, item: Pending) -> DutyRow:
        """The period's beginning is no longer on record: the dates that ran go on running."""
        filed = self._filed(row)
        if filed.status in ENDED or filed.clock_at is None:
            return filed
        proposal = since_when(Proposal(anchor=item.anchor, since=self._at), row)
        return row.model_copy(update={"status": OPEN, "evidence": {}, "proposal": proposal})

    def _filed(self, row: DutyRow) -> DutyRow:
        """A filing on record ends the duty, whatever the law says of it by now.

        One that we made for others only does not end what we may not owe: counsel decides that.
        """
        if row.status in ENDED:
            return row
        filing = self._filings.get(row.key)
        own = tuple(document for document in self._documents if not document.on_behalf_of)
        of_others = row.debtor_id in self._merchants
        documents = self._documents if of_others else own
        evidence = filing.evidence if filing else self._report(row.rule, row.debtor_id, documents)
        return self._with_evidence(row, evidence)

    def _with_evidence(self, row: DutyRow, evidence: Evidence | None) -> DutyRow:
        if evidence is None:
            return row
        strikes_at = row.clock_at
        return row.model_copy(
            update={
                "status": MET,
                "met_at": evidence.met_at,
                "late": bool(strikes_at and evidence.met_at > strikes_at),
                "evidence": evidence.detail,
                "proposal": None,
            }
        )

    def _explained(self, duty: Duty) -> dict[str, Any]:
        """The count in words; merchants that were told together share them."""
        steps, roles = duty.explanation, duty.candidate_roles
        known = self._explanations.get((id(steps), roles))
        if known is None:
            words = {
                "ja": explain(steps, Locale.JA),
                "en": explain(steps, Locale.EN),
                "steps": [step.model_dump(mode="json") for step in steps],
                "candidate_roles": [role.value for role in roles],
            }
            known = self._explanations[id(steps), roles] = (steps, words)
        return known[1]

    def _evidence(self, duty: Duty) -> Evidence | None:
        if duty.key in self._filings:
            return self._filings[duty.key].evidence
        merchant = self._merchants.get(duty.debtor)
        if duty.audience is Audience.ENTRUSTOR:
            entrustor = self._merchants.get(duty.to)
            return self._done.notice_evidence(entrustor) if entrustor else None
        if duty.audience is Audience.INDIVIDUAL:
            return self._done.people_evidence(merchant) if merchant else None
        return self._report(duty.rule_id, duty.debtor, self._documents)

    def _report(
        self, rule: str, debtor: str, documents: tuple[DocumentRow, ...]
    ) -> Evidence | None:
        """Our report to the authority for a debtor, with its receipt, or the debtor's own."""
        if rule not in FILED_BY:
            return None
        kind, report = FILED_BY[rule]
        merchant = self._merchants.get(debtor)
        mandates = self._done.filing_mandates if merchant else None
        filed = filing_evidence(documents, kind, debtor, mandates)
        return filed or report_evidence(merchant, report)
