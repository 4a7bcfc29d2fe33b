"""What merchants do, entered into the register: acknowledgements, choices, mandates, reports."""

import json
from typing import Any

from sqlalchemy import Connection, insert, select, update
from temporalio import activity
from ulid import ULID

from contracts.incident_activities import MerchantActivities
from contracts.merchant_payloads import MerchantAct
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
        """The act with its audit line, once, in one transaction."""
        sealer = self._register.sealer(act.incident_id)
        with self._register.writing() as connection:
            if commands.is_handled(connection, act.command_id):
                return
            words = commands.words_of(connection, sealer, act.command_id)
            if act.act == "acknowledged":
                _set(connection, act.merchant_id, acknowledged_at=act.at)
            elif act.act == "chosen":
                _record_choice(connection, sealer, act, words)
            else:
                _record_report(connection, act, words)
            line = audit.AuditLine(
                at=act.at,
                actor=act.actor,
                action=f"merchant.{act.act}",
                subject=act.merchant_id,
                detail={"choice": act.choice, "filing": act.includes_filing},
            )
            audit.append(connection, sealer, act.incident_id, line)
            commands.mark_handled(connection, act.command_id, "done")


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
    terms = {key: value for key, value in words.items() if key != "given_by"}
    connection.execute(
        insert(mandates).values(
            id=identity,
            incident_id=act.incident_id,
            party_id=act.merchant_id,
            given_at=act.at,
            given_by=sealer.seal("mandates", "given_by", identity, str(words.get("given_by", ""))),
            includes_filing=act.includes_filing,
            terms=sealer.seal("mandates", "terms", identity, json.dumps(terms, ensure_ascii=False)),
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
