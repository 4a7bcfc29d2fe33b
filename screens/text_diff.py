"""Two texts compared, sentence by sentence: what went with a minus, what came with a plus."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from rich.cells import cell_len

from domain.plain_text import clean_prose

WIDTH = 80
AROUND = 1
"""Sentences shown before and after a change."""
_SENTENCES = re.compile(r"(?<=[。！？\n])|(?<=[.!?])(?=\s)")
_MARKS = {"equal": "  ", "gone": "- ", "new": "+ "}


def text_diff(old: str, new: str, *, around: int = AROUND) -> list[str]:
    """The lines of the comparison, none wider than a screen; none where nothing differs."""
    before, after = _sentences(old), _sentences(new)
    groups = SequenceMatcher(a=before, b=after, autojunk=False).get_grouped_opcodes(around)
    lines: list[str] = []
    for group in groups:
        if lines:
            lines.append("  …")
        for kind, a, b, c, d in group:
            if kind == "equal":
                lines += _marked("equal", before[a:b])
            else:
                lines += [*_marked("gone", before[a:b]), *_marked("new", after[c:d])]
    return lines


def _sentences(text: str) -> list[str]:
    parts = (part.strip() for part in _SENTENCES.split(clean_prose(text)))
    return [part for part in parts if part]


def _marked(kind: str, sentences: list[str]) -> Iterator[str]:
    for sentence in sentences:
        for number, line in enumerate(_wrapped(sentence, WIDTH - 2)):
            yield f"{_MARKS[kind] if not number else _MARKS[kind][0] + ' '}{line}"


def _wrapped(sentence: str, width: int) -> Iterator[str]:
    """Lines of so many cells; words of a Latin script stay whole where they can."""
    line, used = "", 0
    for word in re.findall(r"[!-~]+ ?|.", sentence):
        wide = cell_len(word.rstrip())
        if line and used + wide > width:
            yield line.rstrip()
            line, used = "", 0
        while cell_len(word) > width:
            yield word[:width]
            word = word[width:]  # noqa: PLW2901 - what is left of a word wider than the screen
        line, used = line + word, used + cell_len(word)
    if line:
        yield line.rstrip()
