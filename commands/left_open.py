"""What a final release leaves open, said to whoever drafts, approves or publishes it.

It stops nothing: that something will never be known may be what there is to say.
"""

from collections.abc import Iterable

from activities.release_statements import left_open
from publishing.model import Certainty, PublicStatement
from register.documents import read_documents
from register.store import Register
from screens.words import ScreenLanguage

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "line": "最終報ですが、確定していない事項があります: {what}",
        "suspected": "{title}（推定）",
        "unknown": "{title}（調査中）",
        "between": "、",
        "then": "。判明した内容は `shirase fact add` で記録し、このまま最終とするかを"
        "確かめてください",
    },
    "en": {
        "line": "it says that it is the last release, and leaves open: {what}",
        "suspected": "{title} (suspected)",
        "unknown": "{title} (under investigation)",
        "between": ", ",
        "then": "; record what has been found with `shirase fact add`, or make sure that it may be "
        "the last one so",
    },
}


def open_line(statements: Iterable[PublicStatement], language: ScreenLanguage) -> str:
    """In a line; empty where nothing is open."""
    words = _WORDS[language]
    named = [
        words["suspected" if one.certainty is Certainty.SUSPECTED else "unknown"].format(
            title=one.title_ja if language == "ja" else one.title_en
        )
        for one in statements
    ]
    return words["line"].format(what=words["between"].join(named)) if named else ""


def what_is_left_open(
    register: Register, incident_id: str, number: int, language: ScreenLanguage
) -> str:
    """What is added to an answer about a document, on a line of its own; empty for most."""
    with register.reading() as connection:
        documents = read_documents(connection, incident_id)
        document = next((item for item in documents if item.number == number), None)
        if document is None:
            return ""
        found = left_open(connection, register.sealer(incident_id, connection), document)
    line = open_line(found, language)
    return f"\n{line}{_WORDS[language]['then']}" if line else ""
