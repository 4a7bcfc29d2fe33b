"""The one error of hosting: a sentence with its remedy, in both languages of the screen."""

from typing import Literal


class HostingError(Exception):
    """A part of the house cannot run; each text says what is wrong and what to do about it.

    `str()` is English; `in_language` gives the sentence for the screen. No text holds a secret.
    """

    def __init__(self, *, en: str, ja: str) -> None:
        super().__init__(en)
        self._sentences = {"en": en, "ja": ja}

    def in_language(self, language: Literal["ja", "en"]) -> str:
        """The sentence in the wanted language."""
        return self._sentences[language]
