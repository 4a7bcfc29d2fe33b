"""Every merchant with its key: where it stands, its people, and what it did itself."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from rich.console import RenderableType
from rich.text import Text

from register.board import BoardMerchant
from screens.merchant_rows import mandate_cell, reminders_cell
from screens.tables import titled_table
from screens.words import CHOICES, ScreenLanguage, short_day, short_name

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "merchants": "契約店舗",
        "name": "店舗・鍵",
        "told": "通知",
        "reminded": "督促",
        "acknowledged": "受領",
        "chosen": "選択",
        "mandate": "委任",
        "people": "対象者",
        "reports": "申告",
        "none": "契約店舗はまだ記録されていません。",
    },
    "en": {
        "merchants": "Merchants",
        "name": "name, key",
        "told": "told",
        "reminded": "rem.",
        "acknowledged": "ackn.",
        "chosen": "choice",
        "mandate": "mand.",
        "people": "people",
        "reports": "did itself",
        "none": "No merchant is recorded yet.",
    },
}
_REPORTS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "published": "公表",
        "preliminary_filed": "速報",
        "final_filed": "確報",
        "people_notified": "通知",
        "retraction_received": "訂正受領",
        "people_corrected": "訂正",
    },
    "en": {
        "published": "published",
        "preliminary_filed": "prelim.",
        "final_filed": "final",
        "people_notified": "told",
        "retraction_received": "retraction",
        "people_corrected": "corrected",
    },
}


def merchant_table(merchants: Sequence[BoardMerchant], language: ScreenLanguage) -> RenderableType:
    """All of them; ▲ where staff was sent after a silent one."""
    words = _WORDS[language]
    if not merchants:
        return Text(words["none"])
    table = titled_table(words["merchants"])
    table.add_column(words["name"], ratio=3, overflow="fold")
    for word in ("told", "reminded", "acknowledged", "chosen", "mandate"):
        table.add_column(words[word], no_wrap=True)
    table.add_column(words["people"], justify="right", no_wrap=True)
    table.add_column(words["reports"], ratio=2, overflow="fold")
    for merchant in merchants:
        table.add_row(*_cells(merchant, language))
    return table


def _cells(merchant: BoardMerchant, language: ScreenLanguage) -> Iterable[Text]:
    yield Text.assemble(short_name(merchant.name), (f"\n{merchant.key}", "dim"))
    yield _day(merchant.told_at)
    yield reminders_cell(merchant)
    yield _day(merchant.acknowledged_at)
    chosen = merchant.choice or ""
    yield Text(CHOICES[language].get(chosen, chosen) or "·")
    yield mandate_cell(merchant)
    yield Text(f"{merchant.people:,}")
    reports = (_REPORTS[language].get(kind, kind) for kind in merchant.reports)
    yield Text(" ".join(reports), "dim")


def _day(moment: datetime | None) -> Text:
    return Text(short_day(moment)) if moment else Text("·", "bright_black")
