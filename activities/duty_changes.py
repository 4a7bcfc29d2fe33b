"""What a later look makes of a duty that was looked at before."""

from domain.duties import Duty, Reason
from register.duties import NOT_APPLICABLE, DutyRow, Proposal


def since_when(proposal: Proposal, before: DutyRow) -> Proposal:
    """The proposal, dated when it was first made."""
    known = before.proposal
    same = known is not None and known.model_copy(update={"since": proposal.since}) == proposal
    return known if same and known is not None else proposal


def looks_different(duty: Duty, ended: DutyRow) -> bool:
    """Whether a duty that was settled or waived rests on facts that are no longer so."""
    ground = ended.evidence.get("ground")
    replaced = isinstance(ground, dict) and ground.get("reason") == Reason.OTHER_RULE.value
    rests_on = ended.evidence.get("rests_on", "" if replaced else None)
    # What was decided before this was kept stands, as nobody can tell what it rested on.
    return rests_on is not None and rests_on != duty.answers


def still_not_owed(row: DutyRow) -> DutyRow:
    """The law agrees by now: should it change its mind, somebody has to look again."""
    if row.status != NOT_APPLICABLE or "rests_on" not in row.evidence:
        return row
    return row.model_copy(update={"evidence": {**row.evidence, "rests_on": ""}})
