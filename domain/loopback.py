"""Whether a URL stays on this machine: what keeps a rehearsal from reaching anybody."""

import ipaddress
from urllib.parse import urlsplit


def is_loopback(url: str) -> bool:
    """Whether `url` is plain http or https to this very machine."""
    return is_loopback_host(host_of(url))


def is_loopback_host(host: str) -> bool:
    """Whether a host's name or address is this very machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_of(url: str) -> str:
    """The host of a plain http(s) URL in lower case; empty for anything that could mislead."""
    parts = urlsplit(url)
    misleading = "@" in parts.netloc or "\\" in url or any(sign.isspace() for sign in url)
    return "" if misleading or parts.scheme not in {"http", "https"} else parts.hostname or ""
