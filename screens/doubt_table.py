"""What is in doubt, as a table: who, how many, since when, and whether to decide now."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

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
        "mails": "通数",
        "mails_title": "結果不明の通知",
        "mails_how": "送信事業者の記録か先方への電話で確認のうえ、届いたとみなす: settle … told、"
        "重複を承知で再送する: settle … send_again",
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
        "mails": "mails",
        "mails_title": "Mails in doubt",
        "mails_how": "Look at the provider's own record, or telephone them, then: settle … told "
        "counts them as told, settle … send_again mails them once more, perhaps twice.",
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
        table.add_row(
            doubt.request_id,
            doubt.merchant,
            f"{doubt.people:,}",
            short_moment(doubt.claimed_at),
            _decide(doubt.claimed_at + patience, language, now=doubt.may_be_decided),
        )
    return Group(table, Text(words["how"], "dim"))


class MailDoubtLine(NamedTuple):
    """A document's mails to one merchant, in doubt since `claimed_at` (case times)."""

    merchant: str
    mails: int
    claimed_at: datetime
    decide_from: datetime
    may_be_decided: bool


def mail_doubt_table(lines: Sequence[MailDoubtLine], language: ScreenLanguage) -> RenderableType:
    """One line a merchant."""
    words = _WORDS[language]
    if not lines:
        return Text(words["none"])
    table = titled_table(words["mails_title"])
    table.add_column(words["merchant"], ratio=1, overflow="fold")
    table.add_column(words["mails"], justify="right", no_wrap=True)
    table.add_column(words["claimed"], no_wrap=True)
    table.add_column(words["decide"], no_wrap=True)
    for line in lines:
        decide = _decide(line.decide_from, language, now=line.may_be_decided)
        table.add_row(line.merchant, f"{line.mails:,}", short_moment(line.claimed_at), decide)
    return Group(table, Text(words["mails_how"], "dim"))


def _decide(at: datetime, language: ScreenLanguage, *, now: bool) -> Text:
    words = _WORDS[language]
    return (
        Text(words["now"], "yellow")
        if now
        else Text(words["from"].format(at=short_moment(at)), "dim")
    )
