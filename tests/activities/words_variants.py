"""The wording variants: other houses, other readers, other certainty; and an English case.

Every organisation, person and address here is invented.
"""

from typing import Any

from contracts.document_context import Desk, DocumentContext, FactView, Organisation, ReleaseView
from domain.documents import DocumentKind
from domain.facts import FactStatus
from domain.figures import Figure, FigureKind, FigureUnit
from domain.voices import OrganisationForm, ReaderRelation
from domain.wording import Language
from tests.activities.words_samples import AS_OF, FACTS, PLATFORM, context, day, fact

SCHOOL = Organisation(
    name="学校法人あじさい学園",
    representative="理事長　見本　桜",
    desk=Desk(name="あじさい学園 個人情報相談窓口", phone="0120-000-010"),
)
TOWN = Organisation(
    name="架空県見本町",
    desk=Desk(name="見本町 総務課 情報管理係", phone="0120-000-011"),
)
SUBSIDIARY = Organisation(
    name="Kotori Register (Example) Ltd.",
    department="Privacy Office",
    representative="A. Sample, Director",
    address="1 Sample Street, Exampleton",
    desk=Desk(name="Privacy desk", mail="privacy@kotori-regi.example", hours="9:00 to 18:00"),
)

_ENGLISH = {
    "overview": "Member data that the provider of a third-party app held was taken unlawfully and "
    "published by a third party.",
    "discovered_by": "A post on a social network was followed up with the provider.",
    "event_type": "Leak",
    "systems.involved": "The third-party app \u201cMitsumori Biyori\u201d",
    "systems.ours": "No data of our servers was leaked.",
    "data.items": "Names, telephone numbers, passwords",
    "data.not_included": "Mail addresses, payment data",
    "cause": "Unlawful access by a third party to the provider's member data",
    "published_by_attacker": "Part of the data was published on a forum.",
    "containment.app_unpublished": "The app was unpublished.",
    "containment.access_blocked": "The app's access was cut.",
    "measures.merchants": "Each merchant was told by mail.",
    "measures.people": "Customers are told in the name of their merchant. We compensate everybody.",
    "measures.investigation": "Cause and range are being investigated with the provider.",
    "publication.first": "The first release was published on our website.",
    "prevention.planned": "The review of apps is being changed.",
    "negative_assurance": "Merchants that got no mail of their own are not known to be affected.",
    "false_alarm.ground": "The published file was made by ourselves for a test.",
    "false_alarm.examined": "All of the file was compared with the member data.",
}
ENGLISH_FACTS = tuple(
    view.model_copy(update={"statement": _ENGLISH.get(view.key, "")}) for view in FACTS
)


def changed(*facts: FactView) -> tuple[FactView, ...]:
    """The facts of the case with others in their place."""
    keys = {view.key for view in facts}
    return (*(view for view in FACTS if view.key not in keys), *facts)


def english(kind: DocumentKind) -> DocumentContext:
    """A kind of document of the case in English."""
    plain = context(kind, facts=ENGLISH_FACTS)
    signs = {"sender": SUBSIDIARY} if plain.platform is None else {"platform": SUBSIDIARY}
    return plain.model_copy(update={"language": Language.ENGLISH, **signs})


ITEMS = fact(
    "data.items",
    "氏名、住所、メールアドレス、パスワード、クレジットカード番号、口座番号、個人番号、健康診断の結果",
)
EXAMINED = (
    fact("assurance.examined", "本番環境の全サーバーと、外部アプリとの全接続"),
    fact("assurance.period", "2025年4月1日から2026年1月31日まで"),
    fact("assurance.logs", "対象期間の記録に欠落がないことを、外部の専門家が確認しました。"),
)
FIGURES = (
    fact(
        "figure.names",
        figure=Figure(kind=FigureKind.APPROXIMATE, unit=FigureUnit.PEOPLE, number=12_000),
    ),
    fact(
        "figure.phones",
        figure=Figure(kind=FigureKind.AT_MOST, unit=FigureUnit.RECORDS, number=9_800),
    ),
    fact(
        "figure.merchants",
        figure=Figure(kind=FigureKind.AT_LEAST, unit=FigureUnit.COMPANIES, number=3),
    ),
)
DENIAL = fact("systems.ours", "当社のシステムからの漏えいは一切ありません。")
PROMISE = fact("measures.people", "対象の方に順次お知らせします。損害は当社が全額を賠償します。")
POLICY = fact("policy.compensation", "実損が確認された場合に、個別に協議する方針を決定しました。")
FIRST = ReleaseView(number=1)


def variants() -> dict[str, DocumentContext]:
    """Each wording variant by the name of its golden file."""
    guardian, employee, mail_only = (
        ReaderRelation.GUARDIAN,
        ReaderRelation.EMPLOYEE,
        ReaderRelation.MAIL_ONLY,
    )
    listed, school = OrganisationForm.LISTED_COMPANY, OrganisationForm.SCHOOL
    town, abroad = OrganisationForm.PUBLIC_BODY, OrganisationForm.FOREIGN_SUBSIDIARY
    notice, letter = DocumentKind.PERSON_NOTICE, DocumentKind.PERSON_LETTER
    release, release_at = DocumentKind.FIRST_RELEASE, day(8, 18)
    at: dict[str, Any] = {"issued_at": release_at, "release": FIRST}
    impact = fact("business.impact", status=FactStatus.UNKNOWN)
    return {
        "notice_school_guardian": context(notice, sender=SCHOOL, form=school, relation=guardian),
        "notice_employee": context(notice, relation=employee),
        "notice_mail_only": context(notice, relation=mail_only),
        "letter_town_era": context(letter, sender=TOWN, form=town, era_dates=True),
        "notice_every_item": context(notice, changed(ITEMS)),
        "release_listed": context(release, changed(impact), form=listed, **at),
        "release_school": context(release, sender=SCHOOL, form=school, platform=PLATFORM, **at),
        "release_town_era": context(
            release, sender=TOWN, form=town, platform=PLATFORM, era_dates=True, **at
        ),
        "release_subsidiary": context(release, sender=SUBSIDIARY, form=abroad, **at),
        "release_figures": context(release, changed(*FIGURES), **at),
        "release_denial_hedged": context(release, changed(DENIAL, PROMISE), **at),
        "release_denial_carried": context(
            release, changed(DENIAL, PROMISE, POLICY, *EXAMINED), **at
        ),
        "release_suspected": context(
            release, changed(fact("event_type", "漏えい", status=FactStatus.SUSPECTED)), **at
        ),
        "assurance_carried": context(
            DocumentKind.NEGATIVE_ASSURANCE, changed(*EXAMINED), issued_at=AS_OF
        ),
        "faq_policy_decided": context(DocumentKind.FAQ, changed(POLICY)),
    }
