"""Addresses of outside channels, as settings list them."""

from typing import NamedTuple

from domain.loopback import is_loopback
from domain.parties import StaffRole

# Only these send to the host that they name; with others it is a token of some service.
_TO_THE_HOST_NAMED = frozenset({"json", "jsons", "xml", "xmls", "form", "forms"})
_ROLES = {role.value for role in StaffRole}


class AlertTarget(NamedTuple):
    """One address in Apprise's form, for one staff role or (None) for all that is said."""

    role: str | None
    url: str

    @property
    def stays_here(self) -> bool:
        """Whether what is sent there cannot leave this machine."""
        scheme, _, rest = self.url.partition("://")
        return scheme.lower() in _TO_THE_HOST_NAMED and is_loopback(f"http://{rest}")


def parse_targets(text: str) -> tuple[AlertTarget, ...]:
    """Addresses with blanks between them, each `scheme://…` or `role=scheme://…`.

    Raises ValueError, without any value, for an entry that is neither, or names no staff role.
    """
    found = []
    for entry in text.split():
        before, equals, after = entry.partition("=")
        is_named = bool(equals) and "://" not in before
        role, url = (before, after) if is_named else (None, entry)
        if "://" not in url or (is_named and role not in _ROLES):
            raise ValueError("not an address, or not of a staff role")
        found.append(AlertTarget(role, url))
    return tuple(found)
