"""What a list is before it is taken in: how it is read, its columns, what becomes of its lines."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from domain.people import RowProblem
from people_files.preview import PeoplePreview
from screens.console import said
from screens.people_words import CONTACTS, PROBLEMS, STATES
from screens.tables import pairs_table, titled_table
from screens.words import ScreenLanguage

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "list": "名簿",
        "format": "形式",
        "encoding": "文字コード",
        "found": "判定",
        "told": "指定",
        "undecodable": "文字コードに合わない行 {count:,}",
        "columns": "列",
        "column": "列の名前",
        "holds": "項目",
        "how": "",
        "lines": "行",
        "people": "対象者(統合前)",
        "undecided": "判断が要る行",
        "mail": "メール",
        "phone": "電話",
        "postal": "住所",
        "unusable": "使えない連絡先",
        "do_not_write": "個別対応",
        "items": "漏えい項目",
        "not_taken": "このままでは取り込めません。",
    },
    "en": {
        "list": "List",
        "format": "format",
        "encoding": "encoding",
        "found": "found",
        "told": "told",
        "undecodable": "{count:,} lines do not fit it",
        "columns": "Columns",
        "column": "name",
        "holds": "holds",
        "how": "",
        "lines": "lines",
        "people": "people (before merging)",
        "undecided": "lines to decide about",
        "mail": "mail",
        "phone": "phone",
        "postal": "address",
        "unusable": "unusable contacts",
        "do_not_write": "by hand",
        "items": "leaked items",
        "not_taken": "As it is, it would not be taken in.",
    },
}


def preview_screen(preview: PeoplePreview, language: ScreenLanguage) -> Iterator[RenderableType]:
    """How it is read, its columns, then its lines, or why it would not be taken."""
    words = _WORDS[language]
    yield pairs_table(words["list"], _how(preview, language))
    table = titled_table(words["columns"])
    table.add_column("", justify="right", no_wrap=True)
    table.add_column(words["column"], ratio=1, overflow="fold")
    table.add_column(words["holds"], no_wrap=True)
    table.add_column(words["how"], no_wrap=True)
    for column in preview.columns:
        style = "red" if column.state in {"unknown", "ambiguous"} else ""
        state = Text(STATES[language][column.state], style)
        table.add_row(f"{column.number}", said(column.name), column.field, state)
    yield table
    if preview.problem_en:
        problem = preview.problem_ja if language == "ja" else preview.problem_en
        yield Text(f"{words['not_taken']} {problem}", "red")
    else:
        yield pairs_table(words["lines"], _counts(preview, language))


def _how(preview: PeoplePreview, language: ScreenLanguage) -> Iterator[tuple[str, Text]]:
    words = _WORDS[language]
    yield words["format"], Text(f"{preview.format} {preview.detail}".strip())
    if preview.encoding:
        found = words["told" if preview.encoding_told else "found"]
        text = Text(f"{preview.encoding} ({found})")
        if preview.undecodable:
            text.append(" " + words["undecodable"].format(count=preview.undecodable), "red")
        yield words["encoding"], text


def _counts(preview: PeoplePreview, language: ScreenLanguage) -> Iterator[tuple[str, Text]]:
    words = _WORDS[language]
    for name in ("lines", "people", "mail", "phone", "postal", "do_not_write"):
        yield words[name], Text(f"{getattr(preview, name):,}")
    why = {PROBLEMS[language][RowProblem(name)]: n for name, n in preview.undecided.items()}
    unusable = {CONTACTS[language].get(name, name): n for name, n in preview.unusable.items()}
    for name, counts in (
        ("undecided", why),
        ("unusable", unusable),
        ("items", preview.items),
    ):
        if counts:
            told = ", ".join(f"{kind} {count:,}" for kind, count in counts.items())
            yield words[name], said(told, "yellow" if name == "undecided" else "")
