"""What merchants do, entered into the register: acknowledgements, choices, mandates, reports."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update
from temporalio import activity
from ulid import ULID

from contracts.failures import refused
from contracts.incident_activities import MerchantActivities
from contracts.merchant_payloads import MerchantAct
from domain.mandates import MandateTerms
from domain.parties import MerchantChoice
from domain.receipts import receipt_problem
from register import audit, commands
from register.handover import confirm_hand_over, hand_over
from register.permissions import why_not_for_merchant
from register.store import Register
from register.tables_incident import mandates, merchants
from sealing.values import ValueSealer

FILED = frozenset({"preliminary_filed", "final_filed"})
FILING_WORDS = ("submitted_at", "receipt_number", "no_receipt")
OTHER_TERMS = (
    "a mandate of this merchant is in force on other terms: withdraw it before recording another"
)


class RegisterMerchantActivities(MerchantActivities):
    """On the register."""

    def __init__(self, register: Register) -> None:
        self._register = register

    @activity.defn
    def record_merchant_act(self, act: MerchantAct) -> None:
        """The act with its audit line, once, in one transaction.

        The same mandate or report once more changes nothing. Refused, with an audit line: a
        mandate that lacks what a mandate needs, and one on other terms than the one in force.
        """
        sealer = self._register.sealer(act.incident_id)
        with self._register.writing() as connection:
            words = commands.words_of(connection, sealer, act.command_id)
            reason = why_not_for_merchant(
                connection, sealer, act.incident_id, act.actor, act.merchant_id
            ) or _why_not(connection, sealer, act, words)
            if not commands.is_handled(connection, act.command_id):
                if not reason:
                    _record(connection, sealer, act, words)
                outcome: audit.Outcome = "refused" if reason else "done"
                detail = {"choice": act.choice, "filing": act.includes_filing, "why": reason}
                detail |= {name: str(words[name]) for name in FILING_WORDS if name in words}
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


def _why_not(
    connection: Connection, sealer: ValueSealer, act: MerchantAct, words: dict[str, Any]
) -> str:
    if act.act in FILED:
        return _why_no_filing(act, words)
    if act.act != "chosen" or act.choice != MerchantChoice.MANDATE:
        return ""
    terms = MandateTerms.model_validate(words)
    if missing := terms.missing():
        return f"this is no mandate yet: it lacks {', '.join(missing)}"
    standing = _mandate_in_force(connection, sealer, act.merchant_id)
    if standing not in {None, (terms, act.includes_filing)}:
        return OTHER_TERMS
    return ""


def _why_no_filing(act: MerchantAct, words: dict[str, Any]) -> str:
    """A filing is evidence only with its time and what the authority gave for it."""
    said = str(words.get("submitted_at", ""))
    if not said:
        return "a filing is recorded with the time of its submission: name it"
    submitted_at = _moment(said)
    if submitted_at is None:
        return "a time of submission is written with its zone, like 2026-01-09T12:00+09:00"
    if submitted_at > act.at:
        return "a filing lies in the past: record it once it has been submitted"
    if not (_said(words, "receipt_number") or _said(words, "no_receipt")):
        return "a filing has a receipt number; where the authority gave none, say why"
    number = _said(words, "receipt_number")
    return receipt_problem(number) if number else ""


def _said(words: dict[str, Any], name: str) -> str:
    return str(words.get(name) or "").strip()


def _moment(said: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return None
    return moment if moment.utcoffset() is not None else None


def _mandate_in_force(
    connection: Connection, sealer: ValueSealer, merchant_id: str
) -> tuple[MandateTerms, bool] | None:
    """Its terms, and whether it includes filings."""
    row = connection.execute(
        select(mandates).where(
            mandates.c.party_id == merchant_id, mandates.c.withdrawn_at.is_(None)
        )
    ).first()
    if row is None:
        return None
    terms = sealer.open("mandates", "terms", row.id, row.terms)
    return MandateTerms.model_validate_json(terms), row.includes_filing


def _record(
    connection: Connection, sealer: ValueSealer, act: MerchantAct, words: dict[str, Any]
) -> None:
    if act.act == "acknowledged":
        _set(connection, act.merchant_id, acknowledged_at=_acknowledged(connection, act))
    elif act.act == "chosen":
        _record_choice(connection, sealer, act, words)
    else:
        _record_report(connection, act, words)


def _record_choice(
    connection: Connection, sealer: ValueSealer, act: MerchantAct, words: dict[str, Any]
) -> None:
    chosen = connection.execute(
        select(merchants.c.choice, merchants.c.chosen_at).where(
            merchants.c.party_id == act.merchant_id
        )
    ).one()
    _set(
        connection,
        act.merchant_id,
        choice=act.choice,
        # The same choice once more: its first time counts.
        chosen_at=chosen.chosen_at if chosen.choice == act.choice else act.at,
        acknowledged_at=_acknowledged(connection, act),
    )
    if act.choice == MerchantChoice.MANDATE and _mandate_in_force(
        connection, sealer, act.merchant_id
    ):
        return
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


def _acknowledged(connection: Connection, act: MerchantAct) -> datetime:
    """When the merchant acknowledged; the first time counts."""
    first: datetime | None = connection.execute(
        select(merchants.c.acknowledged_at).where(merchants.c.party_id == act.merchant_id)
    ).scalar_one()
    return first or act.at


def _record_report(connection: Connection, act: MerchantAct, words: dict[str, Any]) -> None:
    reports = connection.execute(
        select(merchants.c.reports).where(merchants.c.party_id == act.merchant_id)
    ).scalar_one()
    earlier = dict(reports.get(act.act, {}))
    first_at = earlier.pop("at", None)
    # What somebody wrote stands in the audit log, where it is sealed.
    said = {name: value for name, value in words.items() if name != "no_receipt"}
    at = first_at if earlier == said and first_at else act.at.isoformat()
    report = {"at": at, **said}
    _set(connection, act.merchant_id, reports={**reports, act.act: report})
    if act.act == "people_notified":
        confirm_hand_over(connection, act.incident_id, act.merchant_id)


def _set(connection: Connection, merchant_id: str, **values: object) -> None:
    connection.execute(
        update(merchants).where(merchants.c.party_id == merchant_id).values(**values)
    )
