"""What sending a batch of mails means here, whichever provider does it.

A provider is one file that implements `Mailer`; the closed list of results is all that the rest
of the house knows of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from domain.person_fields import PersonField
from domain.suppressions import Bypass


@dataclass(frozen=True, slots=True, repr=False)
class Recipient:
    """Who gets a mail, the values of the fields in it, and the opaque argument events come with."""

    mail: str
    argument: str
    values: Mapping[PersonField, str]


@dataclass(frozen=True, slots=True, repr=False)
class Batch:
    """One text for up to a thousand recipients, with markers where a person's fields belong.

    No address is in it twice. The subject has no fields. `bypass` names the provider's own lists
    of people to be left out that this mail goes past; those who complained are never among them.
    """

    incident_id: str
    sender_mail: str
    sender_name: str
    subject: str
    text: str
    html: str
    recipients: tuple[Recipient, ...]
    reply_to: str | None = None
    bypass: tuple[Bypass, ...] = (Bypass.UNSUBSCRIBES,)


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider took all of the batch; what becomes of each mail comes as events."""

    message_id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The provider took nothing and never will take this batch; the reason holds no value."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Sending had begun when the connection or the answer was lost: it may have been taken."""


@dataclass(frozen=True, slots=True)
class Undeliverable:
    """The provider knows at once that this one mail cannot arrive; the reason holds no value."""

    reason: str


@dataclass(frozen=True, slots=True)
class PutOff:
    """The provider takes this one mail not now, but others: it is for later."""


@dataclass(frozen=True, slots=True)
class Pause:
    """The provider took nothing and refuses us as a customer: key, account, suspension."""

    reason: str


@dataclass(frozen=True, slots=True)
class RetryAfter:
    """The provider certainly took nothing this time.

    `seconds` is what it asks us to wait; None when it, or the way to it, is out of order.
    """

    seconds: float | None = None


SendResult = Accepted | Refused | Undeliverable | PutOff | Unknown | Pause | RetryAfter
"""`Undeliverable` and `PutOff` are answers to a batch of one person only."""


class Mailer(Protocol):
    """Sends batches; never raises for what the provider or the network does."""

    def send(self, batch: Batch) -> SendResult:
        """Send a batch once, without a try of its own to repeat it."""
