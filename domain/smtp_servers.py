"""Where a mail server stands and how we speak to it, read from one URL.

`smtps://user:password@mail.example.jp:465` is TLS from the first byte; `smtp+starttls://…:587`
asks for it and goes no further without it; `smtp://…` is plain, to this machine only.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from domain.loopback import is_loopback_host


class Security(StrEnum):
    """How what is said on the way is kept from others."""

    TLS = "smtps"
    STARTTLS = "smtp+starttls"
    PLAIN = "smtp"


_PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.PLAIN: 25}


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A mail server; without a user nobody logs in."""

    host: str
    port: int
    security: Security
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @property
    def stays_here(self) -> bool:
        """Whether mail to it does not leave this machine by that alone."""
        return is_loopback_host(self.host)


def parse_smtp_url(url: str) -> SmtpServer:
    """The server that a URL names.

    Raises ValueError, without a value, for any other URL, and for a plain one to another machine.
    """
    parts = urlsplit(url)
    misleading = "\\" in url or any(sign.isspace() for sign in url)
    if misleading or parts.scheme not in set(Security) or not parts.hostname:
        raise ValueError("not the URL of a mail server")
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ValueError("a mail server's URL ends with its port")
    security = Security(parts.scheme)
    server = SmtpServer(
        host=parts.hostname,
        port=parts.port or _PORTS[security],
        security=security,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
    if security is Security.PLAIN and not server.stays_here:
        raise ValueError("a mail server on another machine is spoken to under TLS only")
    return server
