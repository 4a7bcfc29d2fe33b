"""A document's words as they are read before there is a person: fields in brackets.

What an approver reads here is exactly what is bound, but for the fields of a person.
"""

from domain.person_fields import PersonField, fill_html, fill_text
from domain.plain_text import clean_line
from register.documents import Rendition
from screens.words import ScreenLanguage

FIELDS: dict[ScreenLanguage, dict[PersonField, str]] = {
    "ja": {
        PersonField.NAME: "〔氏名〕",
        PersonField.ITEMS: "〔漏えいした項目〕",
        PersonField.CHECK_CODE: "〔確認番号〕",
        PersonField.POSTAL_CODE: "〔郵便番号〕",
        PersonField.ADDRESS: "〔住所〕",
    },
    "en": {
        PersonField.NAME: "〔name〕",
        PersonField.ITEMS: "〔items〕",
        PersonField.CHECK_CODE: "〔check code〕",
        PersonField.POSTAL_CODE: "〔postal code〕",
        PersonField.ADDRESS: "〔address〕",
    },
}


def readable(rendition: Rendition, language: ScreenLanguage) -> Rendition:
    """The rendition with every field of a person as its name in brackets."""
    fields = FIELDS[language]
    return Rendition(
        addressee_id=rendition.addressee_id,
        subject=clean_line(fill_text(rendition.subject, fields)),
        text=fill_text(rendition.text, fields),
        html=fill_html(rendition.html, fields),
    )
