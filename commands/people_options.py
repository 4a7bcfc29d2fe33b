"""Options of the commands that read a list of people, and the bar that shows how far they are."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated

import typer

from commands.sentences import NotPossible


class Encoding(StrEnum):
    """The encodings that a person may name."""

    UTF_8 = "utf-8"
    CP932 = "cp932"
    SHIFT_JIS = "shift_jis"


EncodingTold = Annotated[
    Encoding | None,
    typer.Option("--encoding", help="文字コード(既定は自動判定)。 The encoding, if not found."),
]
Sheet = Annotated[
    str | None, typer.Option("--sheet", help="ブックのシート名。 The sheet of a workbook.")
]
ColumnMap = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="列=項目",
        help="列が何か(複数可)。列名か #番号 = name, mail, phone, postal_code, address など。"
        "使わない列は - 。 What a column holds; - leaves it out.",
    ),
]
IgnoreColumns = Annotated[
    bool,
    typer.Option("--ignore-columns", help="知らない列を読み飛ばす。 Leaves unknown columns out."),
]
Items = Annotated[
    list[str] | None,
    typer.Option(
        "--item",
        help="名簿に漏えい項目の列がないとき(複数可、既定は事案の記載)。 What leaked, where the "
        "list does not say it.",
    ),
]


def mapping(told: list[str] | None) -> dict[str, str]:
    """Columns and what they hold, as a person typed them. Raises NotPossible."""
    found = {}
    for pair in told or ():
        name, sign, field = pair.rpartition("=")
        if not sign or not name:
            raise NotPossible(
                en="--map takes COLUMN=FIELD, such as --map 連絡先=phone.",
                ja="--map は 列=項目 の形で示してください(例: --map 連絡先=phone)。",
            )
        found[name.strip()] = field.strip()
    return found


@contextmanager
def progress_bar(words: str, *, quiet: bool) -> Iterator[Callable[[float], None] | None]:
    """A bar on the standard error where that is a terminal, else nothing."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    bar = Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True)
    with bar:
        task = bar.add_task(words, total=1.0)
        yield lambda part: bar.update(task, completed=part)
