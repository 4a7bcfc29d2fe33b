"""Pages made from data: the same bytes for the same data, hostile words as words, fonts inside."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from printing.blocks import Bullets, Fields, Heading, Note, PageBreak, Paper, Paragraph, Table
from printing.typesetting import paper_as_pdf, paper_as_pictures

AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
HOSTILE = (
    '#panic("x")',
    "$ a^2 $ `code` *bold* _slanted_ @reference <label> // comment",
    '#read("/etc/passwd") #include "../typesetting.py"',
    "</text> & {{ person.name }} \\u{202e} \\",
    "half a pair: \ud800, turned: \u202eabc, a bell: \x07, a field: \ue000",
    "長" * 10_000,
)


def a_paper(words: str, title: str = "個人データの漏えい等に関するお知らせ") -> Paper:
    return Paper(
        title=title,
        marking="訓練",
        number="第1報",
        date="令和8年11月21日",
        addressee="個人情報保護委員会　御中",
        sender="みなと商会",
        running="HAYATE",
        blocks=(
            Heading(text=words),
            Paragraph(text=words),
            Bullets(items=(words, words), numbered=True),
            Fields(rows=(("本人の数", words),)),
            Table(head=("店舗", "人数"), rows=((words, "1,000"),), numeric=(1,)),
            Note(text=words),
            PageBreak(),
            Paragraph(text="以上", align="end"),
        ),
    )


def test_the_same_data_give_the_same_bytes() -> None:
    assert paper_as_pdf(a_paper("本文"), AT) == paper_as_pdf(a_paper("本文"), AT)
    assert paper_as_pdf(a_paper("本文"), AT) != paper_as_pdf(a_paper("別の本文"), AT)


def test_the_fonts_travel_inside() -> None:
    pdf = paper_as_pdf(a_paper("本文"), AT)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"NotoSansCJKjp" in pdf
    assert b"/FontFile3" in pdf


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_come_out_as_words(words: str) -> None:
    plain, hostile = (
        paper_as_pictures(a_paper("x"), AT, 20),
        paper_as_pictures(a_paper(words, title=words[:100]), AT, 20),
    )
    assert len(hostile) >= len(plain)
    assert hostile[0] != plain[0]


def test_a_block_of_another_shape_is_refused_without_its_words() -> None:
    with pytest.raises(ValidationError) as refused:
        Paper.model_validate({"title": "x", "blocks": [{"kind": "paragraf", "text": "秘密"}]})
    assert "秘密" not in str(refused.value)
