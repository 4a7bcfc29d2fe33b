"""The catalogue of facts: every key that a document may read, with its title and report item.

A template that asks for a key which is not here is wrong; a key that is here and not in the ledger
is a fact nobody has stated yet, and is said as unknown.
"""

from enum import IntEnum

from pydantic import BaseModel, ConfigDict, Field

from domain.facts import FACT_KEY_PATTERN


class ReportItem(IntEnum):
    """The nine items of a report: Enforcement Rules of the APPI, Rule 8(1).

    A notice to the person states items 1, 2, 4, 5 and 9 (Rule 10).
    """

    OVERVIEW = 1
    DATA = 2
    PEOPLE = 3
    CAUSE = 4
    SECONDARY_DAMAGE = 5
    TOWARD_PEOPLE = 6
    PUBLICATION = 7
    PREVENTION = 8
    OTHER = 9


REPORT_ITEM_TITLES: dict[ReportItem, str] = {
    ReportItem.OVERVIEW: "概要",
    ReportItem.DATA: "漏えい等が発生し、又は発生したおそれがある個人データの項目",
    ReportItem.PEOPLE: "漏えい等が発生し、又は発生したおそれがある個人データに係る本人の数",
    ReportItem.CAUSE: "原因",
    ReportItem.SECONDARY_DAMAGE: "二次被害又はそのおそれの有無及びその内容",
    ReportItem.TOWARD_PEOPLE: "本人への対応の実施状況",
    ReportItem.PUBLICATION: "公表の実施状況",
    ReportItem.PREVENTION: "再発防止のための措置",
    ReportItem.OTHER: "その他参考となる事項",
}


class CataloguedFact(BaseModel):
    """A key with the words it is shown under, and the report item it belongs to.

    An `act` is something that somebody does: while nobody has stated it there is nothing to tell,
    which is not the same as an open question under investigation.
    """

    model_config = ConfigDict(frozen=True)

    key: str = Field(pattern=FACT_KEY_PATTERN)
    ja: str
    en: str
    item: ReportItem

    @property
    def act(self) -> bool:
        """Whether the fact is an act (連絡, 公表, 届出) and no finding."""
        return self.item in _ITEMS_OF_ACTS or self.key.startswith(_FAMILIES_OF_ACTS)


_FAMILIES_OF_ACTS = ("containment.", "measures.")
_ITEMS_OF_ACTS = frozenset(
    {
        ReportItem.TOWARD_PEOPLE,
        ReportItem.PUBLICATION,
        ReportItem.PREVENTION,
        ReportItem.OTHER,
    }
)


def _catalogued(item: ReportItem, *rows: tuple[str, str, str]) -> list[CataloguedFact]:
    return [CataloguedFact(key=key, ja=ja, en=en, item=item) for key, ja, en in rows]


_ENTRIES: list[CataloguedFact] = [
    *_catalogued(
        ReportItem.OVERVIEW,
        ("overview", "概要", "Overview"),
        ("occurred", "発生日", "Occurred"),
        ("discovered", "発覚日", "Discovered"),
        ("discovered_by", "発覚の経緯", "How it was discovered"),
        ("alarm.source", "端緒（通報の経路）", "Source of the alarm"),
        ("alarm.vouched", "通報を裏付けた者", "Who vouches for the alarm"),
        ("alarm.called_back", "通報の確認（折返し）", "How the alarm was called back"),
        ("event_type", "事態の種別", "Type of event"),
        ("systems.involved", "対象のアプリ・システム", "Systems involved"),
        ("systems.ours", "当社システムの状況", "State of our own systems"),
        ("containment.app_unpublished", "対象アプリの公開停止", "App unpublished"),
        ("containment.access_blocked", "対象アプリの接続遮断", "App access blocked"),
        ("measures.investigation", "調査の状況", "Investigation"),
        ("category.wrongful_purpose", "不正の目的によるおそれ", "Possible wrongful purpose"),
        ("category.special_care", "要配慮個人情報", "Special-care information"),
        ("category.property_damage", "財産的被害のおそれ", "Possible property damage"),
        ("category.my_number", "個人番号（マイナンバー）", "My Number"),
        ("entrustment", "委託の有無", "Entrustment"),
        ("assurance.examined", "漏えいの有無を調べた対象", "What was examined for a leak"),
        ("assurance.period", "漏えいの有無を調べた期間", "Period examined"),
        ("assurance.logs", "記録が欠けていないこと", "Completeness of the logs"),
        ("false_alarm.ground", "漏えい等ではないと判断した根拠", "Why it is no leak"),
        ("false_alarm.examined", "判断にあたり確認した内容", "What was examined"),
    ),
    *_catalogued(
        ReportItem.DATA,
        ("data.items", "対象となる情報の項目", "Data items"),
        ("data.whose", "誰の情報か", "Whose data"),
        ("data.medium", "漏えい等した情報の媒体", "Medium of the data"),
        ("data.not_included", "含まれない情報の項目", "Data items not included"),
    ),
    *_catalogued(
        ReportItem.PEOPLE,
        ("figure.people", "本人の数", "Individuals"),
        ("figure.financial", "うちカード情報等を含む本人の数", "of whom with card or account data"),
        ("figure.names", "氏名の件数", "Names"),
        ("figure.phones", "電話番号の件数", "Phone numbers"),
        ("figure.mail_addresses", "メールアドレスの件数", "Mail addresses"),
        ("figure.postal_addresses", "住所の件数", "Postal addresses"),
        ("figure.accounts", "アカウントの件数", "Accounts"),
        ("figure.merchants", "対象となる事業者の数", "Companies concerned"),
        ("figure.claimed", "第三者の主張する件数", "Number claimed by a third party"),
    ),
    *_catalogued(
        ReportItem.CAUSE,
        ("cause", "原因", "Cause"),
        ("cause.actor", "発生元", "Where it arose"),
        ("cause.method", "具体的な手口", "Method"),
        ("cause.period", "情報が取得された時期", "When the data was taken"),
        ("cause.attacker", "取得した者", "Who took the data"),
    ),
    *_catalogued(
        ReportItem.SECONDARY_DAMAGE,
        ("secondary_damage", "二次被害の有無", "Secondary damage"),
        ("published_by_attacker", "第三者による公開の状況", "Publication by a third party"),
    ),
    *_catalogued(
        ReportItem.TOWARD_PEOPLE,
        ("measures.people", "ご本人への対応", "Measures toward the people"),
        ("measures.merchants", "契約店舗への連絡", "Messages to the merchants"),
    ),
    *_catalogued(
        ReportItem.PUBLICATION,
        ("publication.first", "最初の公表", "First publication"),
        ("publication.follow_up", "続報の公表", "Follow-up publication"),
        ("next_update", "次回の公表予定", "Next update"),
    ),
    *_catalogued(
        ReportItem.PREVENTION,
        ("prevention.done", "実施済みの措置", "Measures taken"),
        ("prevention.planned", "今後の措置", "Measures planned"),
    ),
    *_catalogued(
        ReportItem.OTHER,
        ("negative_assurance", "個別のご連絡がない場合", "Where no individual message came"),
        ("policy.compensation", "補償についての方針", "Decided policy on compensation"),
        ("policy.liability", "責任についての見解", "Decided position on liability"),
        ("business.impact", "業績に与える影響", "Effect on the business results"),
        ("police", "警察への相談・届出", "Police"),
        ("accredited_body", "認定個人情報保護団体への報告", "Accredited body"),
        ("other_authorities", "その他の関係機関への連絡", "Other authorities"),
    ),
]

FACT_CATALOGUE: dict[str, CataloguedFact] = {entry.key: entry for entry in _ENTRIES}

FALSE_ALARM_GROUND = "false_alarm.ground"
FALSE_ALARM_FACTS = (FALSE_ALARM_GROUND, "false_alarm.examined")
"""What a false alarm rests on; whatever takes a warning back says both."""

ITEM_FIGURES: tuple[str, ...] = (
    "figure.names",
    "figure.phones",
    "figure.mail_addresses",
    "figure.postal_addresses",
    "figure.accounts",
)
"""Figures that count one item of data each. They overlap, so nobody may add them up."""
