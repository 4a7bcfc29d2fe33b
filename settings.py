"""The settings of one Shirase: one frozen model, and the only reader of `SHIRASE_*` variables.

Promises: a setting that cannot work stops the start with a sentence that names the variable and
what would be right; no sentence and no `repr` shows a value that could be secret; a rehearsal
(demo, replay, drill, test, bench) never reads the environment and never reaches a real provider.
"""

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from domain.alert_targets import AlertTarget, parse_targets
from domain.envelopes import Window, parse_window
from domain.loopback import host_of, is_loopback
from settings_complaints import PREFIX, SettingsError, complaints, unknown_variables
from settings_publishing import PublishingSettings
from settings_smtp import is_reserved

SENDGRID_URL = "https://api.sendgrid.com"
MAILROOM_API_KEY = "mailroom"

Port = Annotated[int, Field(ge=1, le=65_535, description="a port number from 1 to 65535")]


def _default_database_url(known: Mapping[str, Any]) -> str:
    return f"sqlite:///{known['data_dir'] / 'register.db'}"


def _default_sendgrid_url(known: Mapping[str, Any]) -> str:
    return f"http://127.0.0.1:{known['mailroom_port']}" if known["is_rehearsal"] else SENDGRID_URL


class Settings(PublishingSettings):
    """Everything one Shirase can be told from outside; the descriptions say what is right.

    Temporal's own connection is not here: see `hosting.temporal_connection`.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        validate_default=True,
    )

    data_dir: Path = Field(Path(".data"), description="a folder that this user may write to")
    intake_port: Port = 8431
    mailroom_port: Port = 8432
    codec_port: Port = 8433
    temporal_port: Port = 7233
    temporal_ui_port: Port = 8233
    # Kept out of `repr`: the URL of a PostgreSQL register may hold a password.
    database_url: str = Field(
        default_factory=_default_database_url,
        repr=False,
        pattern=r"^(sqlite|postgresql)(\+[a-z0-9]+)?://",
        description="a database URL that begins with sqlite:/// or postgresql+psycopg://",
    )
    master_key: SecretStr | None = Field(
        None, description="32 random bytes in base64 (older keys after it, with commas)"
    )
    sendgrid_api_key: SecretStr | None = Field(None, description="a SendGrid API key")
    sendgrid_url: str = Field(
        default_factory=_default_sendgrid_url,
        description="an https URL (http only to this machine), without user name or path tricks",
    )
    sendgrid_webhook_key: str | None = Field(
        None, description="the public key of SendGrid's signed Event Webhook, in base64"
    )
    sendgrid_timeout_seconds: float = Field(
        30.0, ge=1, le=300, description="a number of seconds from 1 to 300"
    )
    mail_batch_size: int = Field(
        1000, ge=1, le=1000, description="a whole number from 1 to 1000, SendGrid's own limit"
    )
    mail_requests_per_minute: int = Field(
        600, ge=1, le=60_000, description="a whole number of requests from 1 to 60000"
    )
    sender_name: str = Field("Shirase", min_length=1, description="the name a mail comes from")
    temporal_namespace: str = Field(
        "shirase",
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{1,254}$",
        description="a Temporal namespace: letters, digits, dot, hyphen and underscore",
    )
    task_queue: str = Field("shirase", min_length=1, description="a task queue name")
    retention_days: int = Field(90, ge=1, le=3650, description="a number of days from 1 to 3650")
    heartbeat_url: str | None = Field(None, description="an https URL, or http to this machine")
    alert_urls: SecretStr | None = Field(
        None,
        description="addresses in Apprise's form with blanks between them, each alone or after "
        "a staff role, such as commander=slack://…; to this machine only in a rehearsal",
    )
    language: Literal["ja", "en"] = Field("ja", description="ja or en")
    regimes_dir: Path | None = Field(
        None, description="a folder that holds rule files of your own (docs/regimes.md)"
    )
    templates_dir: Path | None = Field(
        None, description="an existing folder with templates of your own (docs/templates.md)"
    )
    letter_window: str = Field(
        "20,12,90,45",
        pattern=r"^\d{1,3}(,\d{1,3}){3}$",
        description="the window of your envelopes in millimetres from the upper left corner: left, "
        "top, width, height; 20,12,90,45 is the usual one of a long envelope No. 3 (長形3号)",
    )
    letters_a_file: int = Field(250, ge=1, le=2000, description="a whole number from 1 to 2000")
    webhook_settle_seconds: int = Field(72 * 3600, ge=1, description="whole seconds from 1 on")
    crash_point: str = Field("", description="empty, or a crash point that a rehearsal obeys")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="DEBUG, INFO, WARNING or ERROR"
    )

    @classmethod
    def load(cls) -> "Settings":
        """The settings as the environment gives them.

        Raises:
            SettingsError: a variable is unknown, or its value cannot work.
        """
        if unknown := unknown_variables(os.environ, Settings.model_fields):
            raise SettingsError(unknown)
        return _of_environment(Path.cwd(), tuple(sorted(os.environ.items())))

    @classmethod
    def rehearsal(cls, data_dir: Path, **values: Any) -> "Settings":
        """Settings of a rehearsal in its own folder, with its own namespace and its own key.

        The environment is ignored completely; `values` are fields by name.

        Raises:
            SettingsError: a value cannot work, or would reach a real provider.
        """
        own = {
            "temporal_namespace": "shirase-rehearsal",
            "task_queue": "shirase-rehearsal",
            "sendgrid_api_key": MAILROOM_API_KEY,
        }
        return _built(
            _RehearsalSettings, **{**own, **values, "data_dir": data_dir, "is_rehearsal": True}
        )

    def with_mailroom(self, webhook_key: str) -> Self:
        """These settings, sending to the local mailroom; `webhook_key` signs its events."""
        return self.model_copy(
            update={
                "sendgrid_url": self.mailroom_url,
                "sendgrid_api_key": SecretStr(MAILROOM_API_KEY),
                "sendgrid_webhook_key": webhook_key,
            }
        )

    def to_environment(self) -> dict[str, str]:
        """The `SHIRASE_*` variables from which a child process loads equal settings."""
        return {
            PREFIX + name.upper(): _as_text(value)
            for name in type(self).model_fields
            if (value := getattr(self, name)) is not None
        }

    @property
    def window_of_envelopes(self) -> Window:
        """Where the window of the envelopes for letters lies."""
        return parse_window(self.letter_window)

    @property
    def alert_targets(self) -> tuple[AlertTarget, ...]:
        """Where alerts go beside the mail."""
        return parse_targets(self.alert_urls.get_secret_value()) if self.alert_urls else ()

    @property
    def uses_mailroom(self) -> bool:
        """Whether mail stays in the local mailroom: always in a rehearsal, else with no API key."""
        return self.is_rehearsal or self.sendgrid_api_key is None

    @property
    def key_file(self) -> Path:
        """Where the master key is kept when the environment gives none."""
        return self.data_dir / "master.key"

    @property
    def intake_url(self) -> str:
        """Where the intake listens."""
        return f"http://127.0.0.1:{self.intake_port}"

    @property
    def mailroom_url(self) -> str:
        """Where the mailroom listens."""
        return f"http://127.0.0.1:{self.mailroom_port}"

    @property
    def codec_url(self) -> str:
        """Where the codec server of the Temporal UI listens."""
        return f"http://127.0.0.1:{self.codec_port}"

    def log_file(self, process: str) -> Path:
        """The log of one process of the house."""
        return self.data_dir / "logs" / f"{process}.log"

    def ready_file(self, process: str) -> Path:
        """The file into which a process writes its pid once it works."""
        return self.data_dir / "run" / f"{process}.ready"

    @field_validator("data_dir", "regimes_dir", "templates_dir")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        return value and value.expanduser().absolute()

    @field_validator("templates_dir")
    @classmethod
    def _is_there(cls, value: Path | None) -> Path | None:
        if value is None or value.is_dir():
            return value
        raise ValueError

    @field_validator("sendgrid_url", "heartbeat_url")
    @classmethod
    def _encrypted_or_local(cls, value: str | None) -> str | None:
        if value is None or is_loopback(value) or (value.startswith("https:") and host_of(value)):
            return value
        raise ValueError

    @field_validator("letter_window")
    @classmethod
    def _holds_an_address(cls, value: str) -> str:
        parse_window(value)
        return value

    @field_validator("alert_urls")
    @classmethod
    def _are_addresses(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            parse_targets(value.get_secret_value())
        return value

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        ports = [name for name in type(self).model_fields if name.endswith("_port")]
        if len({getattr(self, name) for name in ports}) < len(ports):
            named = ", ".join(PREFIX + name.upper() for name in ports)
            raise ValueError(f"{named} must all differ.")
        if self.is_rehearsal and not is_loopback(self.sendgrid_url):
            raise ValueError(
                f"{PREFIX}SENDGRID_URL must stay on this machine in a rehearsal: "
                "a rehearsal never reaches a real provider."
            )
        if self.is_rehearsal and self.heartbeat_url is not None:
            raise ValueError(f"{PREFIX}HEARTBEAT_URL must not be set in a rehearsal.")
        if self.is_rehearsal and not all(target.stays_here for target in self.alert_targets):
            raise ValueError(
                f"{PREFIX}ALERT_URLS must stay on this machine in a rehearsal: "
                "a rehearsal alerts nobody outside."
            )
        sends_for_real = self.sendgrid_api_key is not None and not is_loopback(self.sendgrid_url)
        if sends_for_real and is_reserved(self.sender_mail):
            raise ValueError(
                f"{PREFIX}SENDER_MAIL must be an address that SendGrid has verified for you, "
                "since an API key is set and mail would really leave."
            )
        return self


class _RehearsalSettings(Settings):
    """The same model, built from its arguments alone."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the names are pydantic-settings' own
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - see above
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - see above
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - see above
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Leave the environment and every file out."""
        return (init_settings,)


@lru_cache(maxsize=1)
def _of_environment(_folder: Path, _variables: tuple[tuple[str, str], ...]) -> Settings:
    """Built once: a command asks several times, and each time costs as much as its query."""
    return _built(Settings)


def _built(model: type[Settings], **values: Any) -> Settings:
    try:
        return model(**values)
    except ValidationError as error:
        # The chain is cut: pydantic's own text would come with it.
        raise SettingsError(complaints(error, Settings.model_fields)) from None


def _as_text(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)
