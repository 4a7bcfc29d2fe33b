"""How a duty's clock was reckoned, kept once by digest: thousands of duties share one explanation.

It lies beside the rule files that it follows from, which are kept by their content as well. What
is read is shared between duties, so it is looked at and never changed. A duty written by an
earlier version holds its explanation itself.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, insert, select

from domain.documents import digest_of
from register.tables_law import law_texts

DIGEST = "digest"
_AT_ONCE = 500
Words = dict[str, Any]


class DutyWords:
    """The explanations of one incident's duties, as its register holds them by digest."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        # By identity: beside each reference stay its words, which keep their identity that way.
        self._kept: dict[int, tuple[Words, Words]] = {}

    def keep(self, explanations: Iterable[Words]) -> None:
        """Write those that the register does not hold yet."""
        texts: dict[str, str] = {}
        for words in explanations:
            if words and id(words) not in self._kept:
                text = json.dumps(words, ensure_ascii=False, sort_keys=True)
                digest = digest_of((text,))
                texts[digest] = text
                self._kept[id(words)] = (words, {DIGEST: digest})
        held = set(_texts(self._connection, texts))
        new = [{"digest": key, "body": text} for key, text in texts.items() if key not in held]
        if new:
            self._connection.execute(insert(law_texts), new)

    def reference(self, words: Words) -> Words:
        """What a duty holds instead of words that were kept."""
        return self._kept[id(words)][1] if words else words


def read_words(connection: Connection, references: Iterable[Words]) -> Mapping[str, Words]:
    """The explanations that duties refer to, by digest."""
    wanted = {digest: "" for words in references if (digest := digest_in(words))}
    return {key: json.loads(text) for key, text in _texts(connection, wanted).items()}


def digest_in(words: Words) -> str | None:
    """The digest that a duty refers to; None where it holds its explanation itself."""
    digest = words.get(DIGEST)
    return digest if isinstance(digest, str) else None


def _texts(connection: Connection, digests: Mapping[str, str]) -> dict[str, str]:
    return {
        row.digest: row.body
        for some in _parts(list(digests))
        for row in connection.execute(select(law_texts).where(law_texts.c.digest.in_(some)))
    }


def _parts(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]
