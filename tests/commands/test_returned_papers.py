"""A document goes out to Word and comes back: passages are taken over, the rest stays."""

import io
import zipfile
from collections.abc import Callable, Iterable
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from commands.returned_papers import changes_of, numbers_changed
from printing.blocks import Bullets, Fields, Heading, Paper, Paragraph
from printing.bound_word_files import PASSAGE, Bonds, BoundPassage
from printing.returned_word_files import BadFileError, read_returned
from printing.word_files import as_word_file

AT = datetime(2026, 1, 8, tzinfo=UTC)
OPENING, CAUSE = "2026年1月8日（木）現在で、\nお知らせします。", "権限の設定に誤りがありました。"
UNKNOWN = "現時点で判明しておらず、調査中です。"
BONDS = Bonds(
    incident="I",
    document="D",
    number=3,
    text="ab" * 32,
    revision=7,
    addressee="",
    language="ja",
    passages=(
        BoundPassage("opening", OPENING),
        BoundPassage("people", UNKNOWN, "ご本人への対応"),
        BoundPassage("cause", CAUSE),
    ),
)
PAPER = Paper(
    title="お知らせ",
    sender="見本株式会社",
    blocks=(
        Paragraph(text=OPENING),
        Heading(text="原因"),
        Paragraph(text=CAUSE),
        Fields(
            rows=(
                ("対象", "6,493名"),
                ("発生日", UNKNOWN),
                ("ご本人への対応", UNKNOWN),
            )
        ),
        Bullets(items=("ご注意ください。",)),
    ),
)
SENT = as_word_file(PAPER, AT, BONDS)


def changed(change: Callable[[docx.document.Document], None]) -> bytes:
    """The file as Word would give it back after somebody changed it."""
    file = docx.Document(io.BytesIO(SENT))
    change(file)
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def passage_of(file: docx.document.Document, name: str) -> Iterable[Any]:
    for control in file.element.body.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        if tag.get(qn("w:val")) == f"{PASSAGE}{name}":
            yield control.find(qn("w:sdtContent"))


def passage_paragraphs(file: docx.document.Document, name: str) -> Iterable[Any]:
    for content in passage_of(file, name):
        yield next(content.iterancestors(qn("w:p")))


def say(name: str, words: str) -> Callable[[docx.document.Document], None]:
    def change(file: docx.document.Document) -> None:
        for content in passage_of(file, name):
            for one in list(content):
                content.remove(one)
            content.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>{words}</w:t></w:r>"))

    return change


def with_parts(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SENT)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, part in parts.items():
            target.writestr(name, part, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def test_a_file_says_which_text_it_is_and_comes_back_unchanged() -> None:
    read = read_returned(changed(lambda _file: None))

    assert read.properties == {
        name.removeprefix("Shirase"): value for name, value in BONDS.properties.items()
    }
    assert changes_of(read_returned(SENT), read) == ({}, ())
    assert [unit.words for unit in read.units if unit.passage == "opening"] == [OPENING]
    assert as_word_file(PAPER, AT, BONDS) == SENT


def test_figures_and_dates_are_locked() -> None:
    body = docx.Document(io.BytesIO(SENT)).element.body
    locked = [
        "".join(text.text for text in control.iter(qn("w:t")))
        for control in body.iter(qn("w:sdt"))
        if control.find(f"{qn('w:sdtPr')}/{qn('w:lock')}") is not None
    ]

    assert locked == ["2026年1月8日", "6,493名"]


def test_a_changed_passage_is_found_also_without_its_marks() -> None:
    def unmark(file: docx.document.Document) -> None:
        say("cause", "設定を誤りました。")(file)
        for name in ("w:tag", "w:bookmarkStart", "w:bookmarkEnd"):
            for mark in list(file.element.body.iter(qn(name))):
                mark.getparent().remove(mark)

    sent = read_returned(SENT)
    wanted = ({"cause": "設定を誤りました。"}, ())
    assert changes_of(sent, read_returned(changed(say("cause", "設定を誤りました。")))) == wanted
    assert changes_of(sent, read_returned(changed(unmark))) == wanted


def test_a_file_that_another_program_saved_is_read_by_its_bookmarks() -> None:
    def resave(file: docx.document.Document) -> None:
        say("cause", "設定を誤りました。")(file)
        say("people", "お電話で連絡しました。")(file)
        # As LibreOffice writes it: controls without tags, a run for every change of script.
        for properties in list(file.element.body.iter(qn("w:sdtPr"))):
            for one in list(properties):
                properties.remove(one)
        for run in list(file.element.body.iter(qn("w:r"))):
            text = run.find(qn("w:t"))
            if text is not None and len(text.text) > 1:
                second = deepcopy(run)
                second.find(qn("w:t")).text, text.text = text.text[1:], text.text[:1]
                run.addnext(second)

    wanted = ({"cause": "設定を誤りました。", "people": "お電話で連絡しました。"}, ())
    assert changes_of(read_returned(SENT), read_returned(changed(resave))) == wanted


def test_a_passage_of_two_paragraphs_stays_one_passage() -> None:
    def split(file: docx.document.Document) -> None:
        paragraph = next(iter(passage_paragraphs(file, "cause")))
        second = deepcopy(paragraph)
        for mark in second.findall(qn("w:bookmarkStart")):
            second.remove(mark)
        paragraph.remove(paragraph.find(qn("w:bookmarkEnd")))
        for control in second.iter(qn("w:tag")):
            control.set(qn("w:val"), "")
        paragraph.addnext(second)

    changes = changes_of(read_returned(SENT), read_returned(changed(split)))
    assert changes == ({"cause": f"{CAUSE}\n{CAUSE}"}, ())


def test_words_of_a_form_are_a_passage_in_their_own_row_alone() -> None:
    read = read_returned(SENT)
    assert [unit.words for unit in read.units if unit.passage == "people"] == [UNKNOWN]
    assert [unit.passage for unit in read.units if unit.words == UNKNOWN] == ["", "people"]


def test_a_control_stands_within_its_paragraph() -> None:
    """LibreOffice doubles the words of a paragraph in a control around it."""
    body = docx.Document(io.BytesIO(SENT)).element.body
    assert {control.getparent().tag for control in body.iter(qn("w:sdt"))} == {
        qn("w:p"),
        qn("w:sdtContent"),
    }
    assert not list(body.iterchildren(qn("w:sdt")))


def test_a_changed_figure_in_a_fixed_part_is_named() -> None:
    def change(file: docx.document.Document) -> None:
        for text in file.element.body.iter(qn("w:t")):
            text.text = text.text.replace("6,493名", "132名")

    changes = changes_of(read_returned(SENT), read_returned(changed(change)))

    assert changes.passages == {}
    assert changes.fixed == (("6,493名", "132名"),)
    assert numbers_changed(*changes.fixed[0]) == (("6,493名",), ("132名",))


@pytest.mark.parametrize(("accepting", "said"), [(True, "新しい文です。"), (False, CAUSE)])
def test_tracked_changes_are_read_one_way(*, accepting: bool, said: str) -> None:
    def track(file: docx.document.Document) -> None:
        for content in passage_of(file, "cause"):
            (run,) = list(content.iterchildren(qn("w:r")))
            gone = parse_xml(
                f'<w:del {nsdecls("w")} w:id="90" w:author="a"><w:r><w:delText>{CAUSE}'
                "</w:delText></w:r></w:del>"
            )
            came = parse_xml(
                f'<w:ins {nsdecls("w")} w:id="91" w:author="a"><w:r><w:t>新しい文です。</w:t></w:r>'
                "</w:ins>"
            )
            run.addprevious(gone)
            run.addprevious(came)
            run.getparent().remove(run)

    read = read_returned(changed(track), accepting=accepting)

    assert [unit.words for unit in read.units if unit.passage == "cause"] == [said]
    assert (read.inserted, read.deleted, read.tracked) == (1, 1, 2)


def test_comments_are_listed() -> None:
    file = docx.Document(io.BytesIO(SENT))
    file.add_comment(file.paragraphs[0].runs[0], "件数は？", author="見本")
    written = io.BytesIO()
    file.save(written)

    assert read_returned(written.getvalue()).comments == ("件数は？",)


BOMB = b"<w:document>" + b"a" * 70_000_000
ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hosts">]><x>&e;</x>'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"no zip", "no Word file"),
        (b"PK" + b"\0" * 21_000_000, "far larger"),
        (with_parts(**{"word/document.xml": BOMB}), "far larger"),
        (with_parts(**{"word/document.xml": ENTITY}), "declares entities"),
        (with_parts(**{"docProps/core.xml": ENTITY.decode().encode("utf-16")}), "declares"),
        (with_parts(**{"word/vbaProject.bin": b"x"}), "macros"),
        (with_parts(**{"word/document.xml": b"<w:document>"}), "no Word file"),
        (with_parts(**{f"word/x{n}.xml": b"" for n in range(600)}), "far larger"),
    ],
    ids=["no-zip", "large", "bomb", "entity", "utf16", "macros", "broken", "many"],
)
def test_a_hostile_file_is_refused_in_a_sentence(data: bytes, says: str) -> None:
    with pytest.raises(BadFileError, match=says):
        read_returned(data)
