"""A paper as Markdown (CommonMark, with pipe tables); whatever is in the words stays words."""

import re

from domain.plain_text import clean_prose
from printing.blocks import (
    Block,
    Bullets,
    Fields,
    Heading,
    Note,
    PageBreak,
    Paper,
    Paragraph,
    Table,
)

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_STARTS_A_LIST = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))", re.MULTILINE)
_BREAK = "  \n"


def as_markdown(paper: Paper) -> str:
    """The paper's words with headings, lists and tables; the marking stands first and last."""
    marking = f"**{_escaped(paper.marking)}**" if paper.marking else ""
    head = [
        _lines(words)
        for words in (paper.number, paper.date, paper.addressee, paper.sender)
        if words
    ]
    body = [_block(block) for block in paper.blocks]
    parts = [marking, *head, f"# {_one_line(paper.title)}", *body, marking]
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(block: Block) -> str:  # noqa: PLR0911 - a return for each kind of block
    match block:
        case Heading():
            return f"{'#' * (block.level + 1)} {_one_line(block.text)}"
        case Paragraph():
            words = _lines(block.text)
            return f"**{words}**" if block.strong else words
        case Bullets():
            return "\n".join(
                f"{f'{number}.' if block.numbered else '-'} {_lines(item, '  ')}"
                for number, item in enumerate(block.items, start=1)
            )
        case Fields():
            return _table(("", ""), block.rows)
        case Table():
            return _table(block.head, block.rows)
        case Note():
            return "\n".join(f"> {line}" for line in _lines(block.text).split("\n"))
        case PageBreak():
            return "---"


def _table(head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(
        "| " + " | ".join(word if word == "---" else _cell(word) for word in line) + " |"
        for line in lines
    )


def _cell(words: str) -> str:
    return "<br>".join(_escaped(line) for line in clean_prose(words).split("\n"))


def _one_line(words: str) -> str:
    return _escaped(" ".join(clean_prose(words).split("\n")))


def _lines(words: str, indent: str = "") -> str:
    return f"{_BREAK}{indent}".join(_escaped(line) for line in clean_prose(words).split("\n"))


def _escaped(words: str) -> str:
    return _STARTS_A_LIST.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", words))
