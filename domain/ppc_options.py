"""The boxes of the report form, and the words of a statement that stand for each.

None of these boxes has been compared with the form itself: a filing takes their wording from there.
"""

from typing import NamedTuple


class Option(NamedTuple):
    """A box of the form; `words` in a statement stand for it, `en` is what it is in English."""

    ja: str
    words: tuple[str, ...]
    en: str = ""


OTHER = Option("その他", ("その他", "other"), "other")
UNKNOWN = Option("不明", (), "unknown")
"""The box of what nobody knows yet: no statement chooses it."""

EVENTS = (
    Option("漏えい", ("漏えい", "leak"), "Leak"),
    Option("滅失", ("滅失", "loss"), "Loss"),
    Option("毀損", ("毀損", "damage"), "Damage"),
)
DISCOVERERS = (
    Option("自社", ("自社", "当社の監視", "社内", "our own")),
    Option("委託元", ("委託元", "entrustor")),
    Option("委託先", ("委託先", "entrustee")),
    Option("本人（顧客）", ("お客様", "お客さま", "顧客", "ご本人", "customer")),
    Option("カード会社等", ("カード会社", "決済代行", "card company")),
    OTHER,
)
MEDIA = (
    Option("紙", ("紙", "書類", "書面", "paper")),
    Option("電子", ("電子", "データ", "電磁的", "electronic")),
    OTHER,
)
WHOSE = (
    Option("顧客情報", ("顧客", "お客様", "お客さま", "会員", "customer", "member data")),
    Option("従業者情報", ("従業員", "従業者", "社員", "職員", "employee", "staff")),
    OTHER,
)
ITEMS = tuple(
    Option(name, words)
    for name, words in (
        ("氏名", ("氏名", "名前", "names")),
        ("生年月日", ("生年月日", "誕生日", "birth")),
        ("性別", ("性別", "gender")),
        ("住所", ("住所", "postal address")),
        ("電話番号", ("電話番号", "phone number")),
        ("メールアドレス", ("メールアドレス", "mail address")),
        ("パスワード", ("パスワード", "password")),
        ("クレジットカード情報", ("クレジットカード", "カード番号", "card number")),
        ("口座情報", ("口座", "bank account")),
        (OTHER.ja, OTHER.words),
    )
)
ACTORS = (
    Option("報告者", ("当社", "自社", "報告者", "the reporter")),
    Option("委託先", ("委託先", "entrustee")),
    UNKNOWN,
    OTHER,
)
CAUSES = tuple(
    Option(name, words)
    for name, words in (
        (
            "不正アクセス",
            ("不正アクセス", "第三者による不正", "侵入", "unlawful access", "unauthorised access"),
        ),
        ("誤交付", ("誤交付", "handed to the wrong")),
        ("誤送付（メール・郵送等）", ("誤送信", "誤送付", "sent to the wrong")),
        ("誤廃棄", ("誤廃棄", "discarded by mistake")),
        ("紛失", ("紛失", "was lost")),
        ("盗難", ("盗難", "theft")),
        ("従業者不正", ("従業者不正", "内部不正", "持ち出し", "insider")),
        ("設定の誤り", ("設定の誤り", "設定ミス", "公開設定", "misconfigur")),
        (OTHER.ja, OTHER.words),
    )
)
YES_NO = (Option("該当", (), "yes"), Option("非該当", (), "no"))
DAY_UNKNOWN = (UNKNOWN,)
NUMBER_UNKNOWN = (UNKNOWN,)
HAPPENED = (
    Option("発生", ("発生",), "occurred"),
    Option(
        "発生したおそれ", ("おそれ", "恐れ", "可能性", "possible", "may have"), "may have occurred"
    ),
)
ENTRUSTMENTS = (
    Option("委託なし", ("委託なし", "委託はありません", "委託していません", "no entrust"), "none"),
    Option(
        "委託元である", ("委託しています", "委託元である", "entrusted to a"), "we are the entrustor"
    ),
    Option(
        "委託先である",
        ("委託を受け", "委託先である", "受託", "entrusted to the reporter"),
        "we are the entrustee",
    ),
)
EXTERNAL = (
    Option(
        "実施済み",
        ("調査を完了しました", "調査が完了しました", "調査を終えました", "has been completed"),
        "done",
    ),
    Option("実施予定", ("依頼する予定", "実施予定", "実施する予定", "will be examined"), "planned"),
    Option("実施しない", ("依頼していません", "実施しない", "no external"), "none"),
)
SECONDARY = (
    Option(
        "有",
        (
            "被害が発生しました",
            "被害がありました",
            "被害を確認しました",
            "不正利用を確認しました",
            "has been damage",
        ),
        "yes",
    ),
    Option(
        "無",
        ("被害はありません", "被害はない", "被害なし", "被害は発生していません", "no secondary"),
        "no",
    ),
    UNKNOWN._replace(en="unknown"),
)
TOWARD_PEOPLE = (
    Option(
        "実施済み",
        ("通知しました", "お知らせしました", "通知を完了", "連絡しました", "have been told"),
        "done",
    ),
    Option(
        "実施中",
        ("順次", "実施中", "通知しています", "お知らせしています", "are being told"),
        "under way",
    ),
    Option("実施予定", ("予定", "will be told"), "planned"),
    Option("予定なし", ("通知しない", "お知らせしない", "will not be told"), "none planned"),
)
PUBLICATION = (
    Option(
        "実施済み", ("公表しました", "掲載しました", "was published", "has been published"), "done"
    ),
    Option("実施予定", ("公表する予定", "公表予定", "will publish"), "planned"),
    Option("検討中", ("検討", "considering"), "being considered"),
    Option("予定なし", ("公表しない", "公表しません", "will not publish"), "none planned"),
)
PUBLISHED_BY = (
    Option(
        "ウェブサイトへの掲載",
        ("ウェブサイト", "ホームページ", "サイト", "website"),
        "on a website",
    ),
    Option("報道機関への発表", ("記者会見", "報道", "プレス", "press"), "to the press"),
    OTHER,
)
TOLD_BY = (
    Option(
        "電子メール",
        ("電子メール", "メールで", "メールにて", "メールを送", "by mail", "by e-mail"),
        "mail",
    ),
    Option("書面の郵送", ("書面", "郵送", "書状", "by letter"), "letter"),
    Option("電話", ("電話で", "電話に", "電話連絡", "または電話", "by phone"), "phone"),
    OTHER,
)
