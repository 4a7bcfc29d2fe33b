"""What sending a batch of mails means here, whichever provider does it.

A provider is one file that implements `Mailer`; the closed list of results is all that the rest
of the house knows of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from domain.person_fields import PersonField


@dataclass(frozen=True, slots=True, repr=False)
class Recipient:
    """Who gets a mail, the values of the fields in it, and the opaque argument events come with."""

    mail: str
    argument: str
    values: Mapping[PersonField, str]


@dataclass(frozen=True, slots=True, repr=False)
class Batch:
    """One text for up to a thousand recipients, with markers where a person's fields belong.

    No address is in it twice. The subject has no fields.
    """

    incident_id: str
    sender_mail: str
    sender_name: str
    subject: str
    text: str
    html: str
    recipients: tuple[Recipient, ...]
    reply_to: str | None = None


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
class Pause:
    """The provider took nothing and refuses us as a customer: key, account, suspension."""

    reason: str


@dataclass(frozen=True, slots=True)
class RetryAfter:
    """The provider certainly took nothing this time.

    `seconds` is what it asks us to wait; None when it, or the way to it, is out of order.
    """

    seconds: float | None = None


SendResult = Accepted | Refused | Unknown | Pause | RetryAfter


class Mailer(Protocol):
    """Sends batches; never raises for what the provider or the network does."""

    def send(self, batch: Batch) -> SendResult:
        """Send a batch once, without a try of its own to repeat it."""
