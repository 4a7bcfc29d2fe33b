"""What people can do, by what leaked: one sentence an item, in Japanese and English.

The items are recognised in the words of the fact `data.items`. What nobody has named brings no
advice of its own, so that a letter never suggests that more has leaked than is stated.
"""

from enum import StrEnum


class LeakedItem(StrEnum):
    """Kinds of data that need advice of their own."""

    PHONE = "phone"
    MAIL = "mail"
    ADDRESS = "address"
    PASSWORD = "password"  # noqa: S105 - the name of a kind of data
    CARD = "card"
    ACCOUNT = "account"
    MY_NUMBER = "my_number"
    HEALTH = "health"


# Longer words first where a shorter one stands inside (メールアドレス holds アドレス).
_NAMED: dict[LeakedItem, tuple[str, ...]] = {
    LeakedItem.PHONE: ("電話", "携帯番号", "phone", "telephone"),
    LeakedItem.MAIL: ("メール", "e-mail", "email", "mail address"),
    LeakedItem.ADDRESS: ("住所", "お届け先", "postal address", "home address"),
    LeakedItem.PASSWORD: ("パスワード", "暗証番号", "password"),
    LeakedItem.CARD: (
        "カード番号",
        "クレジットカード",
        "カード情報",
        "payment card",
        "credit card",
    ),
    LeakedItem.ACCOUNT: ("口座", "bank account"),
    LeakedItem.MY_NUMBER: ("個人番号", "マイナンバー", "my number"),
    LeakedItem.HEALTH: ("健康", "病歴", "診療", "診断", "障害", "既往", "health", "medical"),
}

_ADVICE: dict[str, dict[LeakedItem, str]] = {
    "ja": {
        LeakedItem.PHONE: "心当たりのない番号からの電話やSMS（ショートメッセージ）には応じず、"
        "記載された番号へ折り返さないようご注意ください。",
        LeakedItem.MAIL: "心当たりのないメールの添付ファイルを開かず、記載された先へ情報を"
        "入力しない"
        "ようご注意ください。",
        LeakedItem.ADDRESS: "身に覚えのない郵便物や代金引換の荷物は、受け取る前に差出人を"
        "ご確認ください。",
        LeakedItem.PASSWORD: "同じ、または似たパスワードをほかのサービスでもお使いの場合は、"
        "各サービスの"
        "正規の手順により、すべて異なるものへご変更ください。",
        LeakedItem.CARD: "ご利用明細に身に覚えのない請求がないかをご確認いただき、"
        "不審な点があるときは、"
        "カードの裏面に記載されたカード会社へご連絡ください。",
        LeakedItem.ACCOUNT: "預貯金口座に身に覚えのない出金がないかをご確認いただき、"
        "不審な点があるときは、"
        "お取引の金融機関へご連絡ください。",
        LeakedItem.MY_NUMBER: "個人番号（マイナンバー）の提供を求める不審な連絡に"
        "は応じないでください。"
        "個人番号の取扱いや変更については、お住まいの市区町村の窓口にご相談いただけます。",
        LeakedItem.HEALTH: "健康や診療に関する情報を知っていることを示して、支払いや情報の提供を"
        "求める"
        "連絡には応じないでください。",
    },
    "en": {
        LeakedItem.PHONE: "Do not answer calls or text messages from numbers you do not know, and "
        "do not call back the numbers that they give.",
        LeakedItem.MAIL: "Do not open attachments of mails that you did not expect, and enter "
        "nothing at the places that they name.",
        LeakedItem.ADDRESS: "Check the sender of post or parcels against payment that you did not "
        "order before you accept them.",
        LeakedItem.PASSWORD: "If you use the same or a similar password elsewhere, change it there "
        "in the service's own way, to a different one for each.",
        LeakedItem.CARD: "Check your card statements for charges that you do not know, and if "
        "there "
        "are any, call the issuer named on the back of your card.",
        LeakedItem.ACCOUNT: "Check your bank account for withdrawals that you do not know, and if "
        "there are any, tell your bank.",
        LeakedItem.MY_NUMBER: "Do not answer anybody who asks for your Individual Number (My "
        "Number). Your municipality can advise you about its handling and change.",
        LeakedItem.HEALTH: "Do not answer anybody who shows knowledge of your health or treatment "
        "and asks for payment or information.",
    },
}


def leaked_items(statement: str) -> tuple[LeakedItem, ...]:
    """The kinds of data that a statement names, in the order of the advice."""
    said = statement.lower()
    return tuple(item for item, words in _NAMED.items() if any(word in said for word in words))


def advice(statement: str, language: str) -> tuple[str, ...]:
    """The advice for what a statement says has leaked; `language` is `ja` or `en`."""
    return tuple(_ADVICE[language][item] for item in leaked_items(statement))
