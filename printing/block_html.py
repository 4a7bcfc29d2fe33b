"""Blocks as HTML: every word is escaped, so that nothing in a statement can become markup."""

from collections.abc import Iterable
from html import escape

from domain.plain_text import clean_prose
from printing.blocks import Block, Bullets, Fields, Heading, Note, Paragraph, Table


def text_as_html(text: str) -> str:
    """Words as they stand, escaped; line feeds become line breaks."""
    return "<br>".join(escape(line) for line in clean_prose(text).split("\n"))


def blocks_as_html(blocks: Iterable[Block], *, level: int = 2) -> str:
    """The blocks in order; a heading of level 1 is shown as `<h{level}>`."""
    return "\n".join(filter(None, (_block(block, level) for block in blocks)))


def _block(block: Block, level: int) -> str:
    match block:
        case Table():
            made = table_as_html(block)
        case Paragraph():
            words = text_as_html(block.text)
            words = f"<strong>{words}</strong>" if block.strong else words
            placed = f' class="{block.align}"' if block.align != "start" else ""
            made = f"<p{placed}>{words}</p>"
        case Heading():
            tag = f"h{level + block.level - 1}"
            made = f"<{tag}>{text_as_html(block.text)}</{tag}>"
        case Bullets():
            tag = "ol" if block.numbered else "ul"
            items = "".join(f"<li>{text_as_html(item)}</li>" for item in block.items)
            made = f"<{tag}>{items}</{tag}>"
        case Fields():
            rows = (f"<dt>{text_as_html(a)}</dt><dd>{text_as_html(b)}</dd>" for a, b in block.rows)
            made = f"<dl>{''.join(rows)}</dl>"
        case Note():
            made = f'<p class="note">{text_as_html(block.text)}</p>'
        case _:
            made = ""
    return made


def table_as_html(table: Table) -> str:
    """A table that scrolls by itself on a narrow screen, its head marked as such."""
    head = "".join(f'<th scope="col">{text_as_html(name)}</th>' for name in table.head)
    rows = "".join(f"<tr>{_cells(row, table.numeric)}</tr>" for row in table.rows)
    top = f"<thead><tr>{head}</tr></thead>" if any(table.head) else ""
    return f'<div class="wide" tabindex="0"><table>{top}<tbody>{rows}</tbody></table></div>'


def _cells(row: Iterable[str], numeric: tuple[int, ...]) -> str:
    return "".join(
        f'<td class="number">{text_as_html(cell)}</td>'
        if place in numeric
        else f"<td>{text_as_html(cell)}</td>"
        for place, cell in enumerate(row)
    )
