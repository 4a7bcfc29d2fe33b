"""The doctor's findings on the screen."""

from collections.abc import Sequence

from rich.console import RenderableType
from rich.text import Text

from commands.checks.finding import CheckName, Finding, Status
from screens.tables import titled_table
from screens.words import ScreenLanguage

_STYLES: dict[Status, str] = {"ok": "green", "warn": "yellow", "fail": "bold red"}
_STATES: dict[ScreenLanguage, dict[Status, str]] = {
    "ja": {"ok": "良", "warn": "注意", "fail": "不良"},
    "en": {"ok": "ok", "warn": "warn", "fail": "fail"},
}
_TITLES: dict[ScreenLanguage, str] = {"ja": "点検", "en": "Check-up"}
_NAMES: dict[ScreenLanguage, dict[CheckName, str]] = {
    "ja": {
        "settings": "設定",
        "data_folder": "データフォルダー",
        "disk": "ディスク",
        "key": "鍵",
        "register": "記録簿",
        "clock_database": "時計(記録簿)",
        "temporal": "Temporal",
        "search_attributes": "検索属性",
        "worker": "ワーカー",
        "clock_temporal": "時計(Temporal)",
        "intake": "受付",
        "mail": "メール",
        "webhook": "Webhook の鍵",
        "sender": "差出人",
        "holidays": "祝日",
    },
    "en": {
        "settings": "settings",
        "data_folder": "data folder",
        "disk": "disk",
        "key": "key",
        "register": "register",
        "clock_database": "clock (register)",
        "temporal": "Temporal",
        "search_attributes": "search attributes",
        "worker": "worker",
        "clock_temporal": "clock (Temporal)",
        "intake": "intake",
        "mail": "mail",
        "webhook": "webhook key",
        "sender": "sender",
        "holidays": "holidays",
    },
}


def findings_table(findings: Sequence[Finding], language: ScreenLanguage) -> RenderableType:
    """Every check in a row."""
    table = titled_table(_TITLES[language])
    table.show_header = False
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for finding in findings:
        table.add_row(
            Text(_STATES[language][finding.status], _STYLES[finding.status]),
            Text(_NAMES[language][finding.check]),
            Text(finding.found.in_language(language)),
        )
    return table
