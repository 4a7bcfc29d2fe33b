"""A reminder to the other side of a thread, ready to be sent by whoever leads the talk."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from domain.threads import Matter, MatterState
from domain.wording import JAPAN

_WEEKDAYS = "月火水木金土日"


class Reminded(NamedTuple):
    """A matter with the words in which it was asked or promised."""

    matter: Matter
    words: str


def reminder(
    addressee: str, sender: str, listed: Sequence[Reminded], now: datetime
) -> tuple[str, str]:
    """Subject and text, in Japanese; `listed` are what is awaited from the addressee.

    It says what is still missing and since when, and neither threatens nor blames: it may be read
    in court.
    """
    numbers = "、".join(str(item.matter.number) for item in listed)
    late = any(item.matter.is_overdue(now) for item in listed)
    subject = f"【{'再依頼・期限経過' if late else 'ご確認'}】ご回答のお願い（{numbers}番）"
    opening = (
        "下記の事項について、期限を過ぎてもご回答をいただいておりません。"
        if late
        else "下記の事項について、ご回答の期限が近づいておりますので、ご確認をお願いいたします。"
    )
    lines = [
        f"{addressee}　ご担当者様",
        "",
        f"{sender}です。",
        opening,
        "本人への通知及び当局への報告の期限が迫っておりますので、至急ご回答ください。",
        "ご回答が一部にとどまる場合は、まず判明している分をお送りいただき、",
        "残りの事項とその見込み時期を併せてお知らせください。",
        "お応えいただけない事項がある場合は、その理由を書面でお知らせください。",
        "",
        "記",
        "",
    ]
    for item in listed:
        lines += _item(item, now)
    lines += ["以上", "", f"{_moment(now)}", sender]
    return subject, "\n".join(lines)


def _item(item: Reminded, now: datetime) -> list[str]:
    matter = item.matter
    standing = "一部のみ受領（残りが未了）" if matter.state is MatterState.PARTIAL else "未回答"
    over = "【期限経過】" if matter.is_overdue(now) else ""
    return [
        f"{matter.number}番　{item.words.strip()}",
        f"　　依頼　{_moment(matter.opened_at)}",
        f"　　期限　{_moment(matter.due_at)}{over}",
        f"　　現況　{standing}"
        + (f"（これまでの督促 {matter.reminders}回）" if matter.reminders else ""),
        "",
    ]


def _moment(moment: datetime) -> str:
    local = moment.astimezone(JAPAN)
    weekday = _WEEKDAYS[local.weekday()]
    return f"{local.year}年{local.month}月{local.day}日（{weekday}）{local:%H時%M分}"
