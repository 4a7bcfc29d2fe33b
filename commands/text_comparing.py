"""Which two pages `shirase document diff` lays side by side."""

from commands.document_reading import Page, read_page
from commands.document_texts import text_before
from commands.sentences import NotPossible
from register.store import Register
from screens.words import ScreenLanguage


def compared(
    register: Register,
    incident: str,
    numbers: tuple[int, int | None],
    with_text: int | None,
    addressee: str | None,
    language: ScreenLanguage,
) -> tuple[Page, Page]:
    """Two documents as they stand; or of one document an earlier text, then the present one.

    Raises:
        NotPossible: no such incident, document, text or addressee; an earlier text of two documents
            at once; one document that has had no earlier text.
    """
    one, other = numbers
    present = read_page(register, incident, one, addressee, language)
    if other is not None:
        if with_text is not None:
            raise NotPossible(
                en="--with-text compares the texts of one document: name one document with it.",
                ja="--with-text は一つの文書の文面を比べます。文書の番号を一つにしてください。",
            )
        return present, read_page(register, incident, other, addressee, language)
    earlier = text_before(present.texts).number if with_text is None else with_text
    return read_page(register, incident, one, addressee, language, earlier), present
