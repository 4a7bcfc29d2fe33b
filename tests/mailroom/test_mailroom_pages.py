"""The web pages: the list, the search, and one mail as its reader would see it."""

import html
import re
from functools import partial
from pathlib import Path

from mailroom.rendering import MailRenderer
from tests.mailroom.mailroom_runner import (
    EventReceiver,
    RunningMailroom,
    mail,
    person,
    running_mailroom,
    wait_until,
)


def listed(page: str) -> list[str]:
    return re.findall(r'class="recipient">([^<]+)<', page)


def show(mailroom: RunningMailroom, path: str) -> str:
    answer = mailroom.http.get(path)
    assert answer.status_code == 200
    assert "リハーサル用の郵便室" in answer.text
    assert "<script" not in answer.text
    assert "http" not in re.sub(r"srcdoc=\"[^\"]*\"", "", answer.text)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    return answer.text


def test_list_is_newest_first_and_paged(tmp_path: Path) -> None:
    with running_mailroom(tmp_path) as mailroom:
        assert "まだメールはありません" in show(mailroom, "/")
        mailroom.send(mail(*[person(number) for number in range(40)]))
        mailroom.send(mail(*[person(number) for number in range(40, 80)]))
        first, second = show(mailroom, "/"), show(mailroom, "/?page=2")
        assert listed(first) == [f"person{n}@example.jp" for n in range(79, 29, -1)]
        assert listed(second) == [f"person{n}@example.jp" for n in range(29, -1, -1)]
        assert listed(show(mailroom, "/?page=99")) == listed(second)
        assert listed(show(mailroom, "/?page=x")) == listed(first)
        assert "お客様情報の漏えいに関するお知らせ" in first
        assert "お知らせ窓口" in first


def test_search_takes_addresses_literally_in_any_case(tmp_path: Path) -> None:
    underscore = {"to": [{"email": "a_b@example.jp"}]}
    letter = {"to": [{"email": "acb@example.jp"}]}
    with running_mailroom(tmp_path) as mailroom:
        mailroom.send(mail({**underscore}, {**letter}))
        assert listed(show(mailroom, "/?q=A_B")) == ["a_b@example.jp"]
        assert listed(show(mailroom, "/?q=example.jp")) == ["acb@example.jp", "a_b@example.jp"]
        assert "この宛先のメールはありません" in show(mailroom, "/?q=%25")
        assert "<b>" not in show(mailroom, "/?q=<b>")


def test_mail_is_shown_as_its_reader_would_see_it(tmp_path: Path) -> None:
    body = mail(
        {
            "to": [{"email": "taro@example.jp", "name": "山田 太郎"}],
            "cc": [{"email": "cc@example.jp"}],
            "bcc": [{"email": "secret@example.jp"}],
            "substitutions": {"-name-": "山田 <太郎>"},
            "custom_args": {"attempt": "A1"},
        },
        subject="-name- 様へ",
        content=[
            {"type": "text/plain", "value": "-name- 様"},
            {"type": "text/html", "value": '<p class="a">-name- 様</p>'},
        ],
        reply_to={"email": "reply@example.jp"},
        attachments=[{"content": "YQ==", "filename": "お知らせ.pdf"}],
    )
    with running_mailroom(tmp_path) as mailroom:
        mailroom.send(body)
        page = show(mailroom, "/messages/1")
        (frame,) = re.findall(r'<iframe sandbox srcdoc="([^"]*)"', page)
        assert html.unescape(frame) == '<p class="a">山田 <太郎> 様</p>'
        assert "<pre>山田 &lt;太郎&gt; 様</pre>" in page
        assert "<h1>山田 &lt;太郎&gt; 様へ</h1>" in page
        for shown in (
            "お知らせ窓口 &lt;desk@example.jp&gt;",
            "山田 太郎 &lt;taro@example.jp&gt;",
            "cc@example.jp",
            "reply@example.jp",
            "お知らせ.pdf",
            "A1",
            "受付済",
        ):
            assert shown in page
        assert "secret@example.jp" not in page
        assert "secret@example.jp" in show(mailroom, "/messages/3")
        missing = mailroom.http.get("/messages/4")
        assert (missing.status_code, "このメールはありません" in missing.text) == (404, True)


def test_state_is_told_in_words(tmp_path: Path, receiver: EventReceiver) -> None:
    words = {
        "seed": "相手サーバー受領",
        "bounce_per_mille": "不達",
        "drop_per_mille": "送信抑止",
        "defer_per_mille": "再送待ち",
    }
    with running_mailroom(tmp_path, receiver.url) as mailroom:

        def says(page: str, told: str) -> bool:
            return told in show(mailroom, page)

        for number, (behaviour, told) in enumerate(words.items(), start=1):
            mailroom.behave(**{behaviour: 1_000})
            mailroom.send(mail())
            page = f"/messages/{number}"
            wait_until(partial(says, page, told))
            assert told in show(mailroom, "/")


def test_values_are_pasted_once_and_the_longest_tag_wins() -> None:
    values = {"-n-": "-n-kana-", "-n-kana-": "ヤマダ"}
    body = mail(
        person(0, substitutions=values),
        person(1),
        content=[{"type": "text/plain", "value": "-n- (-n-kana-) -n--n-"}],
    )
    renderer = MailRenderer(body)
    assert renderer.text(0) == "-n-kana- (ヤマダ) -n-kana--n-kana-"
    assert renderer.text(1) == "-n- (-n-kana-) -n--n-"
    assert renderer.html(0) is None


def test_own_subject_and_sender_win() -> None:
    sender = {"email": "shop@example.jp"}
    renderer = MailRenderer(mail(person(0, subject="こちら", **{"from": sender}), person(1)))
    assert renderer.subject(0) == "こちら"
    assert renderer.sender(0) == sender
    assert renderer.subject(1) == "お客様情報の漏えいに関するお知らせ"


def test_html_only_mails_differ_by_their_html() -> None:
    def digest(words: str) -> bytes:
        return MailRenderer(mail(content=[{"type": "text/html", "value": words}])).digest(0)

    assert digest("<p>a</p>") == digest("<p>a</p>")
    assert digest("<p>a</p>") != digest("<p>b</p>")
