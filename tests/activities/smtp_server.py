"""A real mail server on loopback (aiosmtpd) that can be told to answer badly."""

import ipaddress
import ssl
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.activities.wave_runner import free_port

LOST = "LOST"
USER, PASSWORD = "shirase", "correct horse"


@dataclass
class MailServer:
    """What came, and what is answered next at each step; a step without an answer is fine."""

    port: int = 0
    messages: list[tuple[Envelope, Message]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    next_mail: deque[str] = field(default_factory=deque)
    next_rcpt: deque[str] = field(default_factory=deque)
    next_data: deque[str] = field(default_factory=deque)
    lost_after_taking: int = 0

    @property
    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for _, message in self.messages]

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, host: str, answers: list[str]
    ) -> list[str]:
        del server, envelope
        session.host_name = host
        return [*answers[:-1], "250-DSN", answers[-1]]

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        del server, session
        if self.next_mail:
            return self.next_mail.popleft()
        envelope.mail_from, envelope.mail_options = address, list(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        del session
        answer = self.next_rcpt.popleft() if self.next_rcpt else "250 OK"
        if answer == LOST:
            _drop(server)
        elif answer.startswith("250"):
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
        return answer

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        del session
        answer = self.next_data.popleft() if self.next_data else "250 OK"
        if answer.startswith("250") or self.lost_after_taking:
            assert isinstance(envelope.content, bytes)
            self.messages.append((envelope, message_from_bytes(envelope.content, policy=default)))
        if answer == LOST or self.lost_after_taking:
            self.lost_after_taking = max(self.lost_after_taking - 1, 0)
            _drop(server)
        return answer


def _drop(server: SMTP) -> None:
    assert server.transport is not None
    server.transport.close()


def check(server: SMTP, session: Session, envelope: Envelope, how: str, data: Any) -> AuthResult:
    del server, session, envelope, how
    right = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
    return AuthResult(success=right, handled=False)


class _OwnOptions(SMTP):
    """aiosmtpd refuses options of DSN that it does not know; the handler takes them instead."""

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd's name
        self.event_handler.said.append(arg or "")
        await super().smtp_RCPT(arg)

    def _getparams(self, params: Any) -> dict[str, str | bool] | None:
        found = super()._getparams(params) or {}
        return {name: value for name, value in found.items() if name not in _DSN}


_DSN = {"RET", "ENVID", "NOTIFY", "ORCPT"}


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _OwnOptions(self.handler, **self.SMTP_kwargs)


@contextmanager
def mail_server(certificates: Path | None = None, **options: Any) -> Iterator[MailServer]:
    """A server that listens; with a folder for certificates it wants STARTTLS and a login."""
    handler = MailServer()
    if certificates is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(make_certificate(certificates))
        options |= {
            "tls_context": context,
            "require_starttls": True,
            "auth_required": True,
            "authenticator": check,
        }
    handler.port = free_port()
    controller = _Controller(handler, hostname="127.0.0.1", port=handler.port, **options)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()


def make_certificate(folder: Path) -> Path:
    """A certificate of one's own for 127.0.0.1, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    file.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return file
