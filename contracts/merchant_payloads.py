"""Payloads of merchants: told, reminded, acknowledged, chosen, reported."""

from datetime import datetime

from contracts.payloads import Command, Outcome, Payload
from contracts.policy import MerchantCare
from domain.casetime import CaseClock


class MerchantEntry(Payload):
    """Where one merchant stands."""

    merchant_id: str
    told_at: datetime | None = None
    reminders: int = 0
    escalated: bool = False
    acknowledged: bool = False
    choice: str = ""


class MerchantsInput(Payload):
    """Input of `MerchantsWorkflow`, and what it continues with."""

    incident_id: str
    shard: int
    care: MerchantCare
    entries: tuple[MerchantEntry, ...]
    clock: CaseClock = CaseClock()
    handled: tuple[Outcome, ...] = ()


class MerchantsTold(Payload):
    """Signal: the notice has been handed to the mail provider for these merchants."""

    merchant_ids: tuple[str, ...]
    at: datetime


class MerchantsChanged(Payload):
    """Signal: these merchants have come in, or have no choice in force any more."""

    added: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()


class AcknowledgeMerchant(Command):
    """The merchant confirms that the notice reached it."""

    merchant_id: str


class ChooseForPeople(Command):
    """The merchant decides: it notifies its people itself, or gives us its mandate.

    Who gave it and on what terms stands in the register under the command id.
    """

    merchant_id: str
    choice: str
    includes_filing: bool = False


class MerchantReport(Command):
    """The merchant tells what it did itself: published, filed, notified its people."""

    merchant_id: str
    what: str


class MerchantAct(Payload):
    """A merchant's act on its way to the register."""

    incident_id: str
    merchant_id: str
    command_id: str
    actor: str
    act: str
    choice: str = ""
    includes_filing: bool = False
    at: datetime


class RemindMerchants(Payload):
    """Remind merchants that have not answered; `number` is 1 for the first time."""

    incident_id: str
    merchant_ids: tuple[str, ...]
    number: int
    at: datetime


class EscalateMerchants(Payload):
    """Send staff after merchants that stay silent."""

    incident_id: str
    merchant_ids: tuple[str, ...]
    roles: tuple[str, ...]
    at: datetime
