"""The same words for every way of sending that is measured, and the people they go to."""

from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import Environment, StrictUndefined

from domain.person_fields import PersonField

SUBJECT = "【訓練】お客様の個人情報の漏えいに関するお知らせ"
SENDER_MAIL = "notice@example.jp"
SENDER_NAME = "見本店 お客様窓口"
ITEMS = "氏名、メールアドレス、お届け先住所"
FIELDS = (PersonField.NAME, PersonField.ITEMS, PersonField.CHECK_CODE)

TEXT = """{{ name }} 様

このたび、弊社が業務を委託しているシステムに対する不正アクセスにより、お客様の個人情報が外部に
漏えいした可能性があることが判明いたしました。多大なご迷惑とご心配をおかけしますことを、深くお詫び
申し上げます。

■ 漏えいした可能性のある情報
{{ items }}

■ 発生の経緯
委託先のシステムが第三者による不正アクセスを受け、保存されていた注文の記録が閲覧された可能性が
あります。発覚後ただちに外部との接続を遮断し、個人情報保護委員会への報告と警察への相談を行いました。

■ お客様へのお願い
弊社や委託先を名乗る不審な電話、メール、封書にご注意ください。暗証番号やカードの情報をお尋ねする
ことはございません。ほかのサービスで同じパスワードをお使いの場合は、変更をお願いいたします。

■ お問い合わせ窓口
専用ダイヤル 0120-000-000（平日 9時から18時）
お問い合わせの際は、次の確認番号をお伝えください。
確認番号: {{ check_code }}
"""
_PARAGRAPHS = "".join(f"<p>{line}</p>\n" for line in TEXT.splitlines() if line)
HTML = (
    '<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>お知らせ</title></head>\n'
    f"<body>\n{_PARAGRAPHS}</body></html>\n"
)


@dataclass(frozen=True, slots=True)
class OpenPerson:
    """A made-up person whose data lies open in memory."""

    name: str
    mail: str
    items: str
    check_code: str

    def values(self) -> dict[PersonField, str]:
        """The fields in the words for this person."""
        return {
            PersonField.NAME: self.name,
            PersonField.ITEMS: self.items,
            PersonField.CHECK_CODE: self.check_code,
        }


def open_people(count: int) -> list[OpenPerson]:
    """So many people, none of whom shares an address with another."""
    return [
        OpenPerson(f"見本 {n:06}", f"p{n}@mail.example.jp", ITEMS, f"{n:08}")
        for n in range(1, count + 1)
    ]


class Templates:
    """Text and HTML as Jinja templates, compiled once."""

    def __init__(self) -> None:
        self._text = Environment(undefined=StrictUndefined, autoescape=False).from_string(TEXT)  # noqa: S701 - plain text
        self._html = Environment(undefined=StrictUndefined, autoescape=True).from_string(HTML)

    def rendered(self, values: Mapping[PersonField, str]) -> tuple[str, str]:
        """Text and HTML for these values."""
        given = {field.value: value for field, value in values.items()}
        return self._text.render(given), self._html.render(given)

    def with_markers(self) -> dict[str, str]:
        """The words as they are approved: with a marker where a person's field belongs."""
        text, html = self.rendered({field: field.marker for field in FIELDS})
        return {"subject": SUBJECT, "text": text, "html": html}
