"""What is held of people, in counts: the lists, and each merchant's people by channel."""

from collections.abc import Sequence

from rich.console import RenderableType
from rich.text import Text

from domain.people import NoPerson, RowProblem
from register.data_sets import HeldPeople, ImportedList
from register.undecided import ClosedRow
from screens.console import said
from screens.people_words import problem_words
from screens.tables import titled_table
from screens.words import ScreenLanguage, short_moment

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "lists": "名簿",
        "people_of": "対象者",
        "merchant": "契約店舗",
        "imported": "取込み",
        "lists_of": "名簿",
        "lines": "行",
        "people": "対象者",
        "merged": "統合",
        "aside": "除外",
        "undecided": "未判断",
        "hand": "個別",
        "line": "行",
        "why": "理由",
        "decided": "判断",
        "nothing": "判断を待つ行はありません。",
        "lines_waiting": "判断を待つ行",
        "mail": "メール",
        "letter": "書面",
        "neither": "どちらも不可",
        "phone": "電話",
        "total": "計",
        "none": "取り込んだ名簿はまだありません。",
        "nobody": "契約店舗はまだ記録されていません。",
    },
    "en": {
        "lists": "Lists of people",
        "people_of": "People",
        "merchant": "merchant",
        "imported": "imported",
        "lists_of": "lists",
        "lines": "lines",
        "people": "people",
        "merged": "merged",
        "aside": "set aside",
        "undecided": "undecided",
        "hand": "by hand",
        "line": "line",
        "why": "why",
        "decided": "decided",
        "nothing": "No line waits for a decision.",
        "lines_waiting": "Lines that wait for a decision",
        "mail": "mail",
        "letter": "letter",
        "neither": "neither",
        "phone": "phone",
        "total": "total",
        "none": "No list has been imported yet.",
        "nobody": "No merchant is recorded yet.",
    },
}


def list_table(lists: Sequence[ImportedList], language: ScreenLanguage) -> RenderableType:
    """Every list with what became of its lines."""
    words = _WORDS[language]
    if not lists:
        return Text(words["none"])
    table = titled_table(words["lists"])
    table.add_column(words["merchant"], ratio=1, overflow="fold")
    table.add_column(words["imported"], no_wrap=True)
    for name in ("lines", "people", "merged", "aside", "undecided"):
        table.add_column(words[name], justify="right", no_wrap=True)
    for item in lists:
        table.add_row(
            Text(item.merchant).append(f"\n{item.format} {item.encoding}\n{item.id}", "dim"),
            Text(short_moment(item.imported_at), "dim"),
            *(f"{n:,}" for n in _sums(item)),
        )
    return table


def counts_table(
    held: Sequence[HeldPeople], total: HeldPeople, language: ScreenLanguage
) -> RenderableType:
    """Every merchant, and the sums of all."""
    words = _WORDS[language]
    if not held:
        return Text(words["nobody"])
    table = titled_table(words["people_of"])
    table.add_column(words["merchant"], ratio=1, overflow="fold")
    for name in ("lists_of", "people", "mail", "letter", "neither", "hand", "phone"):
        table.add_column(words[name], justify="right", no_wrap=True)
    for item in (*held, total):
        ways = (item.mail, item.letter, item.neither, item.do_not_write, item.phone)
        cells = (item.lists, item.people, *ways)
        style = "" if item.merchant else "bold"
        table.add_row(item.merchant or words["total"], *(f"{n:,}" for n in cells), style=style)
    return table


def undecided_table(rows: Sequence[ClosedRow], language: ScreenLanguage) -> RenderableType:
    """Lines that are no person as they stand, with why, and who decided what."""
    words = _WORDS[language]
    if not rows:
        return Text(words["nothing"])
    table = titled_table(words["lines_waiting"])
    table.add_column(words["merchant"], overflow="fold")
    table.add_column(words["line"], justify="right", no_wrap=True)
    table.add_column(words["why"], ratio=1, overflow="fold")
    table.add_column(words["decided"], ratio=1, overflow="fold")
    for row in rows:
        why = NoPerson(row.line, RowProblem(row.problem), row.number)
        table.add_row(
            Text(row.merchant).append(f"\n{row.list}", "dim"),
            f"{row.line:,}",
            problem_words(why, language),
            said(f"{row.name}: {row.reason}") if row.decided_at else Text("-", "dim"),
        )
    return table


def _sums(item: ImportedList) -> tuple[int, ...]:
    return item.lines, item.people, item.merged, item.set_aside, item.undecided
