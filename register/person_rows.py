"""One line of a merchant's list of people, and the normal forms of what stands in it.

A field that cannot be used never removes a person: it only makes that channel unusable.
"""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_MAIL_NAME = 300
"""A longer name would break the mail provider's limit for one person, and with it all the others
of the request; such a person is told by another channel."""

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_PLAIN = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_DOTTED = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")
_QUOTED = re.compile(r'"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])+"')
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+{_LABEL}")
_LONGEST_ADDRESS = 254
_LONGEST_LOCAL_PART = 64
_SHORTEST_PHONE = 6
_NO_DIGIT = re.compile(r"[^0-9]")


@dataclass(frozen=True, slots=True, repr=False)
class PersonRow:
    """A person as one line of a file gives it; `items` are what leaked of this person, in words.

    `line` counts the lines of the file and is unique in it.
    """

    line: int
    name: str
    mail: str | None = None
    phone: str | None = None
    postal_code: str | None = None
    address: str | None = None
    items: tuple[str, ...] = ()


def usable_mail(text: str | None) -> str | None:
    """The address as a mail server takes it, or None.

    Full-width signs are put right. Dots in a row or at an end of the local part are real in old
    addresses of Japanese carriers; RFC 5321 4.1.2 has such a local part in quotes.
    """
    if not text:
        return None
    local, _, domain = unicodedata.normalize("NFKC", text).strip().rpartition("@")
    if not _DOMAIN.fullmatch(domain):
        return None
    bare = local[1:-1] if local.startswith('"') and local.endswith('"') else local
    if _PLAIN.fullmatch(bare):
        local = bare
    elif _DOTTED.fullmatch(bare):
        local = f'"{bare}"'
    elif not _QUOTED.fullmatch(local):
        return None
    address = f"{local}@{domain}"
    fits = len(local) <= _LONGEST_LOCAL_PART and len(address) <= _LONGEST_ADDRESS
    return address if fits else None


def same_mail(address: str) -> str:
    """The form in which two usable addresses of one mailbox are equal."""
    return address.lower()


def same_name(name: str) -> str:
    """The form in which two spellings of one name are equal: width and spaces do not count."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def same_phone(phone: str | None) -> str:
    """The national digits of a telephone number; empty when there are too few to tell."""
    if not phone:
        return ""
    text = unicodedata.normalize("NFKC", phone).strip()
    digits = _NO_DIGIT.sub("", text)
    if text.startswith("+81"):
        digits = f"0{digits[2:].removeprefix('0')}"
    return digits if len(digits) >= _SHORTEST_PHONE else ""


def same_postal(row: PersonRow) -> str:
    """The form in which two spellings of one postal address are equal; empty without one."""
    if not row.address:
        return ""
    code = _NO_DIGIT.sub("", unicodedata.normalize("NFKC", row.postal_code or ""))
    return code + "".join(unicodedata.normalize("NFKC", row.address).split()).casefold()
