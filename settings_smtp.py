"""The settings of a second way for mail: an SMTP server, and the mailbox that it reports into."""

import re
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings

from domain.smtp_servers import SmtpServer, parse_smtp_url
from settings_complaints import PREFIX

_MAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
_RESERVED_DOMAIN = re.compile(r"[@.](example(\.(com|jp|net|org))?|invalid|test)$", re.IGNORECASE)


class SmtpSettings(BaseSettings):
    """What a sender over SMTP needs; without a URL there is none."""

    is_rehearsal: bool = Field(default=False, description="true or false")
    sender_mail: str = Field(
        "notice@example.jp",
        pattern=_MAIL,
        description="one mail address such as notice@your-company.co.jp",
    )
    smtp_url: SecretStr | None = Field(
        None,
        description="smtps://user:password@host:465 or smtp+starttls://…:587; smtp:// to this "
        "machine only",
    )
    smtp_return_path: str | None = Field(
        None, pattern=_MAIL, description="the one mail address that delivery reports come back to"
    )
    smtp_reports_dir: Path | None = Field(
        None, description="the folder (Maildir) into which delivery reports are delivered"
    )
    smtp_ca_file: Path | None = Field(
        None, description="a file of certificates (PEM) that your mail server's is signed by"
    )
    smtp_timeout_seconds: float = Field(
        30.0, ge=1, le=300, description="a number of seconds from 1 to 300"
    )
    smtp_messages_per_minute: int = Field(
        600, ge=1, le=60_000, description="a whole number of messages from 1 to 60000"
    )

    @property
    def smtp_server(self) -> SmtpServer | None:
        """The mail server; None where none is set."""
        return parse_smtp_url(self.smtp_url.get_secret_value()) if self.smtp_url else None

    @field_validator("smtp_url")
    @classmethod
    def _names_a_server(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            parse_smtp_url(value.get_secret_value())
        return value

    @field_validator("smtp_reports_dir", "smtp_ca_file")
    @classmethod
    def _from_the_root(cls, value: Path | None) -> Path | None:
        return value and value.expanduser().absolute()

    @model_validator(mode="after")
    def _stays_here_or_is_ours(self) -> Self:
        server = self.smtp_server
        if server is None or server.stays_here:
            return self
        if self.is_rehearsal:
            raise ValueError(
                f"{PREFIX}SMTP_URL must stay on this machine in a rehearsal: "
                "a rehearsal never reaches a real provider."
            )
        if is_reserved(self.sender_mail):
            raise ValueError(
                f"{PREFIX}SENDER_MAIL must be an address of your own, since {PREFIX}SMTP_URL is "
                "set and mail would really leave."
            )
        return self


def is_reserved(mail: str) -> bool:
    """Whether an address is of a domain that belongs to nobody (RFC 2606)."""
    return _RESERVED_DOMAIN.search(mail) is not None
