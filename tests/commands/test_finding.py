"""An incident, a duty, a document or a merchant is found by what people call it, or not at all."""

import pytest
from sqlalchemy import insert
from ulid import ULID

from commands.finding import (
    find_document,
    find_duty,
    find_incident,
    find_merchant,
    handle_of,
    shown_key,
)
from commands.sentences import NotPossible
from register.board import Board, read_board
from register.tables_incident import incidents
from tests.commands.command_folder import Folder
from tests.register_fixtures import AT


def another(folder: Folder, code_name: str, identity: str | None = None) -> str:
    """One more incident in the same register, without anything in it."""
    identity = identity or str(ULID())
    with folder.register.writing() as connection:
        connection.execute(
            insert(incidents).values(
                id=identity,
                code_name=code_name,
                title=b"",
                phase="detected",
                severity="undecided",
                track="undecided",
                marking="live",
                language="ja",
                private=False,
                file_digest="0" * 64,
                policy={},
                opened_at=AT,
            )
        )
    return identity


def board_of(folder: Folder) -> Board:
    return read_board(folder.register, folder.case.incident_id)


def test_an_incident_is_found_by_id_beginning_and_code_name(folder: Folder) -> None:
    wanted = folder.case.incident_id

    for text in (wanted, wanted.lower(), wanted[:20], "KAWASEMI", " kawasemi "):
        assert find_incident(folder.register, text) == wanted


def test_a_whole_id_wins_over_what_begins_so(folder: Folder) -> None:
    code_name = another(folder, folder.case.incident_id[:9])

    assert find_incident(folder.register, folder.case.incident_id) == folder.case.incident_id
    assert find_incident(folder.register, folder.case.incident_id[:9]) == code_name


def test_what_fits_several_is_refused_with_all_of_them(folder: Folder) -> None:
    other = another(folder, "KAWASEMI")

    for text in ("KAWASEMI", "0"):
        with pytest.raises(NotPossible) as refusal:
            find_incident(folder.register, text)
        assert other in str(refusal.value)
        assert folder.case.incident_id in refusal.value.in_language("ja")


def test_what_fits_none_is_refused_with_what_there_is(folder: Folder) -> None:
    for text in ("HAYATE", "", "山田太郎"):
        with pytest.raises(NotPossible) as refusal:
            find_incident(folder.register, text)
        assert "KAWASEMI" in str(refusal.value)
        assert "山田" not in str(refusal.value)


def test_a_shared_code_name_is_no_handle(folder: Folder) -> None:
    with folder.register.reading() as connection:
        assert handle_of(connection, folder.case.incident_id) == "KAWASEMI"
    other = another(folder, "KAWASEMI")
    with folder.register.reading() as connection:
        assert handle_of(connection, other) == other


def test_a_duty_is_found_by_the_key_that_is_shown(folder: Folder) -> None:
    folder.duties(folder.duty("jp-appi/preliminary", 3), folder.duty("jp-appi/final", 30))
    board = board_of(folder)
    first, second = board.duties

    assert shown_key(first) == "preliminary:m0:ppc"
    for text in ("preliminary:m0:ppc", first.key, "prel"):
        assert find_duty(board, text) == first
    assert find_duty(board, "final") == second


def test_one_duty_of_several_needs_its_whole_key(folder: Folder) -> None:
    second = folder.case.merchant_ids[1]
    folder.duties(
        folder.duty("jp-appi/final", 30), folder.duty("jp-appi/final", 30, debtor_id=second)
    )

    for text, expected in (("final", "final:m1:ppc"), ("x", "final:m0:ppc"), ("", "final:m0:ppc")):
        with pytest.raises(NotPossible) as refusal:
            find_duty(board_of(folder), text)
        assert expected in str(refusal.value)


def test_without_any_duty_that_is_what_is_said(folder: Folder) -> None:
    with pytest.raises(NotPossible, match="No duty has arisen yet"):
        find_duty(board_of(folder), "final")


def test_documents_and_merchants(folder: Folder) -> None:
    board = board_of(folder)

    assert find_document(board, 2).number == 2
    assert find_merchant(board, "m1").key == "m1"
    assert find_merchant(board, "見本店 0").key == "m0"
    with pytest.raises(NotPossible, match="There is: 1, 2"):
        find_document(board, 3)
    with pytest.raises(NotPossible, match="There is: m0, m1"):
        find_merchant(board, "見本")
