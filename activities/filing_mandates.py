"""Refuses, before its draft begins, a filing for merchants that have not ordered one."""

from contracts.document_payloads import FilingScope
from contracts.failures import refused
from register import audit, commands
from register.filing_mandates import why_not_filed_for
from register.store import Register


def refuse_without_mandates(register: Register, wanted: FilingScope) -> None:
    """Raise a refusal, audited once, that names the merchants and the remedy."""
    with register.writing() as connection:
        reason = why_not_filed_for(connection, wanted.incident_id, wanted.on_behalf_of, wanted.at)
        if not reason:
            return
        if not commands.is_handled(connection, wanted.command_id):
            sealer = register.sealer(wanted.incident_id, connection)
            line = audit.AuditLine(
                at=wanted.at,
                actor=wanted.actor,
                action="document.prepare",
                subject=wanted.incident_id,
                outcome="refused",
                detail={"kind": wanted.kind, "why": reason},
            )
            audit.append(connection, sealer, wanted.incident_id, line)
            commands.mark_handled(connection, wanted.command_id, "refused")
    raise refused(reason)
