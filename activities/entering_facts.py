"""Facts on their way into the ledger: new ones, corrections, decisions between competing ones."""

from difflib import get_close_matches

from sqlalchemy import Connection

from contracts.failures import refused
from contracts.incident_payloads import CommandRef, LedgerChange
from domain.fact_catalogue import FACT_CATALOGUE
from domain.facts import Fact, Ledger
from register import audit, commands
from register.ledger import add_facts, read_ledger
from register.parties import ourselves, read_parties
from register.store import Register
from sealing.values import ValueSealer

NEAR_AT_MOST = 4
NEAR_ENOUGH = 0.4


def enter_facts(register: Register, command: CommandRef, action: str) -> LedgerChange:
    """The command's facts as the next revision; a repeat finds it and changes nothing.

    Raises a refusal, audited, for the correction of a fact that is not there or has moved since.
    """
    sealer = register.sealer(command.incident_id)
    with register.writing() as connection:
        ledger = read_ledger(connection, sealer, command.incident_id)
        if commands.is_handled(connection, command.command_id):
            return LedgerChange(revision=ledger.revision, changed=())
        words = commands.words_of(connection, sealer, command.command_id)
        new = [Fact.model_validate(fact) for fact in words.get("facts", [])]
        reason = _why_not(ledger, new)
        if reason:
            _audit(connection, sealer, command, action, {"why": reason}, outcome="refused")
            commands.mark_handled(connection, command.command_id, "refused")
        else:
            change = _entered(connection, sealer, command, new)
            _audit(connection, sealer, command, action, _detail(new, change))
            commands.mark_handled(connection, command.command_id, "done")
    if reason:
        raise refused(reason)
    return change


def _entered(
    connection: Connection, sealer: ValueSealer, command: CommandRef, new: list[Fact]
) -> LedgerChange:
    ours = ourselves(read_parties(connection, sealer, command.incident_id)).key
    revision, changed = add_facts(
        connection,
        sealer,
        command.incident_id,
        new,
        command.at,
        command.command_id,
        ours=ours,
    )
    return LedgerChange(revision=revision, changed=changed)


def _detail(new: list[Fact], change: LedgerChange) -> dict[str, str | int | bool | None]:
    detail: dict[str, str | int | bool | None] = {
        "revision": change.revision,
        "keys": ", ".join(change.changed),
    }
    corrected = [fact for fact in new if fact.corrects is not None]
    if corrected:
        detail["corrected"] = ", ".join(fact.key for fact in corrected)
        detail["why"] = "; ".join(fact.reason for fact in corrected)
    return detail


def _why_not(ledger: Ledger, new: list[Fact]) -> str:
    in_force = ledger.current()
    for fact in new:
        if fact.corrects is None:
            continue
        if fact.key not in in_force:
            near = get_close_matches(fact.key, in_force, NEAR_AT_MOST, NEAR_ENOUGH)
            known = near or get_close_matches(fact.key, FACT_CATALOGUE, NEAR_AT_MOST, NEAR_ENOUGH)
            return (
                "the ledger holds no fact of this key, so there is nothing to correct; near it "
                f"{'are' if near else 'there would be'}: {', '.join(known) or 'none'}"
            )
        if not fact.reason.strip():
            return f"'{fact.key}' is corrected for a reason: say why"
        if in_force[fact.key].revision != fact.corrects:
            return (
                f"'{fact.key}' has moved since, to revision {in_force[fact.key].revision}: look at "
                "it again with `shirase fact history`, then correct it"
            )
    return ""


def _audit(
    connection: Connection,
    sealer: ValueSealer,
    command: CommandRef,
    action: str,
    detail: dict[str, str | int | bool | None],
    outcome: audit.Outcome = "done",
) -> None:
    line = audit.AuditLine(
        at=command.at,
        actor=command.actor,
        action=action,
        subject=command.incident_id,
        outcome=outcome,
        detail=detail,
    )
    audit.append(connection, sealer, command.incident_id, line)
