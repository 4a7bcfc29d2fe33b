"""Merchants in a few columns: told, reminded, acknowledged, what each chose, its mandate."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from register.board import BoardMerchant
from screens.tables import heading
from screens.words import CHOICES, ScreenLanguage, short_day, short_name

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "merchants": "契約店舗",
        "told": "通知",
        "reminded": "督促",
        "acknowledged": "受領",
        "chosen": "選択",
        "mandate": "委任",
        "more": "ほか {count}件",
        "staff": "担当者対応",
    },
    "en": {
        "merchants": "Merchants",
        "told": "told",
        "reminded": "rem.",
        "acknowledged": "ackn.",
        "chosen": "choice",
        "mandate": "mand.",
        "more": "{count} more",
        "staff": "with staff",
    },
}
_HEADS = ("told", "reminded", "acknowledged", "chosen", "mandate")


def merchant_rows(
    merchants: Sequence[BoardMerchant], language: ScreenLanguage, rows: int
) -> RenderableType:
    """At most so many merchants, below a heading with the sums."""
    words = _WORDS[language]
    table = Table.grid(expand=True, padding=(0, 1))
    table.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    for _ in _HEADS:
        table.add_column(no_wrap=True)
    table.add_row("", *(Text(words[head], "bright_black") for head in _HEADS))
    for merchant in merchants[:rows]:
        table.add_row(*_row(merchant, language))
    if len(merchants) > rows:
        table.add_row(Text(words["more"].format(count=len(merchants) - rows), "dim"))
    return Group(merchant_sums(merchants, language), table)


def merchant_sums(merchants: Sequence[BoardMerchant], language: ScreenLanguage) -> RenderableType:
    """How many were told and acknowledged, and after how many somebody has to go."""
    words = _WORDS[language]
    told = sum(merchant.told_at is not None for merchant in merchants)
    acknowledged = sum(merchant.acknowledged_at is not None for merchant in merchants)
    waiting = sum(
        merchant.escalated_at is not None and merchant.acknowledged_at is None
        for merchant in merchants
    )
    staff = f"  ▲ {words['staff']} {waiting}" if waiting else ""
    total = len(merchants)
    sums = f"{words['told']} {told}/{total}  {words['acknowledged']} {acknowledged}/{total}"
    return heading(words["merchants"], sums + staff)


def _row(merchant: BoardMerchant, language: ScreenLanguage) -> Iterable[Text]:
    yield Text(short_name(merchant.name))
    yield _day(merchant.told_at)
    yield reminders_cell(merchant)
    yield _day(merchant.acknowledged_at)
    chosen = merchant.choice or ""
    choice = CHOICES[language].get(chosen, chosen)
    yield Text(choice or "·", "default" if choice else "bright_black")
    yield mandate_cell(merchant)


def reminders_cell(merchant: BoardMerchant) -> Text:
    """How often it was reminded; ▲ once staff was sent after it."""
    reminders = f"{merchant.reminders}" if merchant.reminders else "·"
    mark = " ▲" if merchant.escalated_at else ""
    waits = merchant.acknowledged_at is None and merchant.reminders
    return Text(reminders + mark, "yellow" if waits else "bright_black")


def mandate_cell(merchant: BoardMerchant) -> Text:
    """Whether a mandate of it is in force."""
    return Text("✓", "green") if merchant.has_mandate else Text("·", "bright_black")


def _day(moment: datetime | None) -> Text:
    return Text(short_day(moment)) if moment else Text("·", "bright_black")
