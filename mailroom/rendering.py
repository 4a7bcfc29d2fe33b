"""Turns an accepted request into the mail that one recipient reads.

Legacy substitutions: each tag is replaced by its value as it is, without any escaping, in subject,
text and HTML alike. A value is never searched for further tags.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

DIGEST_BYTES = 16


class TagTemplate:
    """A text cut at its tags once, so that filling it a thousand times is cheap."""

    def __init__(self, text: str, tags: tuple[str, ...]) -> None:
        # The longest tag first: of `-name-` and `-name-kana-` the longer one is meant.
        alternatives = "|".join(re.escape(tag) for tag in sorted(tags, key=len, reverse=True))
        self._pieces = re.split(f"({alternatives})", text) if tags else [text]

    def fill(self, values: Mapping[str, str]) -> str:
        """Return the text with each tag replaced by its value."""
        pieces = self._pieces.copy()
        pieces[1::2] = [values[tag] for tag in pieces[1::2]]
        return "".join(pieces)


class MailRenderer:
    """Renders the mails of one validated request body; a position is a personalization's index."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        self._body = body
        self._contents = {block["type"]: block["value"] for block in body["content"]}
        self._templates: dict[tuple[str, tuple[str, ...]], TagTemplate] = {}

    def personalization(self, position: int) -> Mapping[str, Any]:
        """Return one personalization as it was sent."""
        personalization: Mapping[str, Any] = self._body["personalizations"][position]
        return personalization

    def subject(self, position: int) -> str:
        """Return the subject line that the recipient sees."""
        own = self.personalization(position).get("subject")
        return self._fill(own if own is not None else self._body["subject"], position)

    def text(self, position: int) -> str | None:
        """Return the text/plain part, or None if the mail has none."""
        return self._part("text/plain", position)

    def html(self, position: int) -> str | None:
        """Return the text/html part, or None if the mail has none."""
        return self._part("text/html", position)

    def sender(self, position: int) -> Mapping[str, str]:
        """Return the `from` object that applies."""
        sender: Mapping[str, str] = self.personalization(position).get("from", self._body["from"])
        return sender

    def digest(self, position: int) -> bytes:
        """Return 16 bytes that are equal for equal words: subject and text (HTML if no text)."""
        words = self.text(position)
        if words is None:
            words = self.html(position) or ""
        told = f"{self.subject(position)}\0{words}".encode()
        return hashlib.blake2b(told, digest_size=DIGEST_BYTES).digest()

    def _part(self, kind: str, position: int) -> str | None:
        template = self._contents.get(kind)
        return None if template is None else self._fill(template, position)

    def _fill(self, text: str, position: int) -> str:
        values = self.personalization(position).get("substitutions", {})
        key = (text, tuple(values))
        if key not in self._templates:
            self._templates[key] = TagTemplate(*key)
        return self._templates[key].fill(values)
