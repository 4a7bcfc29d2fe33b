"""Filings on screen: the sheet to copy from, two reports compared, all filings with receipts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from rich.console import RenderableType
from rich.text import Text

from screens.console import said
from screens.tables import heading, titled_table
from screens.words import ScreenLanguage, short_moment

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "sheet": "転記用シート",
        "of": "文書{number}",
        "submitted": "提出 {at}、受付番号 {receipt}",
        "not_submitted": "提出の記録はまだありません。提出後に shirase receipt で記録します。",
        "choose": "選択: {options}",
        "chosen": "選択: {chosen}",
        "missing": "未回答",
        "verified": "確認済み",
        "unverified": "※ の項目名は公式様式と未照合です。提出前に見比べてください。",
        "annex": "委託元の一覧",
        "changed": "文書{before}から文書{after}への変更",
        "same": "2つの報告に違いはありません。",
        "item": "項目",
        "was": "前",
        "now": "後",
        "filings": "当局などへの提出",
        "what": "提出",
        "when": "提出日時",
        "receipt": "受付番号",
        "open": "未提出",
        "none": "提出はまだありません。",
    },
    "en": {
        "sheet": "Copy sheet",
        "of": "document {number}",
        "submitted": "submitted {at}, receipt {receipt}",
        "not_submitted": "No submission on record yet; record it with shirase receipt.",
        "choose": "choose: {options}",
        "chosen": "choose: {chosen}",
        "missing": "open",
        "verified": "verified",
        "unverified": "Labels with ※ are not compared with the official form: check before filing.",
        "annex": "Entrustors",
        "changed": "From document {before} to document {after}",
        "same": "The two reports say the same.",
        "item": "field",
        "was": "before",
        "now": "after",
        "filings": "Filings",
        "what": "filing",
        "when": "submitted",
        "receipt": "receipt",
        "open": "not submitted",
        "none": "There is no filing yet.",
    },
}


class Line(Protocol):
    """A field of the sheet."""

    @property
    def section(self) -> str:
        """Its heading."""

    @property
    def label(self) -> str:
        """What it is called."""

    @property
    def words(self) -> str:
        """What is typed in."""

    @property
    def answered(self) -> bool:
        """Whether it is known."""

    @property
    def options(self) -> tuple[str, ...]:
        """The boxes of the form."""

    @property
    def chosen(self) -> tuple[str, ...]:
        """Those that the words stand for."""

    @property
    def verified(self) -> bool:
        """Whether its label was compared with the form."""


class Change(Protocol):
    """A field that two reports say otherwise."""

    @property
    def label(self) -> str:
        """What it is called."""

    @property
    def was(self) -> str:
        """Before."""

    @property
    def now(self) -> str:
        """After."""


Filed = tuple[str, datetime | None, str]
"""What was filed, when it was submitted (case time), and its receipt."""


def sheet_screen(
    title: str,
    lines: Iterable[Line],
    entrustors: Iterable[dict[str, str]],
    submitted: tuple[datetime | None, str],
    language: ScreenLanguage,
) -> Iterable[RenderableType]:
    """Every field under its heading, in the form's order, then the annex and the evidence."""
    words = _WORDS[language]
    yield heading(f"{words['sheet']}  {title}")
    section, unverified = "", False
    for line in lines:
        if line.section != section:
            section = line.section
            yield Text(f"\n{section}", "bold")
        mark = "" if line.verified else "※"
        unverified = unverified or not line.verified
        yield Text(f"{line.label}{mark}", "dim", overflow="fold")
        yield _value(line, words)
    listed = list(entrustors)
    if listed:
        yield Text(f"\n{words['annex']}", "bold")
    for one in listed:
        parts = (one["name"], one["address"], one["counts"])
        yield said("  " + " / ".join(part for part in parts if part))
    if unverified:
        yield Text(f"\n{words['unverified']}", overflow="fold")
    at, receipt = submitted
    done = at is not None and receipt
    yield (
        words["submitted"].format(at=short_moment(at, with_year=True), receipt=receipt)
        if at is not None and done
        else words["not_submitted"]
    )


def changes_screen(
    numbers: tuple[int, int], changes: Sequence[Change], language: ScreenLanguage
) -> Iterable[RenderableType]:
    """Field, before and after."""
    words = _WORDS[language]
    if not changes:
        yield words["same"]
        return
    table = titled_table(words["changed"].format(before=numbers[0], after=numbers[1]))
    table.add_column(words["item"], ratio=2, overflow="fold")
    table.add_column(words["was"], ratio=3, overflow="fold")
    table.add_column(words["now"], ratio=3, overflow="fold")
    for change in changes:
        table.add_row(said(change.label), _lines(change.was), _lines(change.now))
    yield table


def filings_table(filed: Sequence[Filed], language: ScreenLanguage) -> RenderableType:
    """All filings, the submitted ones with their evidence."""
    words = _WORDS[language]
    if not filed:
        return words["none"]
    table = titled_table(words["filings"])
    table.add_column(words["what"], ratio=1, overflow="fold")
    table.add_column(words["when"], no_wrap=True)
    table.add_column(words["receipt"], overflow="fold")
    for what, at, receipt in filed:
        when = words["open"] if at is None else short_moment(at, with_year=True)
        table.add_row(said(what), when, said(receipt or "-"))
    return table


def _value(line: Line, words: dict[str, str]) -> Text:
    value = _lines(line.words)
    told = [Text("\n").join(Text("  ").append(part) for part in value.split("\n"))]
    if line.chosen:
        told.append(Text("  " + words["chosen"].format(chosen="、".join(line.chosen)), "cyan"))
    elif line.options:
        told.append(Text("  " + words["choose"].format(options=" / ".join(line.options)), "dim"))
    if not line.answered:
        told.append(Text(f"  [{words['missing']}]", "yellow"))
    return Text("\n").join(told)


def _lines(text: str) -> Text:
    """Words that somebody wrote, line by line, that cannot steer the terminal."""
    return Text("\n").join(said(part) for part in text.split("\n"))
