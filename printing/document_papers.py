"""Any rendered document, mail or page, as one paper: from it every other format is made.

The blocks are read from the approved HTML, so all formats say the same words in the same order.
"""

import re

from printing.blocks import Block, Note, Paper, Paragraph
from printing.pages import read_page

# A mail is laid out by one table around everything; it is layout and holds no rows of words.
_LAYOUT = (
    re.compile(r'<table role="presentation"[^>]*>\s*<tr>\s*<td[^>]*>'),
    re.compile(r"</td>\s*</tr>\s*</table>\s*(?=</body>)"),
)


def paper_of(html: str, subject: str, language: str, marking: str = "") -> Paper:
    """The document as a paper. `marking` is its banner; a page without a heading has `subject`."""
    opening, closing = _LAYOUT
    html, laid_out = opening.subn("", html, count=1)
    page = read_page(closing.sub("", html) if laid_out else html)
    above, below = page.blocks[: page.before], page.blocks[page.before :]
    sender = [*page.head, *(_words(block) for block in above if not _marks(block, marking))]
    return Paper(
        title=page.title or subject,
        locale="en" if language == "en" else "ja",
        marking=marking,
        date=page.date,
        addressee="\n".join(page.to),
        sender="\n".join(line for line in sender if line),
        running=page.title or subject,
        blocks=tuple(block for block in below if not _marks(block, marking)),
    )


def _marks(block: Block, marking: str) -> bool:
    return bool(marking) and isinstance(block, Note) and block.text == marking


def _words(block: Block) -> str:
    return block.text if isinstance(block, Paragraph | Note) else ""
