"""The fields of the report form of the 個人情報保護委員会 (様式第一 and the web form).

The nine headings follow Enforcement Rules of the APPI, Rule 8(1). A field is `verified` where its
wording has been compared with a published source; the others are to be compared with the form
itself before a filing relies on their wording.
"""

from enum import StrEnum
from typing import NamedTuple

HEAD = 0
"""The section above the nine items: who reports to whom, and which report it is."""
RULE_7 = "rule7"


class Entry(StrEnum):
    """How the form takes a value."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    CHOICE = "choice"
    CHOICES = "choices"


class Option(NamedTuple):
    """A box of the form; `words` in a statement stand for it."""

    ja: str
    words: tuple[str, ...]


class FormField(NamedTuple):
    """One field: where it stands, what it is called, where its value comes from.

    `source` is a fact key, `category:<key>` for a question of the law, or `head:<name>`. With
    `if_stated` the field is left out while there is nothing to tell; every other says unknown.
    """

    id: str
    section: int
    ja: str
    en: str
    source: str
    entry: Entry = Entry.TEXT
    options: tuple[Option, ...] = ()
    group: str = ""
    if_stated: bool = False
    verified: bool = False


_EVENTS = (
    Option("漏えい", ("漏えい",)),
    Option("滅失", ("滅失",)),
    Option("毀損", ("毀損",)),
)
_DISCOVERERS = (
    Option("自社", ("自社", "当社の監視", "社内")),
    Option("委託元", ("委託元",)),
    Option("委託先", ("委託先",)),
    Option("本人（顧客）", ("お客様", "お客さま", "顧客", "ご本人")),
    Option("カード会社等", ("カード会社", "決済代行")),
)
_MEDIA = (Option("紙", ("紙", "書類", "書面")), Option("電子", ("電子", "データ", "電磁的")))
_WHOSE = (
    Option("顧客情報", ("顧客", "お客様", "お客さま", "会員")),
    Option("従業者情報", ("従業員", "従業者", "社員", "職員")),
)
_ITEMS = tuple(
    Option(name, words)
    for name, words in (
        ("氏名", ("氏名", "名前")),
        ("生年月日", ("生年月日", "誕生日")),
        ("性別", ("性別",)),
        ("住所", ("住所",)),
        ("電話番号", ("電話番号",)),
        ("メールアドレス", ("メールアドレス",)),
        ("パスワード", ("パスワード",)),
        ("クレジットカード情報", ("クレジットカード", "カード番号")),
        ("口座情報", ("口座",)),
    )
)
_ACTORS = (
    Option("報告者", ("当社", "自社", "報告者")),
    Option("委託先", ("委託先",)),
)
_CAUSES = tuple(
    Option(name, words)
    for name, words in (
        ("不正アクセス", ("不正アクセス", "第三者による不正", "侵入")),
        ("誤交付", ("誤交付",)),
        ("誤送付（メール・郵送等）", ("誤送信", "誤送付")),
        ("誤廃棄", ("誤廃棄",)),
        ("紛失", ("紛失",)),
        ("盗難", ("盗難",)),
        ("従業者不正", ("従業者不正", "内部不正", "持ち出し")),
        ("設定の誤り", ("設定の誤り", "設定ミス", "公開設定")),
    )
)
_YES_NO = (Option("該当", ()), Option("非該当", ()))
_F, _E = FormField, Entry

FIELDS: tuple[FormField, ...] = (
    _F("stage", HEAD, "報告の種別", "Type of report", "head:stage", _E.CHOICE, verified=True),
    _F(
        "previous_receipt",
        HEAD,
        "前回の報告の受付番号",
        "Previous receipt number",
        "head:previous_receipt",
        if_stated=True,
    ),
    _F("reporter", HEAD, "報告者の名称", "Reporter", "head:reporter", verified=True),
    _F("address", HEAD, "住所", "Address", "head:address", if_stated=True),
    _F(
        "representative",
        HEAD,
        "代表者の氏名",
        "Representative",
        "head:representative",
        if_stated=True,
    ),
    _F("business_type", HEAD, "業種", "Business type", "head:business_type", if_stated=True),
    _F("contact", HEAD, "担当部署・連絡先", "Contact", "head:contact"),
    _F("in_whose_name", HEAD, "報告の名義", "In whose name", "head:in_whose_name"),
    _F(
        "my_number",
        HEAD,
        "個人番号（マイナンバー）を含むもの",
        "Includes My Number",
        "head:my_number",
        _E.CHOICE,
        _YES_NO,
        verified=True,
    ),
    _F(
        "sector_delegated",
        HEAD,
        "権限の委任を受けた大臣への報告",
        "To a delegated minister",
        "head:sector_delegated",
        _E.CHOICE,
        _YES_NO,
        verified=True,
    ),
    _F("overview", 1, "概要", "Overview", "overview"),
    _F("occurred", 1, "発生日", "Occurred", "occurred", _E.DATE),
    _F("discovered", 1, "発覚日", "Discovered", "discovered", _E.DATE),
    _F("event_type", 1, "事態の種別", "Type of event", "event_type", _E.CHOICES, _EVENTS),
    _F(
        "discovered_by",
        1,
        "発覚の経緯",
        "How it was discovered",
        "discovered_by",
        _E.CHOICE,
        _DISCOVERERS,
    ),
    _F("entrustment", 1, "委託の有無", "Entrustment", "entrustment"),
    _F("systems", 1, "対象のアプリ・システム", "Systems involved", "systems.involved"),
    _F("systems_ours", 1, "報告者のシステムの状況", "Reporter's own systems", "systems.ours"),
    _F(
        "unpublished",
        1,
        "対象アプリの公開停止",
        "App unpublished",
        "containment.app_unpublished",
        if_stated=True,
    ),
    _F(
        "blocked",
        1,
        "対象アプリの接続遮断",
        "App access blocked",
        "containment.access_blocked",
        if_stated=True,
    ),
    _F(
        "investigation",
        1,
        "調査の状況（外部機関を含む）",
        "Investigation, external included",
        "measures.investigation",
    ),
    _F(
        "rule7_1",
        1,
        "第1号（要配慮個人情報）",
        "Item 1 (special care)",
        "category:category.special_care",
        _E.CHOICE,
        group=RULE_7,
    ),
    _F(
        "rule7_2",
        1,
        "第2号（財産的被害が生じるおそれ）",
        "Item 2 (property damage)",
        "category:category.property_damage",
        _E.CHOICE,
        group=RULE_7,
    ),
    _F(
        "rule7_3",
        1,
        "第3号（不正の目的によるおそれ）",
        "Item 3 (wrongful purpose)",
        "category:category.wrongful_purpose",
        _E.CHOICE,
        group=RULE_7,
    ),
    _F(
        "rule7_4",
        1,
        "第4号（本人の数）",
        "Item 4 (number of individuals)",
        "head:over_threshold",
        _E.CHOICE,
        group=RULE_7,
    ),
    _F("medium", 2, "媒体", "Medium", "data.medium", _E.CHOICE, _MEDIA),
    _F("whose", 2, "種類", "Kind of person", "data.whose", _E.CHOICES, _WHOSE),
    _F("items", 2, "項目", "Items", "data.items", _E.CHOICES, _ITEMS),
    _F("not_included", 2, "含まれない情報の項目", "Items not included", "data.not_included"),
    _F("people", 3, "本人の数", "Individuals", "figure.people", _E.NUMBER),
    _F(
        "financial",
        3,
        "うちカード情報等を含む本人の数",
        "of whom with card or account data",
        "figure.financial",
        _E.NUMBER,
    ),
    _F(
        "merchants", 3, "対象となる事業者の数", "Companies concerned", "figure.merchants", _E.NUMBER
    ),
    _F("actor", 4, "発生元", "Where it arose", "cause.actor", _E.CHOICE, _ACTORS),
    _F("cause", 4, "原因", "Cause", "cause", _E.CHOICE, _CAUSES),
    _F("method", 4, "具体的な手口", "Method", "cause.method"),
    _F("period", 4, "情報が取得された時期", "When the data was taken", "cause.period"),
    _F("attacker", 4, "取得した者", "Who took the data", "cause.attacker"),
    _F("secondary", 5, "二次被害の有無", "Secondary damage", "secondary_damage", _E.CHOICE),
    _F(
        "published",
        5,
        "第三者による公開の状況",
        "Publication by a third party",
        "published_by_attacker",
    ),
    _F("people_told", 6, "ご本人への対応", "Measures toward the people", "measures.people"),
    _F("merchants_told", 6, "契約店舗への連絡", "Messages to the merchants", "measures.merchants"),
    _F("first_release", 7, "最初の公表", "First publication", "publication.first"),
    _F(
        "follow_up",
        7,
        "続報の公表",
        "Follow-up publication",
        "publication.follow_up",
        if_stated=True,
    ),
    _F("next_update", 7, "次回の公表予定", "Next update", "next_update", if_stated=True),
    _F("done", 8, "実施済みの措置", "Measures taken", "prevention.done"),
    _F(
        "planned",
        8,
        "今後の措置（完了予定を含む）",
        "Measures planned, with completion",
        "prevention.planned",
    ),
    _F("police", 9, "警察への相談・届出", "Police", "police"),
    _F(
        "other_authorities",
        9,
        "その他の関係機関（外国を含む）への連絡",
        "Other authorities, foreign ones included",
        "other_authorities",
    ),
    _F("accredited", 9, "認定個人情報保護団体への報告", "Accredited body", "accredited_body"),
    _F(
        "negative",
        9,
        "個別のご連絡がない場合",
        "Where no individual message came",
        "negative_assurance",
        if_stated=True,
    ),
)
BY_ID = {field.id: field for field in FIELDS}
