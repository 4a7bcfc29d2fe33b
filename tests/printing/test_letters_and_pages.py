"""Letters carry exactly the approved words, each its own fields; a thousand take seconds."""

import re
import time
from datetime import UTC, datetime
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import pytest

from domain.envelopes import STANDARD_WINDOW
from domain.person_fields import PersonField, fill_text
from printing.blocks import Block, Bullets, Fields, Heading, Note, Paragraph, Table
from printing.letters import Letter, LetterLook, letters_as_pdf, letters_as_pictures
from printing.pages import read_page

AT = datetime(2026, 1, 13, 3, 0, 0, 500, tzinfo=UTC)
GOLDEN = Path(__file__).parents[1] / "golden" / "documents"
LOOK = LetterLook(STANDARD_WINDOW, "")
PAGES = ["person_letter", "preliminary_report", "final_report", "first_release"]


def golden(name: str) -> str:
    html = (GOLDEN / f"{name}.html").read_text("utf-8")
    return html.replace("⟦", "\ue000").replace("⟧", "\ue001")


def a_letter(place: int = 1, name: str = "見本 太郎", address: str = "見本県架空市1") -> Letter:
    values = {
        PersonField.NAME: name,
        PersonField.ITEMS: "氏名",
        PersonField.CHECK_CODE: f"CODE{place:04}",
        PersonField.POSTAL_CODE: "000-0001",
        PersonField.ADDRESS: address,
    }
    number = f"1-1-{place:05}-0"
    return Letter(number, "000-0001", address, name, partial(fill_text, values=values))


class _Words(HTMLParser):
    """Every word of a page that is shown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words = ""
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the base's names
        self._hidden += tag in {"head", "style"}

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"head", "style"}

    def handle_data(self, data: str) -> None:
        self.words += "" if self._hidden else data


def words_of(block: Block) -> str:
    match block:
        case Heading() | Paragraph() | Note():
            return block.text
        case Bullets():
            return "".join(block.items)
        case Fields():
            return "".join("".join(row) for row in block.rows)
        case Table():
            return "".join((*block.head, *("".join(row) for row in block.rows)))
    return ""


@pytest.mark.parametrize("name", PAGES)
def test_no_word_of_an_approved_page_is_lost_or_added(name: str) -> None:
    parser = _Words()
    parser.feed(golden(name))
    page = read_page(golden(name))
    shown = [*page.head, page.title, *map(words_of, page.blocks)]
    window = re.sub(r'<div class="to">.*?</div>', "", golden(name), flags=re.DOTALL)
    expected = _Words()
    expected.feed(window)

    def bare(text: str) -> str:
        return "".join(sorted("".join(text.split())))

    assert bare("".join(shown)) == bare(expected.words)


def test_words_that_look_like_markup_stay_words() -> None:
    page = read_page(
        "<html><body><h1>題</h1><p>&lt;b&gt; &amp; #panic</p><ul><li>一</li></ul></body></html>"
    )
    assert page.title == "題"
    assert page.blocks == (Paragraph(text="<b> & #panic"), Bullets(items=("一",)))


def test_a_page_of_another_make_is_read_as_far_as_it_goes() -> None:
    page = read_page(
        "<p>始め<table><tr><td><table><tr><td>中</td></tr></table></td></tr></table>終"
    )
    assert "中" in "".join(map(words_of, page.blocks))
    assert "終" in "".join(map(words_of, page.blocks))


def test_letters_differ_only_where_they_are_personal() -> None:
    page = read_page(golden("person_letter"))
    first, second = (letters_as_pictures(page, LOOK, [a_letter(n)], AT, 40) for n in (1, 2))
    again = letters_as_pictures(page, LOOK, [a_letter(1)], AT, 40)
    assert first == again
    assert first != second
    assert letters_as_pdf(page, LOOK, [a_letter()], AT) == letters_as_pdf(
        page, LOOK, [a_letter()], AT
    )


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ('#panic("x")', '#read("/etc/passwd")'),
        ("長" * 200, "町" * 500),
        ("甲\u202e乙", "一\n二\n三\n四\n五\n六\n七"),
        ("$a^2$ *b* _c_ @d <e> \\", "`x` // y"),
    ],
)
def test_hostile_names_and_addresses_come_out_as_words(name: str, address: str) -> None:
    page = read_page(golden("person_letter"))
    made = letters_as_pictures(page, LOOK, [a_letter(name=name, address=address)], AT, 40)
    assert len(made) == len(letters_as_pictures(page, LOOK, [a_letter()], AT, 40))


def test_each_letter_begins_on_a_sheet_of_its_own() -> None:
    page = read_page(golden("person_letter"))
    one = letters_as_pictures(page, LOOK, [a_letter()], AT, 20)
    three = letters_as_pictures(page, LOOK, [a_letter(n) for n in range(3)], AT, 20)
    assert len(one) <= 2
    assert len(three) == 2 * 2 + len(one)


@pytest.mark.long
def test_a_thousand_letters_are_set_within_half_a_minute() -> None:
    page = read_page(golden("person_letter"))
    begun = time.process_time()
    for start in range(0, 1_000, 250):
        letters_as_pdf(page, LOOK, [a_letter(start + n) for n in range(250)], AT)
    assert time.process_time() - begun < 30
