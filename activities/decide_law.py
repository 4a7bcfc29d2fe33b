"""Decisions about the law: which moment counts, and going over to newer rule files."""

from datetime import datetime

from activities.decide_duties import COUNSEL
from activities.desk import Desk, HandlerResult, demand
from activities.frozen_law import freeze_law, newest_texts
from activities.law import IncidentLaw
from contracts.duty_decision_words import LawAdopted, MomentDecided
from domain.decided_moments import Decided
from domain.law_changes import changes, counted
from domain.parties import PartyKind
from domain.situations import MOMENT_NAMES
from domain.tasks import LEADERS
from domain.wording import JAPAN
from register.duties import read_duties
from register.law_files import read_digests, write_edition
from register.ledger import read_ledger
from register.moment_decisions import MomentDecision, add_decision, read_decided
from register.refusals import NotAllowedError

FIRST_KNOWN_TO_US = "suspected_at"
FIRST_KNOWN_TO_MERCHANT = "first_department_known_at"


def moment_decided(desk: Desk, words: MomentDecided) -> HandlerResult:
    """Of the times that were stated one counts; by counsel, with a reason.

    Dates that would become later by it still wait to be confirmed, duty by duty.
    """
    desk.require(COUNSEL, "decide which moment counts")
    reason = demand(words.reason, "which moment counts is decided for a reason: say which")
    party = desk.party(words.party)
    name = _moment_name(words.moment, merchant=party.kind is PartyKind.MERCHANT)
    ledger = read_ledger(desk.connection, desk.sealer, desk.incident_id)
    law = IncidentLaw(desk.connection, desk.sealer, desk.incident_id, ledger, desk.at)
    stated = law.stated(party.id, name)
    near = [at for at in stated if at == words.at or _minute(at) == _minute(words.at)]
    if len(near) != 1:
        named = [at.astimezone(JAPAN).isoformat(timespec="minutes") for at in stated]
        times = ", ".join(named) or "none yet"
        raise NotAllowedError(
            f"one of the times that were stated is chosen, and this is none of them: {times}"
        )
    decided = Decided(chosen_at=near[0], considered=frozenset(stated))
    known = read_decided(desk.connection, desk.incident_id).get(party.id, {})
    if known.get(name) == decided:
        said = "that time counts already, by an earlier decision"
        return HandlerResult(sentence=said, action="moment.repeated", subject=party.id)
    decision = MomentDecision(desk.command_id, party.id, name, decided, reason)
    add_decision(desk.connection, desk.sealer, desk.incident_id, decision, desk.by)
    return HandlerResult(
        sentence=f"decided out of {len(stated)}; dates that become later wait to be confirmed",
        ids=(decision.id,),
        action="moment.decided",
        subject=party.id,
        detail={
            "moment": name,
            "to": near[0].isoformat(),
            "stated": " ".join(at.isoformat() for at in stated),
            "why": reason,
        },
    )


def law_adopted(desk: Desk, words: LawAdopted) -> HandlerResult:
    """Go over to the rule files of this installation; later dates still wait to be confirmed."""
    desk.require(COUNSEL | LEADERS, "adopt newer rule files")
    reason = demand(words.reason, "newer rule files are adopted for a reason: say which")
    freeze_law(desk.connection, desk.sealer, desk.incident_id, desk.at)
    old, new = read_digests(desk.connection, desk.incident_id), newest_texts()
    moved = sorted(law for law in {*old, *new} if old.get(law) != new.get(law, ("", ""))[0])
    if not moved:
        raise NotAllowedError("the incident has the newest rule files already: nothing to adopt")
    rows = read_duties(desk.connection, desk.incident_id)
    ledger = read_ledger(desk.connection, desk.sealer, desk.incident_id)
    place = (desk.connection, desk.sealer, desk.incident_id, ledger, desk.at)
    before_law = IncidentLaw(*place)
    before = before_law.assess(before_law.situation(rows))
    number = write_edition(
        desk.connection, desk.sealer, desk.incident_id, new, desk.at, (desk.actor, reason)
    )
    after_law = IncidentLaw(*place)
    found = changes(before, after_law.assess(after_law.situation(rows)))
    return HandlerResult(
        sentence=f"edition {number}: {', '.join(moved)}; duties that change: {counted(found)}",
        action="law.adopted",
        subject=desk.incident_id,
        detail={
            "edition": number,
            "laws": " ".join(moved),
            "duties": counted(found),
            "keys": " ".join(change.key for change in found)[:2000],
            "why": reason,
        },
    )


def _moment_name(said: str | None, *, merchant: bool) -> str:
    if said is None:
        return FIRST_KNOWN_TO_MERCHANT if merchant else FIRST_KNOWN_TO_US
    name = f"{said.removesuffix('_at')}_at"
    if name not in MOMENT_NAMES:
        known = ", ".join(sorted(known.removesuffix("_at") for known in MOMENT_NAMES))
        raise NotAllowedError(f"no moment is called so; there is: {known}")
    return name


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
