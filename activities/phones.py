"""Telephone numbers as people dial them."""

import phonenumbers

HOME = 81


def as_dialled(phone: str) -> str:
    """A Japanese number with its hyphens, any other as it is kept; what is none stays as it is."""
    try:
        number = phonenumbers.parse(phone, "JP")
    except phonenumbers.NumberParseException:
        return phone
    if number.country_code != HOME:
        return phone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
