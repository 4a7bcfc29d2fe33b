"""One document as it would read with the facts of an incident file."""

from typing import Any

from activities.words import render
from activities.words_errors import WordsError
from commands.sample_contexts import Samples
from commands.sentences import NotPossible, ScreenLanguage
from contracts.incident_file import IncidentFile
from domain.documents import DocumentKind
from domain.wording import Language, banner
from printing.document_formats import DocumentFormat, written_as
from register.documents import Rendition
from screens.document_words import readable


class Preview:
    """A rendered sample; fields of persons stand in brackets.

    Raises:
        NotPossible: the template is wrong.
    """

    def __init__(
        self,
        file: IncidentFile,
        kind: DocumentKind,
        locale: str | None,
        screen: ScreenLanguage,
    ) -> None:
        samples = Samples(file)
        self._language = Language(locale or file.incident.language)
        self._context = samples.context(kind, self._language)
        try:
            words = render(self._context)
        except WordsError as error:
            place = ":".join(map(str, error.place)) if error.place else f"{locale}/{kind}"
            raise NotPossible(
                en=f"{place}: {error}. `shirase template check` names the remedy.",
                ja=f"{place}: {error}。直し方は `shirase template check` が示します。",
            ) from None
        self._facts_read = words.facts_read
        whole = Rendition(addressee_id="", subject=words.subject, text=words.text, html=words.html)
        self._words = readable(whole, screen)

    def as_json(self) -> dict[str, Any]:
        """For a program; `facts_read` are the keys that its words rest on."""
        return {
            "kind": self._context.kind,
            "language": self._language,
            "subject": self._words.subject,
            "text": self._words.text,
            "html": self._words.html,
            "facts_read": self._facts_read,
        }

    def written_as(self, wanted: DocumentFormat) -> bytes:
        """The document in a format."""
        return written_as(
            wanted,
            subject=self._words.subject,
            text=self._words.text,
            html=self._words.html,
            language=self._language,
            marking=banner(self._context.marking, self._language),
            at=self._context.issued_at,
        )
