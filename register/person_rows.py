"""Rows of people, and the forms in which two spellings of one thing are equal.

A field that cannot be used never removes a person: it only makes that channel unusable.
"""

import unicodedata

from domain.contact_forms import usable_mail
from domain.people import PersonRow

__all__ = ["PersonRow", "same_mail", "same_name", "same_postal", "usable_mail"]


def same_mail(address: str) -> str:
    """The form in which two usable addresses of one mailbox are equal."""
    return address.lower()


def same_name(name: str) -> str:
    """The form in which two spellings of one name are equal: width and spaces do not count."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def same_postal(postal: str) -> str:
    """The form in which two spellings of one postal address (`domain.contact_forms`) are equal."""
    return "".join(unicodedata.normalize("NFKC", postal).split()).casefold()
