"""Words for figures, dates, events and time left, in Japanese, as documents and screens say them.

Every date is said in Japan's time whatever zone it comes in; a moment without a zone is refused.
"""

import re
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.documents import LETTERS, MERCHANT_DOCUMENTS, PERSON_DOCUMENTS, DocumentKind
from domain.figures import Figure, FigureKind, FigureUnit
from domain.markings import Marking

JAPAN = ZoneInfo("Asia/Tokyo")

_WEEKDAYS = "月火水木金土日"

# First day of each era, newest first. Facts older than these are dated by the common era.
_ERAS: tuple[tuple[date, str], ...] = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
)


class Language(StrEnum):
    """Languages that documents may be asked for; the value is the folder of the templates."""

    JAPANESE = "ja"
    ENGLISH = "en"


# Counter and noun: a bound stands between them (1,000件以上のアカウント).
_UNITS: dict[FigureUnit, tuple[str, str]] = {
    FigureUnit.PEOPLE: ("名", ""),
    FigureUnit.RECORDS: ("件", ""),
    FigureUnit.ACCOUNTS: ("件", "のアカウント"),
    FigureUnit.CONTRACTS: ("件", "の契約"),
    FigureUnit.COMPANIES: ("社", ""),
}
_BEFORE: dict[FigureKind, str] = {FigureKind.APPROXIMATE: "約", FigureKind.AT_MOST: "最大"}
_AFTER: dict[FigureKind, str] = {FigureKind.AT_LEAST: "以上"}


def figure_words(figure: Figure) -> str:
    """The figure with its kind and unit: 約100,000件, 8社以上, 最大136,346名, 非公表, 調査中."""
    if figure.number is None:
        return "非公表" if figure.kind is FigureKind.WITHHELD else "調査中"
    counter, noun = _UNITS[figure.unit]
    before, after = _BEFORE.get(figure.kind, ""), _AFTER.get(figure.kind, "")
    return f"{before}{figure.number:,}{counter}{after}{noun}"


def date_words(moment: datetime, *, era: bool = False) -> str:
    """The day in Japan: 2026年1月8日（木）, with `era` 令和8年1月8日（木）."""
    return _day_words(_in_japan(moment).date(), era=era)


def moment_words(moment: datetime, *, era: bool = False) -> str:
    """Day and time in Japan: 2026年1月8日（木）20時50分.

    A moment at midnight is a day of which no time is stated: only the day is said.
    """
    local = _in_japan(moment)
    day = _day_words(local.date(), era=era)
    at_midnight = (local.hour, local.minute) == (0, 0)
    return day if at_midnight else f"{day}{local.hour}時{local.minute:02d}分"


def typed_time(moment: datetime) -> str:
    """A time as commands take it, in Japan's zone: 2026-01-13T17:00+09:00."""
    return moment.astimezone(JAPAN).isoformat(timespec="minutes")


def due_words(due: datetime, *, era: bool = False) -> str:
    """A limit, always with its time; midnight ends the day before: …3月9日（月）24時00分."""
    local = _in_japan(due)
    if (local.hour, local.minute) == (0, 0):
        return f"{_day_words(local.date() - timedelta(days=1), era=era)}24時00分"
    return f"{_day_words(local.date(), era=era)}{local.hour}時{local.minute:02d}分"


def time_left_words(due: datetime, now: datetime) -> str:
    """How long until `due`: 残り 2日3時間, 残り 45分; after it 超過 1時間5分."""
    _in_japan(now)
    left = _in_japan(due) - now
    return f"残り {_span_words(left)}" if left >= timedelta(0) else f"超過 {_span_words(-left)}"


def release_words(number: int, *, final: bool = False) -> str:
    """The number of a release: 第1報, 第2報, 最終報."""
    if number < 1:
        raise ValueError("releases are numbered from 1")
    return "最終報" if final else f"第{number}報"


_EVENTS = ("漏えい", "滅失", "毀損")


def event_words(statement: str, *, certain: bool) -> str:
    """The kind of event for running text: 漏えい where it is certain, else 漏えいのおそれ.

    `statement` is the fact `event_type`; a leak is meant where it names no kind. A statement that
    itself speaks of おそれ is never made more certain than it is.
    """
    named = [event for event in _EVENTS if event in statement] or ["漏えい"]
    words = "・".join(named)
    return words if certain and "おそれ" not in statement else f"{words}のおそれ"


# Not the 当社 inside 担当社員, 該当社 or 本当社会.
_OURSELVES = re.compile(
    r"(?<![担該本相適])(?:当社|弊社|当機関|本校|当校|本学)(?!会)(?P<noun>(?=[ァ-ヶ一-龠A-Za-z])(?![内側宛製名]))?"
)


def named_instead_of_ourselves(statement: str, name: str) -> str:
    """A statement of ours (当社, 弊社) as somebody else signs it: with our name in its place.

    A noun that follows at once is joined by の: 当社サービス becomes 「name」のサービス.
    """
    return _OURSELVES.sub(lambda match: name if match["noun"] is None else f"{name}の", statement)


_SUBJECT_MARKS: dict[Marking, str] = {
    Marking.LIVE: "",
    Marking.REPLAY: "【再現】",
    Marking.DRILL: "【訓練】",
}
_BANNERS: dict[Marking, str] = {
    Marking.LIVE: "",
    Marking.REPLAY: "【再現】過去に公表された事案を再現した文書です。実際の通知ではありません。",
    Marking.DRILL: "【訓練】訓練のために作成した文書です。実際の通知ではありません。",
}


_ITSELF: dict[Language, tuple[str, str, str]] = {
    Language.JAPANESE: ("本メール", "本書面", "本書"),
    Language.ENGLISH: ("this mail", "this letter", "this document"),
}


def calls_itself(kind: DocumentKind, language: Language) -> str:
    """What a document calls itself: 本メール, 本書面, 本書."""
    mail, letter, document = _ITSELF[language]
    if kind in LETTERS:
        return letter
    return mail if kind in MERCHANT_DOCUMENTS | PERSON_DOCUMENTS else document


def subject_mark(marking: Marking, language: Language = Language.JAPANESE) -> str:
    """What a subject starts with: nothing if live; 【再現】, [REPLAY] and the like."""
    if language is Language.JAPANESE:
        return _SUBJECT_MARKS[marking]
    return "" if marking is Marking.LIVE else f"[{marking.value.upper()}] "


_EN_BANNERS: dict[Marking, str] = {
    Marking.LIVE: "",
    Marking.REPLAY: "[REPLAY] This replays a published incident. It is no real notice.",
    Marking.DRILL: "[DRILL] This was made for a drill. It is no real notice.",
}


def banner(marking: Marking, language: Language = Language.JAPANESE) -> str:
    """The line that says that this is not a real notice; empty for a live incident."""
    return (_BANNERS if language is Language.JAPANESE else _EN_BANNERS)[marking]


DOCUMENT_TITLES: dict[DocumentKind, str] = {
    DocumentKind.MERCHANT_NOTICE: "契約店舗への通知",
    DocumentKind.PERSON_NOTICE: "ご本人への通知（メール）",
    DocumentKind.PERSON_LETTER: "ご本人への通知（郵送）",
    DocumentKind.PRELIMINARY_REPORT: "速報",
    DocumentKind.FINAL_REPORT: "確報",
    DocumentKind.FIRST_RELEASE: "公表文（第1報）",
    DocumentKind.FOLLOW_UP_RELEASE: "公表文（続報）",
    DocumentKind.MERCHANT_RETRACTION: "契約店舗への訂正とお詫び",
    DocumentKind.PERSON_RETRACTION: "ご本人への訂正とお詫び（メール）",
    DocumentKind.PERSON_RETRACTION_LETTER: "ご本人への訂正とお詫び（郵送）",
    DocumentKind.RETRACTION_RELEASE: "公表文（訂正とお詫び）",
    DocumentKind.WITHDRAWAL_REPORT: "報告の取下げ",
    DocumentKind.FINAL_RELEASE: "公表文（最終報）",
    DocumentKind.AMENDED_REPORT: "報告の追完・訂正",
    DocumentKind.ENTRUSTOR_NOTICE: "委託元への通知",
    DocumentKind.NEGATIVE_ASSURANCE: "対象外の方へのお知らせ",
    DocumentKind.FAQ: "よくあるご質問",
    DocumentKind.DESK_SCRIPT: "窓口の応対要領・想定問答",
    DocumentKind.TIMELY_DISCLOSURE: "適時開示（案）",
    DocumentKind.BOARD_MEMO: "取締役会への報告資料",
    DocumentKind.MERCHANT_KIT: "自ら通知する契約店舗への資料",
}


_WESTERN = re.compile(
    r"(?<![\d/.])(?P<year>(?:19|20)\d\d)年"
    r"(?:(?P<month>\d{1,2})月(?P<day>\d{1,2})日|(?=度|(?:1[0-2]|[1-9])月|[にのまはか、。）]))"
)
_ERA_FOR_WHOLE_YEARS = 2020
"""From here on a year lies in one era only."""


def in_era_dates(statement: str) -> str:
    """A statement with its Western years by the Japanese era: 2026年1月8日 as 令和8年1月8日."""

    def dated(match: re.Match[str]) -> str:
        year = int(match["year"])
        if match["day"] is None:
            return _era_year(date(year, 12, 31)) if year >= _ERA_FOR_WHOLE_YEARS else match[0]
        try:
            day = date(year, int(match["month"]), int(match["day"]))
        except ValueError:
            return match[0]
        return f"{_era_year(day)}{day.month}月{day.day}日"

    return _WESTERN.sub(dated, statement)


def _in_japan(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(JAPAN)


def _day_words(day: date, *, era: bool) -> str:
    year = _era_year(day) if era else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日（{_WEEKDAYS[day.weekday()]}）"


def _era_year(day: date) -> str:
    for first_day, name in _ERAS:
        if day >= first_day:
            number = day.year - first_day.year + 1
            return f"{name}{'元' if number == 1 else number}年"
    return f"{day.year}年"


def _span_words(span: timedelta) -> str:
    hours, minutes = divmod(int(span.total_seconds()) // 60 % (24 * 60), 60)
    if span.days:
        return f"{span.days}日{hours}時間" if hours else f"{span.days}日"
    if hours:
        return f"{hours}時間{minutes}分" if minutes else f"{hours}時間"
    return f"{minutes}分" if minutes else "1分未満"
