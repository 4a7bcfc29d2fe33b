"""Settings of one mailroom."""

import ipaddress
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from mailroom.behaviour import Behaviour


def loopback_url(url: str) -> str:
    """Return `url` if it leads to this machine, else raise ValueError with what would be right."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not is_loopback(parts.hostname or ""):
        raise ValueError(
            "events are posted to this machine only: give an http address on 127.0.0.1"
        )
    return url


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address is this machine's loopback."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class MailroomSettings(BaseModel):
    """What a mailroom is started with.

    Without `api_key` any bearer token is right, but there must be one. `ascii_sender_names` refuses
    Japanese sender names, as an old limitation of the real service has it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    data_dir: Path
    events_url: Annotated[str, AfterValidator(loopback_url)]
    api_key: SecretStr | None = None
    ascii_sender_names: bool = False
    events_per_post: int = Field(default=500, ge=1)
    posts_in_flight: int = Field(default=2, ge=1)
    retry_base_seconds: float = Field(default=1.0, gt=0)
    retry_most_seconds: float = Field(default=60.0, gt=0)
    behaviour: Behaviour = Behaviour()
