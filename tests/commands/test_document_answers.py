"""After an act on a document the answer names what comes next, as it is typed."""

from pathlib import Path

import pytest

from commands.document_answers import issued_words
from domain.documents import DocumentKind
from register.board import BoardDocument, read_board
from tests.commands.command_folder import Folder

PATH = Path("/house/outbox/x/02-preliminary-report.html")


def document(folder: Folder, kind: DocumentKind) -> BoardDocument:
    board = read_board(folder.register, folder.case.incident_id, with_people=False, lines=0)
    return board.documents[0].model_copy(update={"kind": kind, "number": 2})


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_filing_names_its_file_its_sheet_and_its_receipt(folder: Folder, language: str) -> None:
    paper = document(folder, DocumentKind.PRELIMINARY_REPORT)
    said = issued_words(paper, "KASUMI", PATH, "ja" if language == "ja" else "en")
    assert str(PATH) in said
    assert "shirase filing sheet KASUMI 2" in said
    assert "shirase receipt KASUMI 2 " in said
    assert "--submitted-at" in said


def test_a_notice_to_merchants_names_how_their_answers_are_recorded(folder: Folder) -> None:
    said = issued_words(document(folder, DocumentKind.MERCHANT_NOTICE), "KASUMI", PATH, "ja")
    assert "shirase ack KASUMI" in said
    assert "shirase own-notice" in said
    assert str(PATH) not in said, "it leaves by mail"


def test_a_release_has_a_file_and_no_receipt(folder: Folder) -> None:
    said = issued_words(document(folder, DocumentKind.FIRST_RELEASE), "KASUMI", PATH, "ja")
    assert said.startswith("文書2「")
    assert str(PATH) in said
    assert "receipt" not in said
