"""The check page (確認ページ): for which notice a code was issued, and what we never ask.

It says nothing about a person and never vouches for a mail: a code can be copied. Whoever has
doubts is sent to the contact desk by telephone.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Protocol

from domain.markings import Marking
from domain.plain_text import clean_line
from domain.wording import Language, banner, date_words
from domain.wording_english import date_in_english
from publishing.frame import STYLE
from publishing.model import Locale

_WORDS: Mapping[Locale, Mapping[str, str]] = {
    "ja": {
        "title": "確認番号の照会",
        "lead": "お知らせに記載された8文字の確認番号が、どのお知らせのために発行されたものかを"
        "確認できます。",
        "code": "確認番号",
        "ask": "照会する",
        "found": "この確認番号は、次のお知らせのために発行されたものです。",
        "matter": "件名",
        "private": "（件名は窓口でご確認ください）",
        "sender": "差出人",
        "when": "お知らせの開始日",
        "unsent": "まだお知らせしていません",
        "way": "お知らせの方法",
        "desk": "お問い合わせ窓口",
        "none": "この確認番号は、当サイトでは確認できませんでした。文字をもう一度お確かめください"
        "（数字の0と英字のO、数字の1と英字のI・Lは区別しません）。",
        "busy": "照会が集中しています。しばらくしてからもう一度お試しください。",
        "no_proof": "確認番号が一致しても、お手元のメールや書面が当社からのものであることの証明には"
        "なりません。番号は書き写すことができます。ご不安な場合は、上記の窓口またはお取引先の"
        "公式の電話番号にお問い合わせください。",
        "never": "当社のお知らせが求めないもの",
        "other": "English",
    },
    "en": {
        "title": "Check a code",
        "lead": "Here you can see for which notice the code of eight characters on it was issued.",
        "code": "Check code",
        "ask": "Check",
        "found": "This code was issued for the following notice.",
        "matter": "Matter",
        "private": "(ask the desk)",
        "sender": "Sender",
        "when": "Notices began on",
        "unsent": "no notice has left yet",
        "way": "Sent by",
        "desk": "Contact desk",
        "none": "This code is not known here. Please look at its characters once more (0 and O, "
        "and 1, I and L, are the same).",
        "busy": "There are too many questions at the moment. Please try again in a while.",
        "no_proof": "A code that is known does not prove that the mail or letter in your hands is "
        "ours: codes can be copied. In doubt, telephone the desk named above, or the published "
        "number of the company that you deal with.",
        "never": "What our notices never ask",
        "other": "日本語",
    },
}
NEVER: Mapping[Locale, tuple[str, ...]] = {
    "ja": (
        "パスワード、暗証番号、認証コードの入力や返信",
        "クレジットカード番号や口座番号",
        "個人番号（マイナンバー）",
        "振込み、手数料、電子マネーの購入",
        "リンク先でのログイン、アプリの導入、遠隔操作の許可",
    ),
    "en": (
        "passwords, PINs or authentication codes",
        "card or account numbers",
        "your Individual Number (My Number)",
        "a transfer, a fee or prepaid cards",
        "a login behind a link, an app to install, or remote control of your device",
    ),
}
_WAYS: Mapping[str, tuple[str, str]] = {
    "mail": ("電子メール", "mail"),
    "letter": ("郵送", "letter"),
    "call": ("お電話", "telephone"),
    "sms": ("ショートメッセージ", "short message"),
    "in_service": ("サービス内のお知らせ", "a message in the service"),
    "merchant": ("お取引先からのご連絡", "the company that you deal with"),
}
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
}


class IssuedNotice(Protocol):
    """What may be said about a code; see `register.code_questions.IssuedCode`."""

    @property
    def title(self) -> str:
        """The incident's title; empty where that is private."""

    @property
    def sender(self) -> str:
        """In whose name the notice is sent."""

    @property
    def channel(self) -> str:
        """The kind of channel."""

    @property
    def marking(self) -> str:
        """Whether it is a rehearsal."""

    @property
    def desk(self) -> Mapping[str, str]:
        """Name, phone and hours of the desk."""

    @property
    def told_at(self) -> datetime | None:
        """When the notices began."""


def check_page(
    language: Locale, found: Sequence[IssuedNotice] | None = None, *, busy: bool = False
) -> str:
    """The page; `found` is None before anybody asked, and empty for a code that is not known."""
    words = _WORDS[language]
    parts = [f"<h1>{escape(words['title'])}</h1>", f"<p>{escape(words['lead'])}</p>"]
    if busy:
        parts.append(f'<p class="note" role="status">{escape(words["busy"])}</p>')
    elif found is not None:
        parts.append(_answer(language, found))
    parts += [
        _form(language),
        f"<h2>{escape(words['never'])}</h2>",
        f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in NEVER[language])}</ul>",
    ]
    other: Locale = "en" if language == "ja" else "ja"
    link = f'<a href="?language={other}" lang="{other}">{escape(words["other"])}</a>'
    return f"""<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(words["title"])}</title>
<style>{STYLE}
input{{font:inherit;padding:.4rem .6rem;width:12rem;max-width:100%;border:1px solid #555}}
button{{font:inherit;padding:.4rem 1.2rem;background:#0b4f9c;color:#fff;border:0}}
</style>
</head>
<body>
<header><p>{link}</p></header>
<main id="text">
{chr(10).join(parts)}
</main>
</body>
</html>
"""


def _answer(language: Locale, found: Sequence[IssuedNotice]) -> str:
    words = _WORDS[language]
    if not found:
        return f'<p class="note" role="status">{escape(words["none"])}</p>'
    notices = "".join(_notice(language, notice) for notice in found)
    proof = f'<p class="correction">{escape(words["no_proof"])}</p>'
    return f'<div role="status"><p>{escape(words["found"])}</p>{notices}{proof}</div>'


def _notice(language: Locale, notice: IssuedNotice) -> str:
    words = _WORDS[language]
    japanese = language == "ja"
    way = _WAYS.get(notice.channel)
    day = date_words if japanese else date_in_english
    rows = [
        (words["matter"], notice.title or words["private"]),
        (words["sender"], notice.sender),
        (words["when"], day(notice.told_at) if notice.told_at else words["unsent"]),
        (words["way"], way[0 if japanese else 1] if way else "—"),
        (words["desk"], " ".join(part for part in notice.desk.values() if part) or "—"),
    ]
    spoken = Language.JAPANESE if japanese else Language.ENGLISH
    mark = banner(Marking(notice.marking), spoken)
    head = f'<p class="marking">{escape(mark)}</p>' if mark else ""
    entries = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(clean_line(said))}</dd>" for name, said in rows
    )
    return f"{head}<dl>{entries}</dl>"


def _form(language: Locale) -> str:
    words = _WORDS[language]
    return (
        f'<form method="post" action="?language={language}">'
        f'<p><label for="code">{escape(words["code"])}</label><br>'
        '<input id="code" name="code" maxlength="20" autocomplete="off" required '
        'autocapitalize="characters" spellcheck="false"> '
        f'<button type="submit">{escape(words["ask"])}</button></p>'
        "</form>"
    )
