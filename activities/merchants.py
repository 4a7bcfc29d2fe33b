"""What merchants do, entered into the register: acknowledgements, choices, mandates, reports."""

from typing import Any

from sqlalchemy import Connection, insert, select, update
from temporalio import activity
from ulid import ULID

from contracts.failures import refused
from contracts.incident_activities import MerchantActivities
from contracts.merchant_payloads import MerchantAct
from domain.mandates import MandateTerms
from domain.parties import MerchantChoice
from register import audit, commands
from register.handover import confirm_hand_over, hand_over
from register.store import Register
from register.tables_incident import mandates, merchants
from sealing.values import ValueSealer


class RegisterMerchantActivities(MerchantActivities):
    """On the register."""

    def __init__(self, register: Register) -> None:
        self._register = register

    @activity.defn
    def record_merchant_act(self, act: MerchantAct) -> None:
        """The act with its audit line, once, in one transaction.

        Refused, with an audit line: a mandate that lacks what a mandate needs.
        """
        sealer = self._register.sealer(act.incident_id)
        with self._register.writing() as connection:
            words = commands.words_of(connection, sealer, act.command_id)
            reason = _why_not(act, words)
            if not commands.is_handled(connection, act.command_id):
                if not reason:
                    _record(connection, sealer, act, words)
                outcome: audit.Outcome = "refused" if reason else "done"
                detail = {"choice": act.choice, "filing": act.includes_filing, "why": reason}
                line = audit.AuditLine(
                    at=act.at,
                    actor=act.actor,
                    action=f"merchant.{act.act}",
                    subject=act.merchant_id,
                    outcome=outcome,
                    detail=detail,
                )
                audit.append(connection, sealer, act.incident_id, line)
                commands.mark_handled(connection, act.command_id, outcome)
        if reason:
            raise refused(reason)


def _why_not(act: MerchantAct, words: dict[str, Any]) -> str:
    if act.act != "chosen" or act.choice != MerchantChoice.MANDATE:
        return ""
    missing = MandateTerms.model_validate(words).missing()
    return f"this is no mandate yet: it lacks {', '.join(missing)}" if missing else ""


def _record(
    connection: Connection, sealer: ValueSealer, act: MerchantAct, words: dict[str, Any]
) -> None:
    if act.act == "acknowledged":
        _set(connection, act.merchant_id, acknowledged_at=act.at)
    elif act.act == "chosen":
        _record_choice(connection, sealer, act, words)
    else:
        _record_report(connection, act, words)


def _record_choice(
    connection: Connection, sealer: ValueSealer, act: MerchantAct, words: dict[str, Any]
) -> None:
    acknowledged = connection.execute(
        select(merchants.c.acknowledged_at).where(merchants.c.party_id == act.merchant_id)
    ).scalar_one()
    _set(
        connection,
        act.merchant_id,
        choice=act.choice,
        chosen_at=act.at,
        acknowledged_at=acknowledged or act.at,
    )
    if act.choice == MerchantChoice.OWN_NOTICE:
        hand_over(connection, act.incident_id, act.merchant_id)
        return
    identity = str(ULID())
    terms = MandateTerms.model_validate(words)
    connection.execute(
        insert(mandates).values(
            id=identity,
            incident_id=act.incident_id,
            party_id=act.merchant_id,
            given_at=act.at,
            given_by=sealer.seal("mandates", "given_by", identity, terms.given_by),
            includes_filing=act.includes_filing,
            terms=sealer.seal("mandates", "terms", identity, terms.model_dump_json()),
        )
    )


def _record_report(connection: Connection, act: MerchantAct, words: dict[str, Any]) -> None:
    reports = connection.execute(
        select(merchants.c.reports).where(merchants.c.party_id == act.merchant_id)
    ).scalar_one()
    report = {"at": act.at.isoformat(), **words}
    _set(connection, act.merchant_id, reports={**reports, act.act: report})
    if act.act == "people_notified":
        confirm_hand_over(connection, act.incident_id, act.merchant_id)


def _set(connection: Connection, merchant_id: str, **values: object) -> None:
    connection.execute(
        update(merchants).where(merchants.c.party_id == merchant_id).values(**values)
    )
