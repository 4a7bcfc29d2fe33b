"""The incident's own activities: ledger, phases, duties, closing."""

from temporalio import activity

from activities.decisions import carry_out
from activities.entering_facts import enter_facts
from activities.frozen_law import freeze_law
from activities.law import assess_duties
from activities.open_clocks import read_clocks
from activities.permitted import refuse_unless_permitted
from contracts.failures import refused
from contracts.incident_activities import IncidentActivities
from contracts.incident_payloads import (
    AssessDuties,
    Carried,
    ClocksRead,
    ClosingCheck,
    CommandRef,
    DutiesAssessed,
    LedgerChange,
    OpenItems,
    PhaseChange,
    ReadClocks,
    Refusal,
)
from contracts.permissions import Act
from domain.phases import Phase
from register import audit, commands
from register.closing import open_items
from register.duties import MET, NOT_APPLICABLE, DutyRow, not_owed, read_duties, write_duty
from register.incidents import read_incident, set_phase
from register.leftovers import withdraw_leftovers
from register.parties import read_merchants
from register.store import Register

MOVED_BEFORE = "this command moved the incident earlier, and it has gone on since: give a new one"
REFUSED_BEFORE = "something that has ended since: give the command anew"


class RegisterIncidentActivities(IncidentActivities):
    """On the register."""

    def __init__(self, register: Register) -> None:
        self._register = register

    @activity.defn
    def record_opening(self, opening: CommandRef) -> LedgerChange:
        """Revision 1, the law and the first audit line; a repeat finds them and changes nothing."""
        sealer = self._register.sealer(opening.incident_id)
        with self._register.writing() as connection:
            freeze_law(connection, sealer, opening.incident_id, opening.at)
        return enter_facts(self._register, opening, "incident.opened")

    @activity.defn
    def record_facts(self, command: CommandRef) -> LedgerChange:
        """The command's facts as the next revision."""
        refuse_unless_permitted(self._register, command, Act.RECORD_FACTS, "facts.recorded")
        return enter_facts(self._register, command, "facts.recorded")

    @activity.defn
    def record_phase(self, change: PhaseChange) -> None:
        """The phase, with an audit line from -> to.

        Refused: a command of an earlier life of the incident, whose phase has been left since.
        """
        refuse_unless_permitted(self._register, change, Act.CHANGE_PHASE, "phase.changed")
        sealer = self._register.sealer(change.incident_id)
        with self._register.writing() as connection:
            if commands.is_handled(connection, change.command_id):
                incident = read_incident(connection, sealer, change.incident_id)
                if incident.phase is not change.to_phase:
                    raise refused(MOVED_BEFORE)
                return
            set_phase(connection, change.incident_id, change.to_phase, change.at)
            line = audit.AuditLine(
                at=change.at,
                actor=change.actor,
                action="phase.changed",
                subject=change.incident_id,
                detail={"from": change.from_phase.value, "to": change.to_phase.value},
            )
            audit.append(connection, sealer, change.incident_id, line)
            commands.mark_handled(connection, change.command_id, "done")

    @activity.defn
    def record_refusal(self, refusal: Refusal) -> None:
        """The audit line of an attempt that was not allowed."""
        sealer = self._register.sealer(refusal.incident_id)
        with self._register.writing() as connection:
            if commands.is_handled(connection, refusal.command_id):
                return
            line = audit.AuditLine(
                at=refusal.at,
                actor=refusal.actor,
                action=refusal.action,
                subject=refusal.subject,
                outcome="refused",
                detail={"why": refusal.sentence},
            )
            audit.append(connection, sealer, refusal.incident_id, line)
            commands.mark_handled(connection, refusal.command_id, "refused")

    @activity.defn
    def assess_duties(self, request: AssessDuties) -> DutiesAssessed:
        """All duties, from the register and the law."""
        return assess_duties(self._register, request)

    @activity.defn
    def read_clocks(self, part: ReadClocks) -> ClocksRead:
        """The next part, as the register has it now."""
        with self._register.reading() as connection:
            return read_clocks(connection, part.incident_id, part.after)

    @activity.defn
    def settle_duty(self, command: CommandRef) -> None:
        """Not applicable, by counsel, with ground and evidence. Refused from anybody else."""
        refuse_unless_permitted(self._register, command, Act.SETTLE_DUTY, "duty.not_applicable")
        sealer = self._register.sealer(command.incident_id)
        with self._register.writing() as connection:
            words = commands.words_of(connection, sealer, command.command_id)
            duties = read_duties(connection, command.incident_id)
            found = next((duty for duty in duties if duty.key == words.get("duty_key")), None)
            reason = _why_not_settled(words, found)
            if not commands.is_handled(connection, command.command_id):
                line = audit.AuditLine(
                    at=command.at,
                    actor=command.actor,
                    action="duty.not_applicable",
                    # What somebody typed may hold anything, and a subject is not sealed.
                    subject=found.key if found else command.incident_id,
                    outcome="refused" if reason else "done",
                    detail={"why": reason or str(words.get("ground", ""))},
                )
                audit.append(connection, sealer, command.incident_id, line)
                commands.mark_handled(connection, command.command_id, line.outcome)
                # Of a duty that was settled before, the first decision stands.
                if found is not None and not reason and found.status != NOT_APPLICABLE:
                    settled = not_owed(found, command.actor, command.at)
                    write_duty(connection, command.incident_id, settled, command.at)
        if reason:
            raise refused(reason)

    @activity.defn
    def carry_out(self, command: CommandRef) -> Carried:
        """Once, with its audit line; the same command again gets the same answer."""
        result = carry_out(self._register, command)
        merchant = result.new_merchant or result.mandate_withdrawn
        with self._register.reading() as connection:
            known = read_merchants(connection, command.incident_id) if merchant else {}
        return Carried(
            sentence=result.sentence,
            revision=result.revision or 0,
            merchant_added=result.new_merchant or "",
            mandate_withdrawn=result.mandate_withdrawn or "",
            clock_taken=result.clock_taken or "",
            merchant_shard=known[merchant].shard if merchant else 0,
            severity=result.severity or "",
            texts_edited=result.texts_edited,
        )

    @activity.defn
    def end_incident(self, check: ClosingCheck) -> OpenItems:
        """Close, or list what is open; both leave one audit line, however often this runs."""
        refuse_unless_permitted(self._register, check, Act.CLOSE, "incident.ended")
        sealer = self._register.sealer(check.incident_id)
        with self._register.writing() as connection:
            items = open_items(connection, sealer, check.incident_id, check.end)
            if commands.is_handled(connection, check.command_id):
                incident = read_incident(connection, sealer, check.incident_id)
                if incident.phase is Phase(check.end):
                    return OpenItems()
                return OpenItems(items=items or (REFUSED_BEFORE,))
            line = audit.AuditLine(
                at=check.at,
                actor=check.actor,
                action="incident.ended",
                subject=check.incident_id,
                outcome="refused" if items else "done",
                detail={"to": check.end.value, "open": len(items), "why": "; ".join(items)[:2000]},
            )
            audit.append(connection, sealer, check.incident_id, line)
            commands.mark_handled(connection, check.command_id, line.outcome)
            if not items:
                withdraw_leftovers(connection, sealer, check.incident_id, check.at)
                set_phase(connection, check.incident_id, Phase(check.end), check.at)
        return OpenItems(items=items)


def _why_not_settled(words: dict[str, object], found: DutyRow | None) -> str:
    if found is None:
        return "no such duty in this incident; list them to see their keys"
    if found.status == MET:
        return "this duty has been met; its evidence stands"
    if not words.get("ground"):
        return "a duty is not applicable only with a legal ground: name it"
    return ""
