"""One mail to one contact: claimed, sent, settled; nobody gets the same one twice."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from activities.mailer import Accepted, Batch, Mailer, Pause, Recipient, Refused, RetryAfter
from activities.words import Rendered
from contracts.failures import FailureKind, failure
from contracts.names import dispatch_argument
from domain.notices import AttemptState
from register import dispatches
from register.parties import ContactRow
from register.person_rows import usable_mail
from register.store import Register

WAIT_AT_MOST_SECONDS = 20.0
TRIES = 4


@dataclass(frozen=True, slots=True, repr=False)
class Letterhead:
    """Who our single mails come from."""

    mail: str
    name: str


@dataclass(frozen=True, slots=True, repr=False)
class SingleMail:
    """A mail to one contact; `key` says what it is for, and is sent once."""

    incident_id: str
    key: str
    purpose: str
    contact: ContactRow
    words: Rendered
    at: datetime
    document_id: str | None = None


class Dispatcher:
    """Sends single mails through the provider."""

    def __init__(self, register: Register, mailer: Mailer, letterhead: Letterhead) -> None:
        self._register = register
        self._mailer = mailer
        self._letterhead = letterhead

    def send_all(self, mails: Iterable[SingleMail]) -> int:
        """Send whatever was not claimed before; returns how many left now.

        Raises a failure of the closed set when the provider is away or refuses us: what was not
        claimed yet is then sent by the next try.
        """
        return sum(self._send(mail) for mail in mails)

    def _send(self, mail: SingleMail) -> bool:
        with self._register.writing() as connection:
            dispatch_id = dispatches.claim(
                connection,
                mail.incident_id,
                mail.key,
                mail.purpose,
                mail.contact.id,
                mail.document_id,
                mail.at,
            )
        if dispatch_id is None:
            return False
        result = self._post(self._batch(mail, dispatch_id))
        if isinstance(result, Pause | RetryAfter):
            with self._register.writing() as connection:
                dispatches.release(connection, dispatch_id)
            raise _away(result)
        state = _state_of(result)
        with self._register.writing() as connection:
            dispatches.settle(connection, dispatch_id, state, mail.at)
        return state is AttemptState.ACCEPTED

    def _post(self, batch: Batch) -> object:
        """Try until the provider has taken or refused it; it certainly took nothing in between."""
        result: object = None
        for _ in range(TRIES):
            result = self._mailer.send(batch)
            if not isinstance(result, RetryAfter):
                return result
            time.sleep(min(result.seconds or 1.0, WAIT_AT_MOST_SECONDS))
        return result

    def _batch(self, mail: SingleMail, dispatch_id: str) -> Batch:
        # Old addresses of Japanese carriers need quotes; of others the provider is the judge.
        address = usable_mail(mail.contact.mail) or mail.contact.mail
        recipient = Recipient(mail=address, argument=dispatch_argument(dispatch_id), values={})
        return Batch(
            incident_id=mail.incident_id,
            sender_mail=self._letterhead.mail,
            sender_name=self._letterhead.name,
            subject=mail.words.subject,
            text=mail.words.text,
            html=mail.words.html,
            recipients=(recipient,),
        )


def _state_of(result: object) -> AttemptState:
    if isinstance(result, Accepted):
        return AttemptState.ACCEPTED
    if isinstance(result, Refused):
        return AttemptState.REFUSED
    return AttemptState.UNKNOWN


def _away(result: Pause | RetryAfter) -> Exception:
    if isinstance(result, Pause):
        return failure(
            FailureKind.PROVIDER_UNAVAILABLE, f"the provider refuses us: {result.reason}"
        )
    return failure(FailureKind.PROVIDER_UNAVAILABLE, "the mail provider does not answer")
