"""The demo case's facts, at its follow-up release, as contexts of every kind of document."""

from datetime import datetime
from zoneinfo import ZoneInfo

from contracts.document_context import (
    BusinessView,
    ClockView,
    Desk,
    DocumentContext,
    EarlierWords,
    FactView,
    FilingKind,
    FilingView,
    IncidentWords,
    NamedFigure,
    Organisation,
    ProgressView,
    ReleaseView,
    ReplyWay,
    RetractionView,
)
from domain.documents import DocumentKind
from domain.facts import FactStatus
from domain.figures import Figure, FigureKind, FigureUnit
from domain.markings import Marking
from domain.parties import PartyRole
from domain.voices import OrganisationForm

JAPAN = ZoneInfo("Asia/Tokyo")
AS_OF = datetime(2026, 1, 13, 15, 0, tzinfo=JAPAN)
TITLE = "レジ連携アプリにおける個人情報の漏えい"

PLATFORM = Organisation(
    name="株式会社ことりレジ",
    department="個人情報保護室",
    representative="代表取締役　架空　太郎",
    postal_code="000-0000",
    address="架空県見本市中央0丁目0番0号",
    desk=Desk(
        name="ことりレジ 個人情報お問い合わせ窓口",
        phone="0120-000-000",
        hours="9時から18時まで（土日祝日を含む）",
        mail="desk@kotori-regi.example",
        url="https://kotori-regi.example/notice/",
    ),
)
MERCHANT = Organisation(
    name="株式会社すずらん自転車",
    postal_code="000-0001",
    address="架空県見本市北町0番0号",
    desk=Desk(
        name="すずらん自転車 お客様専用窓口",
        phone="0120-000-001",
        hours="9時から18時まで（土日祝日を含む）",
        mail="customers@suzuran-cycle.example",
        url="https://suzuran-cycle.example/",
    ),
)


def day(number: int, hour: int = 0, minute: int = 0, month: int = 1) -> datetime:
    """A moment of the case year, in Japan."""
    return datetime(2026, month, number, hour, minute, tzinfo=JAPAN)


def records(number: int, unit: FigureUnit = FigureUnit.RECORDS) -> Figure:
    """An exact figure."""
    return Figure(kind=FigureKind.EXACT, unit=unit, number=number)


def fact(
    key: str,
    statement: str = "",
    *,
    status: FactStatus = FactStatus.KNOWN,
    figure: Figure | None = None,
    moment: datetime | None = None,
    public: bool = True,
) -> FactView:
    """A fact as of the follow-up release, stated by the platform."""
    return FactView(
        key=key,
        status=status,
        statement=statement,
        figure=figure,
        moment=moment,
        as_of=AS_OF,
        source_name=PLATFORM.name,
        public=public,
    )


UNKNOWN = FactStatus.UNKNOWN
SUSPECTED = FactStatus.SUSPECTED

FACTS = (
    fact(
        "overview",
        "当社のアプリマーケットで提供されていた外部アプリにおいて、提供会社が保有していた会員情報が"
        "不正に取得され、第三者により公開されました。",
    ),
    fact("occurred", status=UNKNOWN),
    fact("discovered", moment=day(8)),
    fact(
        "discovered_by", "SNS上の投稿を受けて社内調査を行い、提供会社への確認により判明しました。"
    ),
    fact("event_type", "漏えい（発生）"),
    fact("systems.involved", "外部アプリ「みつもり日和」（見積書・請求書の作成）"),
    fact(
        "systems.ours",
        "当社のサーバーへの不正アクセス、当社のシステムからの漏えいは、現時点で確認されておりません。",
    ),
    fact("data.items", "氏名、電話番号"),
    fact("data.not_included", "メールアドレス、住所、決済に関する情報"),
    fact("figure.names", figure=records(136_346)),
    fact("figure.phones", figure=records(114_951)),
    fact("figure.merchants", figure=records(8, FigureUnit.COMPANIES)),
    FactView(
        key="figure.claimed",
        status=FactStatus.KNOWN,
        figure=Figure(kind=FigureKind.APPROXIMATE, unit=FigureUnit.RECORDS, number=100_000),
        as_of=AS_OF,
        source_name="海外の掲示板の投稿者",
    ),
    fact(
        "cause",
        "外部アプリの提供会社が保有する会員情報への第三者による不正なアクセス",
        status=SUSPECTED,
    ),
    fact("cause.method", status=UNKNOWN),
    fact("cause.period", status=UNKNOWN),
    fact("cause.attacker", status=UNKNOWN),
    fact("published_by_attacker", "会員情報の一部が海外の掲示板に公開されたことを確認しています。"),
    fact("containment.app_unpublished", "対象アプリの公開を停止しました。", moment=day(8)),
    fact(
        "containment.access_blocked",
        "対象アプリから当社サービスへの接続を遮断し、データの取得を停止しました。",
        moment=day(8),
    ),
    fact("secondary_damage", status=UNKNOWN),
    fact(
        "measures.merchants",
        "対象の契約店舗へ個別にメールでお知らせしました。",
        moment=day(8, 20, 50),
    ),
    fact("measures.people", "契約店舗の委任に基づき、対象のお客様へ順次お知らせします。"),
    fact("measures.investigation", "提供会社とともに、原因と影響の範囲の調査を続けています。"),
    fact("publication.first", "当社ウェブサイトで第1報を公表しました。", moment=day(8)),
    fact("prevention.planned", "アプリマーケットの審査と運営管理の方法を見直します。"),
    fact(
        "negative_assurance",
        "当社から個別のメールをお送りしていない契約店舗では、漏えいは確認されておりません。",
    ),
    fact(
        "false_alarm.ground",
        "公開されたファイルは、当社が架空の氏名と電話番号で作成した動作確認用のものであり、"
        "実在するお客様の情報は含まれていませんでした。",
    ),
    fact(
        "false_alarm.examined",
        "公開されたファイルの全件を会員情報と照合し、一致する方がいないことを確認しました。また、"
        "提供会社の接続記録を調べ、会員情報が取得された形跡がないことを確認しました。",
    ),
    fact("category.wrongful_purpose"),
    fact("category.special_care", status=FactStatus.WITHDRAWN),
    fact("category.property_damage", status=FactStatus.WITHDRAWN),
)

SHARE = (
    NamedFigure(title="氏名", figure=records(20_412)),
    NamedFigure(title="電話番号", figure=records(17_208)),
)
CLOCKS = (
    ClockView(
        title="個人情報保護委員会への速報",
        due=day(13),
        basis="本件を知った日からおおむね3日から5日以内",
    ),
    ClockView(
        title="個人情報保護委員会への確報",
        due=day(10, month=3),
        basis="本件を知った日を含めて60日以内（閉庁日に当たるため翌開庁日）",
    ),
)
REPLY = ReplyWay(
    reference="K7M2-04",
    mail="merchants@kotori-regi.example",
    phone="0120-000-000",
    until=day(10, 18),
)


def context(
    kind: DocumentKind,
    facts: tuple[FactView, ...] = FACTS,
    marking: Marking = Marking.REPLAY,
    **changed: object,
) -> DocumentContext:
    """The context of a kind of document in the demo case."""
    by_kind: dict[DocumentKind, dict[str, object]] = {
        DocumentKind.MERCHANT_NOTICE: {
            "issued_at": day(8, 20, 50),
            "merchant": BusinessView(name=MERCHANT.name, role=PartyRole.ENTRUSTOR, figures=SHARE),
            "clocks": CLOCKS,
            "reply": REPLY,
        },
        DocumentKind.PERSON_NOTICE: {"sender": MERCHANT, "platform": PLATFORM},
        DocumentKind.PERSON_LETTER: {"sender": MERCHANT, "platform": PLATFORM},
        DocumentKind.MERCHANT_KIT: {
            "sender": MERCHANT,
            "platform": PLATFORM,
            "addressee": MERCHANT.name,
            "merchant": BusinessView(name=MERCHANT.name, role=PartyRole.ENTRUSTOR, figures=SHARE),
        },
        DocumentKind.PRELIMINARY_REPORT: {
            "issued_at": day(10, 11),
            "addressee": "個人情報保護委員会委員長",
            "filing": FilingView(
                reporter=PLATFORM,
                by_proxy=True,
                business_type="情報通信業",
                my_number_included=False,
                over_threshold=True,
            ),
            "entrustors": (
                BusinessView(name=MERCHANT.name, address=MERCHANT.address, figures=SHARE),
                BusinessView(name="有限会社もみじ調理道具"),
            ),
        },
        DocumentKind.FINAL_REPORT: {
            "issued_at": day(4, 14, month=3),
            "addressee": "個人情報保護委員会委員長",
            "filing": FilingView(
                reporter=PLATFORM,
                kind=FilingKind.FOLLOW_UP,
                previous_receipt_number="R8-0000-0001",
                by_proxy=True,
                my_number_included=False,
                over_threshold=True,
            ),
            "entrustors": (BusinessView(name=MERCHANT.name, figures=SHARE),),
        },
        DocumentKind.FIRST_RELEASE: {
            "issued_at": day(8, 18),
            "release": ReleaseView(number=1),
        },
        DocumentKind.FOLLOW_UP_RELEASE: {
            "release": ReleaseView(
                number=2,
                previous_number=1,
                previous_issued_at=day(8, 18),
                changed=(
                    "systems.involved",
                    "data.items",
                    "figure.names",
                    "figure.phones",
                    "figure.merchants",
                    "figure.claimed",
                    "negative_assurance",
                ),
                corrected=("figure.names",),
                previous=(
                    fact("data.items", "氏名・会社名", status=SUSPECTED),
                    fact("figure.names", figure=records(6_493)),
                ),
            ),
        },
    }
    by_kind |= _retractions() | _further(by_kind)
    values: dict[str, object] = {
        "kind": kind,
        "marking": marking,
        "incident": IncidentWords(code_name="KOTORI", title=TITLE),
        "issued_at": AS_OF,
        "sender": PLATFORM,
        "facts": facts,
        **by_kind[kind],
        **changed,
    }
    return DocumentContext.model_validate(values)


def _further(known: dict[DocumentKind, dict[str, object]]) -> dict[DocumentKind, dict[str, object]]:
    """What stands beside the notices, releases and first filings."""
    return {
        DocumentKind.FINAL_RELEASE: {
            "issued_at": day(20, 15, month=3),
            "release": ReleaseView(
                number=3,
                previous_number=2,
                previous_issued_at=AS_OF,
                changed=("cause", "prevention.done"),
                final=True,
            ),
        },
        DocumentKind.AMENDED_REPORT: known[DocumentKind.FINAL_REPORT],
        DocumentKind.ENTRUSTOR_NOTICE: known[DocumentKind.MERCHANT_NOTICE],
        DocumentKind.NEGATIVE_ASSURANCE: {},
        DocumentKind.FAQ: {},
        DocumentKind.DESK_SCRIPT: {},
        DocumentKind.TIMELY_DISCLOSURE: {"form": OrganisationForm.LISTED_COMPANY},
        DocumentKind.BOARD_MEMO: {
            "clocks": CLOCKS,
            "progress": ProgressView(affected=136_346, told=120_000, untold=16_346),
        },
    }


def _retractions() -> dict[DocumentKind, dict[str, object]]:
    """What takes the case's documents back, as though it had been a false alarm."""
    people: dict[str, object] = {
        "sender": MERCHANT,
        "platform": PLATFORM,
        "retraction": RetractionView(
            earlier=(
                EarlierWords(
                    title="【重要】お客様の個人情報の漏えいに関するお詫びとお知らせ",
                    left_at=day(14, 10),
                ),
            )
        ),
    }
    return {
        DocumentKind.MERCHANT_RETRACTION: {
            "merchant": BusinessView(name=MERCHANT.name, role=PartyRole.ENTRUSTOR),
            "reply": REPLY,
            "retraction": RetractionView(
                earlier=(
                    EarlierWords(
                        title="【重要】個人データの漏えいに関するご連絡とお願い",
                        left_at=day(8, 20, 50),
                        number=REPLY.reference,
                    ),
                ),
                people_told=True,
                published=True,
            ),
        },
        DocumentKind.PERSON_RETRACTION: people,
        DocumentKind.PERSON_RETRACTION_LETTER: people,
        DocumentKind.RETRACTION_RELEASE: {
            "release": ReleaseView(number=3, previous_number=2, previous_issued_at=AS_OF),
            "retraction": RetractionView(
                earlier=(
                    EarlierWords(
                        title="個人情報の漏えいに関するお詫びとお知らせ（第1報）",
                        left_at=day(8, 18),
                        number="第1報",
                    ),
                    EarlierWords(
                        title="個人情報の漏えいに関するお詫びとお知らせ（第2報）",
                        left_at=AS_OF,
                        number="第2報",
                    ),
                ),
                substituted=True,
            ),
        },
        DocumentKind.WITHDRAWAL_REPORT: {
            "addressee": "個人情報保護委員会委員長",
            "filing": FilingView(reporter=PLATFORM, by_proxy=True),
            "entrustors": (BusinessView(name=MERCHANT.name, address=MERCHANT.address),),
            "retraction": RetractionView(
                earlier=(EarlierWords(title="速報", left_at=day(10, 11), number="R8-0000-0001"),),
                published=True,
            ),
        },
    }
