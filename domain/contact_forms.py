"""The normal forms of what stands in a list: mail addresses, telephone numbers, postal addresses.

Whatever cannot be used is said with its reason and never raises. Nothing is looked up: an address
is judged by its form alone.
"""

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from domain.people import LONGEST_MAIL_NAME, ContactProblem, PersonRow
from domain.plain_text import clean_prose

LONGEST_ADDRESS = 500
RESERVED_DOMAINS = frozenset({"example", "invalid", "test"})
"""Top-level names at which nobody lives (RFC 2606): rehearsals write to them."""

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_PLAIN = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_DOTTED = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+{_LABEL}")
_LONGEST_MAIL = 254
# A text as JSON has it; the whole encoder takes five times as long, a million times over.
_QUOTED: Callable[[str], str] = json.encoder.encode_basestring
_LONGEST_LOCAL_PART = 64

# What Japanese keyboards and word processors put between the groups of a number.
_DASHES = dict.fromkeys(
    map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\uff0d\u2500"), "-"
)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_SEPARATORS = str.maketrans("", "", " -().")
# 010 calls abroad, 00 chooses a company: neither begins a number of Japan.
_NATIONAL = re.compile(r"0(?:1[1-9]|[2-9][0-9])[0-9]{7,8}")
_EXTENSION = re.compile(r"[(\s]*内線\s*:?\s*[0-9]+\)?$")
_LONGEST_PHONE = 40
_JAPAN = 81
_JAPANESE_DIGITS = (9, 10)
_SEVEN_DIGITS = re.compile(r"[0-9]{7}")
_POSTAL_CODE = re.compile(r"[0-9]{3}-[0-9]{4}")
_CODE_SIGNS = str.maketrans("", "", "〒- ")


@dataclass(frozen=True, slots=True, repr=False)
class Contacts:
    """How a person can be reached; a contact is None where the list gives none that is usable.

    `phone` is E.164, `postal` JSON with `postal_code` and `address`. A problem says why a contact
    that was given is not used as it stood.
    """

    mail: str | None
    phone: str | None
    postal: str | None
    mail_problem: ContactProblem | None = None
    phone_problem: ContactProblem | None = None
    postal_problem: ContactProblem | None = None


def contacts_of(row: PersonRow) -> Contacts:
    """The contacts of one line, each by itself: a bad one closes its own channel only."""
    mail, mail_problem = usable_mail(row.mail), None
    if row.mail and mail is None:
        mail_problem = ContactProblem.MALFORMED
    elif mail and len(row.name) > LONGEST_MAIL_NAME:
        mail, mail_problem = None, ContactProblem.NAME_TOO_LONG
    phone = usable_phone(row.phone)
    postal, postal_problem = _postal(row.postal_code, row.address)
    return Contacts(
        mail=mail,
        phone=phone,
        postal=postal,
        mail_problem=mail_problem,
        phone_problem=ContactProblem.MALFORMED if row.phone and phone is None else None,
        postal_problem=postal_problem,
    )


def usable_mail(text: str | None) -> str | None:
    """The address as a mail server takes it, or None.

    Full-width signs are put right. Dots in a row or at an end of the local part are real in old
    addresses of Japanese carriers; RFC 5321 4.1.2 has such a local part in quotes. A domain in
    Japanese becomes its ASCII form (RFC 5891); a local part that is not ASCII is refused, because
    not every server on the way takes one. So is one that begins with `=`, which a spreadsheet
    would run.
    """
    if not text:
        return None
    local, _, domain = _tidy(text).rpartition("@")
    domain = _ascii_domain(domain) if len(domain) < _LONGEST_MAIL else ""
    if not domain or local.startswith("="):
        return None
    bare = local[1:-1] if local.startswith('"') and local.endswith('"') else local
    if _PLAIN.fullmatch(bare):
        local = bare
    elif _DOTTED.fullmatch(bare):
        local = f'"{bare}"'
    elif not _is_quoted_local_part(local):
        return None
    address = f"{local}@{domain}"
    fits = len(local) <= _LONGEST_LOCAL_PART and len(address) <= _LONGEST_MAIL
    return address if fits else None


def usable_phone(text: str | None) -> str | None:
    """The number in E.164 (`+819000000001`), or None; without a country code it is Japanese.

    Numbers are judged by their length, not by whether they are assigned: number plans grow, and a
    plan of last year would close the channel of whoever has a number of this year.
    """
    if not text or len(text) > _LONGEST_PHONE:
        return None
    tidy = _tidy(text)
    if not tidy.isascii():
        tidy = tidy.translate(_DASHES)
    digits = tidy.translate(_SEPARATORS)
    if _NATIONAL.fullmatch(digits):
        return f"+{_JAPAN}{digits[1:]}"
    return _parsed_phone(_EXTENSION.sub("", tidy))


def usable_postal_code(text: str | None) -> str | None:
    """A Japanese postal code as `123-4567`, or None."""
    if not text:
        return None
    if _POSTAL_CODE.fullmatch(text):
        return text
    digits = _tidy(text).translate(_DASHES).translate(_CODE_SIGNS)
    return f"{digits[:3]}-{digits[3:]}" if _SEVEN_DIGITS.fullmatch(digits) else None


def _postal(code: str | None, address: str | None) -> tuple[str | None, ContactProblem | None]:
    written = clean_prose(address).strip() if address else ""
    if not written:
        return None, ContactProblem.NO_ADDRESS if code else None
    if len(written) > LONGEST_ADDRESS:
        return None, ContactProblem.MALFORMED
    usable = usable_postal_code(code)
    if code and usable is None and written.isascii():
        # Abroad, codes have other forms, and nobody here can tell a right one from a wrong one.
        usable = _tidy(code)
    problem = ContactProblem.CODE_LEFT_OUT if code and usable is None else None
    said = f'{{"postal_code": {_QUOTED(usable or "")}, "address": {_QUOTED(written)}}}'
    return said, problem


def _tidy(text: str) -> str:
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFKC", text).translate(_INVISIBLE).strip()


@lru_cache(maxsize=65_536)
def _ascii_domain(domain: str) -> str:
    """The domain in ASCII; empty for one that cannot be. Lists repeat few domains very often."""
    if domain.rpartition(".")[2].casefold() in RESERVED_DOMAINS:
        return domain if _DOMAIN.fullmatch(domain) else ""
    found = _validated(f"x@{domain}")
    if found is None:
        return ""
    # As it was written, where that is ASCII already.
    return domain if domain.isascii() else found.rpartition("@")[2]


def _is_quoted_local_part(local: str) -> bool:
    return local.startswith('"') and _validated(f"{local}@example.jp") is not None


def _validated(address: str) -> str | None:
    # Late, like the next one: the library takes its time to load, and few commands need it.
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(
            address, check_deliverability=False, allow_smtputf8=False, allow_quoted_local=True
        )
    except EmailNotValidError:
        return None
    return found.ascii_email


def _parsed_phone(text: str) -> str | None:
    import phonenumbers

    try:
        number = phonenumbers.parse(text, "JP")
    except phonenumbers.NumberParseException:
        return None
    digits = len(phonenumbers.national_significant_number(number))
    if number.country_code == _JAPAN and digits not in _JAPANESE_DIGITS:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
