"""Mail by a server of one's own or of a second provider, over SMTP, behind `Mailer`.

One message a person, one person a batch. The server is to be a relay that keeps what it took and
tries on by itself; what became of it comes back as reports into a mailbox
(`activities.bounce_mailbox`), and what brings no report is accepted-unconfirmed after its time.

What is certain decides the result: before the text has begun to leave, nothing was taken; once it
has, only the server's answer tells. Sources: RFC 5321, RFC 3461 (delivery reports), RFC 3463.
"""

import re
import smtplib
import ssl
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from activities.crash_points import DURING_REQUEST, NO_CRASH, CrashPoints
from activities.mailer import (
    Accepted,
    Batch,
    Pause,
    PutOff,
    Recipient,
    Refused,
    RetryAfter,
    SendResult,
    Undeliverable,
    Unknown,
)
from activities.message_ids import MessageIds
from activities.smtp_messages import message_of
from domain.person_fields import PersonFieldError
from domain.smtp_servers import Security, SmtpServer

OK, WILL_FORWARD, START_INPUT = 250, 251, 354
_PERMANENT = 500
# RFC 3463: what is wrong with the address or with the mailbox itself; all else is about us.
_ABOUT_THE_ADDRESS = re.compile(r"^[45]\.[12]\.\d{1,3}\b")
_ENHANCED = re.compile(r"^[245]\.\d{1,3}\.\d{1,3}\b")
_MAILBOX_CODES = frozenset({450, 550, 551, 553})
_IDLE_SECONDS = 20.0
"""An older connection is not used again: the server may have closed it meanwhile."""


@dataclass(frozen=True, slots=True)
class SmtpSetUp:
    """A server, how long each step may take, where reports go, and whom we trust with TLS.

    `ca_file`: certificates of one's own authorities in place of the system's.
    """

    server: SmtpServer
    timeout_seconds: float
    return_path: str
    ca_file: Path | None = None


class SmtpMailer:
    """Sends one mail at a time; each thread keeps a connection for as long as it is in use."""

    def __init__(
        self, set_up: SmtpSetUp, ids: MessageIds, crash_points: CrashPoints = NO_CRASH
    ) -> None:
        self._set_up = set_up
        self._ids = ids
        self._crash_points = crash_points
        self._own = threading.local()

    def send(self, batch: Batch) -> SendResult:
        """Send the mail of the one person of a batch, once.

        Raises ValueError for a batch of more than one.
        """
        (recipient,) = batch.recipients
        message_id = self._ids.message_id(recipient.argument)
        try:
            content = message_of(batch, recipient, message_id, time.time())
        except PersonFieldError as error:
            return Refused(str(error))
        except ValueError:
            return Undeliverable("the address cannot stand in a mail")
        try:
            result = self._hand_over(recipient, content, message_id)
        except smtplib.SMTPAuthenticationError:
            result = Pause("the mail server refuses our name or password")
        except (OSError, smtplib.SMTPException):
            # From where the text begins to leave, `_hand_over` answers itself.
            result = RetryAfter()
        if not isinstance(result, Accepted | Undeliverable | PutOff):
            self._hang_up()
        return result

    def _hand_over(self, recipient: Recipient, content: bytes, message_id: str) -> SendResult:
        connection = self._connection()
        envelope = _Envelope(connection, self._set_up.return_path, self._ids)
        refused = envelope.open(recipient)
        if refused is not None:
            return self._ended(connection, refused)
        code, text = connection.docmd("DATA")
        if code != START_INPUT:
            return self._ended(connection, _meaning(code, text))
        try:
            connection.send(_dotted(content))
            self._crash_points.reach(DURING_REQUEST)
            code, text = connection.getreply()
        except (OSError, smtplib.SMTPException):
            return Unknown()
        self._own.used_at = time.monotonic()
        return Accepted(message_id) if code == OK else self._ended(connection, _meaning(code, text))

    def _ended(self, connection: smtplib.SMTP, result: SendResult) -> SendResult:
        """The server took nothing: the envelope is closed, so that the next mail has its own."""
        try:
            connection.rset()
        except (OSError, smtplib.SMTPException):
            self._hang_up()
        return result

    def _connection(self) -> smtplib.SMTP:
        known: smtplib.SMTP | None = getattr(self._own, "connection", None)
        if known is not None and self._is_fresh() and _still_there(known):
            return known
        self._hang_up()
        self._own.connection = connection = self._connect()
        self._own.used_at = time.monotonic()
        return connection

    def _is_fresh(self) -> bool:
        return bool(time.monotonic() - self._own.used_at < _IDLE_SECONDS)

    def _connect(self) -> smtplib.SMTP:
        server, seconds = self._set_up.server, self._set_up.timeout_seconds
        context = ssl.create_default_context(cafile=self._set_up.ca_file)
        connection: smtplib.SMTP
        if server.security is Security.TLS:
            connection = smtplib.SMTP_SSL(
                server.host, server.port, timeout=seconds, context=context
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=seconds)
        try:
            if server.security is Security.STARTTLS:
                connection.starttls(context=context)
            connection.ehlo_or_helo_if_needed()
            if server.user:
                connection.login(server.user, server.password)
        except BaseException:
            connection.close()
            raise
        return connection

    def _hang_up(self) -> None:
        known: smtplib.SMTP | None = getattr(self._own, "connection", None)
        if known is not None:
            known.close()
        self._own.connection = None


class _Envelope:
    """MAIL and RCPT of one message, with the id that reports come back under."""

    def __init__(self, connection: smtplib.SMTP, return_path: str, ids: MessageIds) -> None:
        self._connection = connection
        self._return_path = return_path
        self._ids = ids

    def open(self, recipient: Recipient) -> SendResult | None:
        """Name sender and recipient; why the server does not want them, or None."""
        reports = self._connection.has_extn("dsn")
        token = self._ids.token(recipient.argument)
        about_mail: Sequence[str] = ["RET=HDRS", f"ENVID={token}"] if reports else []
        if not recipient.mail.isascii():
            if not self._connection.has_extn("smtputf8"):
                return Undeliverable("the server takes no address of this kind")
            about_mail = [*about_mail, "SMTPUTF8"]
        code, text = self._connection.mail(self._return_path, about_mail)
        if code != OK:
            # Whatever is wrong here is about us, not about the recipient.
            return _about_us(code)
        wanted: Sequence[str] = ["NOTIFY=FAILURE,DELAY"] if reports else []
        code, text = self._connection.rcpt(recipient.mail, wanted)
        return None if code in {OK, WILL_FORWARD} else _meaning(code, text)


def _meaning(code: int, text: bytes) -> SendResult:
    """What a refusal is about: one address, or us and therefore everybody.

    One that is about us must fail nobody. Without a code of RFC 3463 the replies of RFC 5321 that
    speak of a mailbox are about the address, every other one is taken to be about us.
    """
    said = text.decode("ascii", "replace").lstrip()
    enhanced = _ENHANCED.match(said) is not None
    about_address = bool(_ABOUT_THE_ADDRESS.match(said)) if enhanced else code in _MAILBOX_CODES
    if not about_address:
        return _about_us(code)
    return PutOff() if code < _PERMANENT else Undeliverable(f"refused ({code})")


def _about_us(code: int) -> SendResult:
    if code < _PERMANENT:  # also "closing" (421), and -1 of a connection that was lost
        return RetryAfter()
    return Pause(f"the mail server refuses our mail ({code})")


def _still_there(connection: smtplib.SMTP) -> bool:
    try:
        return connection.noop()[0] == OK
    except (OSError, smtplib.SMTPException):
        return False


def _dotted(content: bytes) -> bytes:
    """The text as DATA wants it: a dot that begins a line is doubled (RFC 5321 4.5.2)."""
    body = re.sub(rb"(?m)^\.", b"..", content)
    return body + (b"" if body.endswith(b"\r\n") else b"\r\n") + b".\r\n"
