"""Requests in doubt, as a table: who, how many, since when, and whether to decide now."""

from collections.abc import Sequence
from datetime import timedelta

from rich.console import Group, RenderableType
from rich.text import Text

from register.doubts import Doubt
from screens.tables import titled_table
from screens.words import ScreenLanguage, short_moment

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "title": "結果不明の送信",
        "request": "送信",
        "merchant": "契約店舗",
        "people": "人数",
        "claimed": "送信時刻",
        "decide": "判断",
        "now": "判断待ち",
        "from": "{at} から",
        "none": "結果不明の送信はありません。",
        "how": "送信事業者の記録を確認のうえ、届いたとみなす: settle … told、"
        "重複を承知で再送する: settle … send_again",
    },
    "en": {
        "title": "Requests in doubt",
        "request": "request",
        "merchant": "merchant",
        "people": "people",
        "claimed": "sent at",
        "decide": "decide",
        "now": "now",
        "from": "from {at}",
        "none": "No request is in doubt.",
        "how": "Look at the provider's own record, then: settle … told counts them as told, "
        "settle … send_again mails them once more, some perhaps twice.",
    },
}


def doubt_table(
    doubts: Sequence[Doubt], patience: timedelta, language: ScreenLanguage
) -> RenderableType:
    """One line a request; `patience` is how long events are waited for before a person decides."""
    words = _WORDS[language]
    if not doubts:
        return Text(words["none"])
    table = titled_table(words["title"])
    table.add_column(words["request"], no_wrap=True)
    table.add_column(words["merchant"], ratio=1, overflow="fold")
    table.add_column(words["people"], justify="right", no_wrap=True)
    table.add_column(words["claimed"], no_wrap=True)
    table.add_column(words["decide"], no_wrap=True)
    for doubt in doubts:
        later = words["from"].format(at=short_moment(doubt.claimed_at + patience))
        table.add_row(
            doubt.request_id,
            doubt.merchant,
            f"{doubt.people:,}",
            short_moment(doubt.claimed_at),
            Text(words["now"], "yellow") if doubt.may_be_decided else Text(later, "dim"),
        )
    return Group(table, Text(words["how"], "dim"))
