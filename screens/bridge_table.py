"""The bridge: published figures, lines, people and notices, and whether the sums close."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from domain.fact_catalogue import FACT_CATALOGUE
from register.people_bridge import Bridge, BridgeRow
from screens.tables import titled_table
from screens.words import ScreenLanguage

_LINES = ("lines", "people", "merged", "set_aside", "undecided")
_NOTICES = ("people", "told", "under_way", "human", "unreached", "unknown", "waiting")
_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "figures": "公表・記録した件数と名簿の対象者",
        "figure": "件数",
        "recorded": "記録",
        "held": "名簿",
        "difference": "差",
        "from_lines": "名簿の行から対象者へ",
        "from_people": "対象者から通知へ",
        "merchant": "契約店舗",
        "total": "計",
        "lines": "行",
        "people": "対象者",
        "merged": "統合",
        "set_aside": "除外",
        "undecided": "未判断",
        "told": "通知済",
        "under_way": "進行中",
        "human": "個別",
        "unreached": "不達",
        "unknown": "不明",
        "waiting": "未着手",
        "closes": "合計は合っています。",
        "open": "合計が合いません。",
        "wrong": "通知の内容がいまの名簿と違う方: {count:,}名。差分の一斉通知の対象になります。",
    },
    "en": {
        "figures": "Figures on record, and people held",
        "figure": "figure",
        "recorded": "recorded",
        "held": "held",
        "difference": "difference",
        "from_lines": "From lines to people",
        "from_people": "From people to notices",
        "merchant": "merchant",
        "total": "total",
        "lines": "lines",
        "people": "people",
        "merged": "merged",
        "set_aside": "set aside",
        "undecided": "undecided",
        "told": "told",
        "under_way": "under way",
        "human": "by hand",
        "unreached": "unreached",
        "unknown": "unknown",
        "waiting": "waiting",
        "closes": "The sums close.",
        "open": "The sums do not close.",
        "wrong": "{count:,} people were told something that is wrong by now; the next wave of "
        "their merchant takes them in.",
    },
}


def bridge_screen(bridge: Bridge, language: ScreenLanguage) -> Iterator[RenderableType]:
    """The tables, then what they amount to."""
    words = _WORDS[language]
    if bridge.published:
        yield _figures(bridge, language)
    rows = (*bridge.merchants, bridge.total)
    yield _table(words["from_lines"], rows, _LINES, language)
    yield _table(words["from_people"], rows, _NOTICES, language)
    if bridge.total.told_wrong:
        yield Text(words["wrong"].format(count=bridge.total.told_wrong), "yellow")
    closes = bridge.total.closes
    yield Text(words["closes" if closes else "open"], "" if closes else "bold red")


def _figures(bridge: Bridge, language: ScreenLanguage) -> RenderableType:
    words = _WORDS[language]
    table = titled_table(words["figures"])
    table.add_column(words["figure"], ratio=1, overflow="fold")
    for name in ("recorded", "held", "difference"):
        table.add_column(words[name], justify="right", no_wrap=True)
    for item in bridge.published:
        number = item.figure.number
        shown = item.difference is not None
        table.add_row(
            _label(item.key, language),
            "-" if number is None else f"{number:,}",
            f"{bridge.total.people:,}" if shown else "",
            f"{item.difference:+,}" if item.difference else ("0" if shown else ""),
        )
    return table


def _label(key: str, language: ScreenLanguage) -> str:
    known = FACT_CATALOGUE.get(key)
    return (known.ja if language == "ja" else known.en) if known else key


def _table(
    title: str, rows: tuple[BridgeRow, ...], names: tuple[str, ...], language: ScreenLanguage
) -> RenderableType:
    words = _WORDS[language]
    table = titled_table(title)
    table.add_column(words["merchant"], ratio=1, overflow="fold")
    for name in names:
        table.add_column(words[name], justify="right", no_wrap=True)
    for row in rows:
        style = "" if row.merchant else "bold"
        cells = (f"{getattr(row, name):,}" for name in names)
        table.add_row(row.merchant or words["total"], *cells, style=style)
    return table
