"""Payloads of documents: draft, review, approval, issue, receipt."""

from datetime import datetime

from contracts.payloads import Command, Outcome, Payload
from domain.casetime import CaseClock


class PrepareDocument(Command):
    """Draft a document from the ledger.

    `addressees`: party ids for notices, the authority's party id for filings, none for releases.
    `on_behalf_of`: the parties for whom a filing is made jointly or by proxy.
    """

    kind: str
    addressees: tuple[str, ...] = ()
    on_behalf_of: tuple[str, ...] = ()


class DocumentPrepared(Payload):
    """Where the new document is to be found."""

    document_id: str
    number: int


class Issue(Payload):
    """An issue on its way out; checked against the register in the same moment.

    `looked_at` is when somebody looks again at what it left unsettled: mails that leave only then
    are claimed at that time.
    """

    incident_id: str
    document_id: str
    command_id: str
    actor: str
    approvers: tuple[str, ...]
    at: datetime
    looked_at: datetime | None = None


class DocumentInput(Payload):
    """Input of `DocumentWorkflow`, and what it continues with.

    `issue` is the one that left mails in doubt, where the workflow has to look after these.
    """

    incident_id: str
    document_id: str
    number: int
    kind: str
    author: str
    approvers: tuple[str, ...]
    addressees: tuple[str, ...] = ()
    on_behalf_of: tuple[str, ...] = ()
    merchant_shards: int = 0
    clock: CaseClock = CaseClock()
    state: str = "draft"
    binding_digest: str = ""
    approved_by: tuple[str, ...] = ()
    handled: tuple[Outcome, ...] = ()
    issue: Issue | None = None


class DraftDocument(Payload):
    """Render a document from the newest ledger revision."""

    incident_id: str
    document_id: str
    number: int
    kind: str
    author: str
    addressees: tuple[str, ...]
    on_behalf_of: tuple[str, ...]
    at: datetime


class Drafted(Payload):
    """What the draft binds; an approval of another digest is void.

    `withheld` are the keys of facts that it would publish and may not: there is no text then, and
    the digest is empty.
    """

    binding_digest: str
    ledger_revision: int
    withheld: tuple[str, ...] = ()


class ApproveDocument(Command):
    """Approve, or reject, exactly the text with this digest; a comment stands in the register."""

    binding_digest: str
    approves: bool = True


class RecordApproval(Payload):
    """An approval on its way to the register, which checks it."""

    incident_id: str
    document_id: str
    command_id: str
    actor: str
    approvers: tuple[str, ...]
    binding_digest: str
    approves: bool
    at: datetime


class ApprovalRecorded(Payload):
    """Who has approved the present text, and whether that is everybody needed."""

    approved_by: tuple[str, ...]
    complete: bool


class IssueDocument(Command):
    """Let the approved document leave the house."""


class Issued(Payload):
    """What left: merchants told (ids), or how many have a retraction."""

    merchant_ids: tuple[str, ...] = ()
    retracted: int = 0
    unsettled: int = 0


class WithdrawDocument(Command):
    """Take a document back that was not issued; the reason stands under the command id."""


class Withdrawal(Payload):
    """A withdrawal on its way to the register.

    `draft` names the document, also where its draft was never finished.
    """

    command_id: str
    actor: str
    draft: DraftDocument


class ScopeRetraction(Payload):
    """To whom does a retraction of this kind go? The register knows who was warned.

    `addressees` narrows it to these parties; empty means everybody who is owed one.
    """

    incident_id: str
    command_id: str
    actor: str
    kind: str
    addressees: tuple[str, ...]
    at: datetime


class RetractionScope(Payload):
    """The addressees of a retraction, and for whom a withdrawal of a filing is made."""

    addressees: tuple[str, ...] = ()
    on_behalf_of: tuple[str, ...] = ()


class FilingScope(Payload):
    """May a filing be made for these merchants? Their mandates say so, at a case time."""

    incident_id: str
    command_id: str
    actor: str
    kind: str
    on_behalf_of: tuple[str, ...]
    at: datetime


class DecideMails(Command):
    """Decide about a document's mails in doubt: `told`, or `send_again`.

    `party_ids` narrows it to these parties; empty means all that are in doubt.
    """

    decision: str
    party_ids: tuple[str, ...] = ()


class MailsDecision(Payload):
    """Such a decision on its way to the register."""

    incident_id: str
    document_id: str
    command_id: str
    actor: str
    decision: str
    party_ids: tuple[str, ...]
    at: datetime


class RecordReceipt(Command):
    """A filing's submission time and receipt number; they stand under the command id."""


class Receipt(Payload):
    """A receipt on its way to the register."""

    incident_id: str
    document_id: str
    command_id: str
    actor: str
    at: datetime


class FactsMoved(Payload):
    """Signal: the ledger has a new revision; drafts render again."""

    revision: int
    at: datetime
