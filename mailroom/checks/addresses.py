"""Mail addresses and the objects that carry them.

Consecutive and trailing dots are refused unless the local part is quoted: `a..b@docomo.ne.jp` is a
real address of an old Japanese carrier and passes as `"a..b"@docomo.ne.jp`.
"""

import re

from mailroom.checks.refusals import Refusals

ADDRESS_KEYS = frozenset({"email", "name"})
LONGEST_ADDRESS = 254

ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
QUOTED = r'"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])+"'
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
ADDRESS = re.compile(rf"(?=.{{1,64}}@)(?:{ATOM}(?:\.{ATOM})*|{QUOTED})@(?:{LABEL}\.)+{LABEL}")


def is_address(text: str) -> bool:
    """Tell whether the service takes `text` as an address (ASCII, with a domain of two labels)."""
    return len(text) <= LONGEST_ADDRESS and ADDRESS.fullmatch(text) is not None


def check_address(refusals: Refusals, value: object, field: str) -> str | None:
    """Check an `{"email", "name"}` object and return its address as written, or None."""
    holder = refusals.as_object(value, field)
    if holder is None:
        return None
    refusals.unknown_keys(holder, ADDRESS_KEYS, field)
    if holder.get("name") is not None:
        refusals.as_string(holder["name"], f"{field}.name")
    if "email" not in holder:
        refusals.add(f"{field}.email", "The email parameter is required.")
        return None
    address = refusals.as_string(holder["email"], f"{field}.email")
    if address is not None and not is_address(address):
        refusals.add(f"{field}.email", "Does not contain a valid address.")
        return None
    return address


def check_recipient(refusals: Refusals, value: object, field: str) -> str | None:
    """Check one entry of to, cc or bcc; its name may hold neither `;` nor `,`."""
    address = check_address(refusals, value, field)
    if isinstance(value, dict):
        name = value.get("name")
        if isinstance(name, str) and (";" in name or "," in name):
            refusals.add(f"{field}.name", "The name cannot contain the characters ';' or ','.")
    return address


def check_sender(refusals: Refusals, value: object, field: str, *, ascii_only: bool) -> None:
    """Check a `from` object; `ascii_only` is the limitation that old vendor pages state."""
    check_address(refusals, value, field)
    if ascii_only and isinstance(value, dict):
        name = value.get("name")
        if isinstance(name, str) and not name.isascii():
            refusals.add(f"{field}.name", "Unicode is not supported in the from name.")
