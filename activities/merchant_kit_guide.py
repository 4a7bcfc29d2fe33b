"""The first page of a merchant's kit: what is in it, how many people, by when, whom to tell."""

from typing import NamedTuple

from activities.words_kit import KIT_NAMES
from contracts.document_context import DocumentContext
from domain.wording import Language, banner, due_words, figure_words, moment_words
from domain.wording_english import due_in_english, figure_in_english, moment_in_english
from printing.blocks import Block, Bullets, Fields, Heading, Note, Paper, Paragraph, Table


class _Words(NamedTuple):
    title: str
    to: str
    opening: str
    headings: tuple[str, str, str, str]
    items: tuple[str, str, str]
    key: str
    people: str
    table: tuple[str, str]
    no_dates: str
    report: str
    ways: tuple[str, str, str]
    end: str


_JAPANESE = _Words(
    title="ご本人への通知のための資料",
    to="{name}　御中",
    opening="貴社がご本人への通知を自ら行われるための資料をお渡しします。",
    headings=(
        "1．この資料に含まれるもの",
        "2．件数",
        "3．貴社の期限",
        "4．当社へのご連絡",
    ),
    items=(
        "{people}：貴社のお客様のうち、対象となる方の名簿",
        "03・04：通知文案（電子メール用、書面用）。〔 〕の箇所は名簿の列で置き換えます",
        "{answers}：お客様からのお問い合わせへの回答例",
    ),
    key="名簿は暗号化しています。開くための鍵は、この資料とは別の方法でお伝えします。"
    "鍵をこの資料と同じ場所に置かず、通知を終えたら名簿を消去してください。",
    people="名簿のお客様の数",
    table=("すること", "期限"),
    no_dates="現時点で計算できる期限はありません。確認でき次第お知らせします。",
    report="通知を終えられましたら、通知した人数、通知を始めた日と終えた日、届かなかった方の人数と"
    "対応を、次の連絡先にお知らせください。公表や当局への報告をされたときも同様です。",
    ways=("受付番号", "メール", "電話"),
    end="以上",
)
_ENGLISH = _Words(
    title="Papers for telling the people yourselves",
    to="{name}",
    opening="With these papers you can tell the people concerned yourselves.",
    headings=("1. What is in this kit", "2. Figures", "3. Your dates", "4. What to tell us"),
    items=(
        "{people}: the list of those of your customers who are concerned",
        "03, 04: drafts of the notice, by mail and as a letter; [ ] stand for columns of the list",
        "{answers}: answers to what your customers may ask",
    ),
    key="The list is encrypted. Its key comes to you another way. Do not keep the key where you "
    "keep these papers, and erase the list when everybody has been told.",
    people="People on the list",
    table=("What", "By when"),
    no_dates="No date can be computed yet. We will tell you as soon as there is one.",
    report="When you have finished, please tell us how many people you told, when you began and "
    "ended, how many could not be reached and what you did about it; also when you publish or "
    "report to an authority.",
    ways=("Reference", "Mail", "Phone"),
    end="",
)


def kit_guide(context: DocumentContext, people: int) -> Paper:
    """The guide in the language of the merchant's notice; `people` are those on its list."""
    japanese = context.language is Language.JAPANESE
    words = _JAPANESE if japanese else _ENGLISH
    moment = moment_words if japanese else moment_in_english
    return Paper(
        title=words.title,
        locale="ja" if japanese else "en",
        marking=banner(context.marking, context.language),
        date=moment(context.issued_at),
        addressee=words.to.format(name=context.addressee),
        sender=context.sender.name,
        running=context.incident.title,
        blocks=_blocks(context, people, words, japanese=japanese),
    )


def _blocks(
    context: DocumentContext, people: int, words: _Words, *, japanese: bool
) -> tuple[Block, ...]:
    names = KIT_NAMES[context.language]
    figure, due = (figure_words, due_words) if japanese else (figure_in_english, due_in_english)
    figures = context.merchant.figures if context.merchant else ()
    dates = tuple((clock.title, due(clock.due)) for clock in context.clocks)
    reply = context.reply
    ways = zip(
        words.ways, (reply.reference, reply.mail, reply.phone) if reply else (), strict=False
    )
    contents, counts, limits, telling = words.headings
    return (
        Paragraph(text=words.opening),
        Heading(text=contents),
        Bullets(
            items=tuple(
                one.format(people=names.people, answers=f"{names.answers}.txt")
                for one in words.items
            )
        ),
        Note(text=words.key),
        Heading(text=counts),
        Fields(
            rows=(
                (words.people, f"{people:,}名" if japanese else f"{people:,}"),
                *((one.title, figure(one.figure)) for one in figures),
            )
        ),
        Heading(text=limits),
        Table(head=words.table, rows=dates, widths=(2, 2))
        if dates
        else Paragraph(text=words.no_dates),
        Heading(text=telling),
        Paragraph(text=words.report),
        Fields(rows=tuple((name, said) for name, said in ways if said)),
        *((Paragraph(text=words.end, align="end"),) if words.end else ()),
    )
