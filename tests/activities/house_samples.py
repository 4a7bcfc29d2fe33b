"""What the house of the demo case did itself, as its register would hold it."""

from domain.documents import DocumentKind
from domain.house_record import (
    HouseRecord,
    MerchantsTold,
    ReleaseLeft,
    ReportMade,
    TalkBegun,
    WaveLeft,
)
from domain.notices import Channel
from domain.parties import PartyKind, PartyRole
from tests.activities.words_samples import day

TOLD = HouseRecord(
    role=PartyRole.ENTRUSTEE,
    entrustors=("株式会社すずらん自転車",),
    examiners=("見本調査株式会社",),
    releases=(
        ReleaseLeft(
            document_id="R1", number=1, at=day(8, 18), on_site=True, title="お知らせ（第1報）"
        ),
    ),
    merchants=MerchantsTold(merchants=8, told=8, first_at=day(8, 20), last_at=day(9, 9)),
    waves=(
        WaveLeft(
            number=1,
            people=1_234,
            started_at=day(14),
            finished_at=day(16),
            told=((Channel.LETTER, 234), (Channel.MAIL, 1_000)),
        ),
    ),
    held=1_234,
    reports=(
        ReportMade(
            party="見本大臣",
            at=day(10),
            kind=DocumentKind.PRELIMINARY_REPORT,
            receipt="R8-77",
        ),
    ),
    talks=(TalkBegun(party="見本警察署", kind=PartyKind.POLICE, at=day(9, 10)),),
)
