"""A report on the authority's form goes out to Word: its free fields come back, the others stay."""

import io
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from commands.passage_reading import Proposal, propose, read_edited
from commands.sentences import NotPossible
from printing.document_formats import DocumentFormat
from tests.activities.paper_case import PaperCase, paper_case
from tests.activities.words_samples import day

NAME = "PAPER"


@pytest.fixture
def case(tmp_path: Path) -> PaperCase:
    made = paper_case(tmp_path)
    made.count(6493)
    made.states("cause", statement="第三者による不正アクセス")
    made.states("event_type", statement="漏えい")
    made.states("measures.merchants", statement="各社に連絡しました", moment=day(8, 20, 50))
    made.draft("preliminary_report")
    return made


def returned(case: PaperCase, folder: Path, old: str, new: str) -> Proposal:
    page = read_edited(case.register, NAME, 1, "ja").page
    file = docx.Document(io.BytesIO(page.written_as(DocumentFormat.WORD)))
    found = [text for text in file.element.body.iter(qn("w:t")) if old in (text.text or "")]
    assert found
    for text in found:
        text.text = text.text.replace(old, new)
    path = folder / "returned.docx"
    file.save(str(path))
    return propose(case.register, NAME, 1, path, declared=(), accepting=True, only_look=False)


def test_a_free_field_comes_back_with_its_day_still_bound(case: PaperCase, tmp_path: Path) -> None:
    found = returned(case, tmp_path, "各社に連絡しました", "各社に電話で連絡しました")
    assert found.edits == {"merchants_told": "［measures.merchants.day］　各社に電話で連絡しました"}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("6,493名", "132名", "shirase fact correct PAPER figure.people"),
        ("漏えい", "滅失", "A fixed part was changed"),
        ("第三者による不正アクセス", "3名による不正アクセス", "typed by hand: 3名"),
    ],
)
def test_counts_boxes_and_typed_figures_are_refused(
    case: PaperCase, tmp_path: Path, old: str, new: str, says: str
) -> None:
    with pytest.raises(NotPossible) as refused:
        returned(case, tmp_path, old, new)
    assert says in str(refused.value)
