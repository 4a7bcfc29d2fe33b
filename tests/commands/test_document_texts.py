"""The texts of a document are numbered, dated and comparable after others have replaced them."""

import json
from datetime import timedelta

from sqlalchemy import update

from register.documents import Rendition, add_approval, digest_of_words, read_document, write_draft
from register.tables_incident import documents
from tests.commands.command_folder import Folder
from tests.register_fixtures import AT


def write(folder: Folder, sentence: str, hours: int) -> None:
    """The first document says so to both merchants; as from the ledger's revision of that hour."""
    case = folder.case
    words = tuple(
        Rendition(
            addressee_id=party_id,
            subject="お知らせ",
            text=f"店舗{number} 御中\n\n{sentence}",
            html=f"<html><body><p>店舗{number} 御中</p><p>{sentence}</p></body></html>",
        )
        for number, party_id in enumerate(case.merchant_ids)
    )
    with folder.register.writing() as connection:
        sealer = folder.register.sealer(case.incident_id, connection)
        known = read_document(connection, case.mail_document_id)
        assert known is not None
        binding = known.binding.model_copy(update={"text": digest_of_words(words)})
        changed = {
            "binding": binding,
            "binding_digest": binding.digest(),
            "ledger_revision": hours,
            "prepared_at": AT + timedelta(hours=hours),
        }
        write_draft(connection, sealer, known.model_copy(update=changed), words)


def approve(folder: Folder, actor: str, outcome: str = "approved") -> None:
    with folder.register.writing() as connection:
        document = read_document(connection, folder.case.mail_document_id)
        assert document is not None
        sealer = folder.register.sealer(folder.case.incident_id, connection)
        add_approval(connection, sealer, document, actor, outcome, "", AT)


def with_three_texts(folder: Folder) -> None:
    """The one of the fixture, an approved one, and the one that stands."""
    write(folder, "対象は6,493名です。", 1)
    approve(folder, "counsel")
    approve(folder, "commander", "rejected")
    write(folder, "対象は132名です。", 2)


def test_one_text_is_said_to_be_one(folder: Folder) -> None:
    shown = folder.told("show", "KAWASEMI", "1")

    assert "文面: 1つ\n" in shown
    assert "文面" not in folder.told("document", "list", "KAWASEMI")
    assert "1つだけ" in folder.refused("document", "diff", "KAWASEMI", "1")


def test_the_list_and_the_document_say_how_many_there_were_and_whose_word_each_had(
    folder: Folder,
) -> None:
    with_three_texts(folder)

    assert "文面" in folder.told("document", "list", "KAWASEMI")
    shown = folder.told("show", "KAWASEMI", "1")
    assert "文面: 3つ\n" in shown
    assert "  2  2026-01-13 19:00  台帳第1版  承認: 法務、差戻し: 指揮者\n" in shown
    assert "  3  2026-01-13 20:00  台帳第2版  承認なし [現在]\n" in shown
    (first, _) = json.loads(folder.told("documents", "KAWASEMI", "--json"))["documents"]
    assert [text["number"] for text in first["texts"]] == [1, 2, 3]
    assert [text["present"] for text in first["texts"]] == [False, False, True]
    assert [word["actor"] for word in first["texts"][1]["words"]] == ["counsel", "commander"]


def test_an_earlier_text_is_read_as_it_was_and_says_that_it_no_longer_stands(
    folder: Folder,
) -> None:
    with_three_texts(folder)

    shown = folder.told("show", "KAWASEMI", "1", "--earlier", "2", "--to", "m1")
    assert "対象は6,493名です。" in shown
    assert "店舗1 御中" in shown
    assert "以前の文面 2(全3)。現在の文面ではありません" in shown
    assert "承認待ち" not in shown
    html = folder.told("show", "KAWASEMI", "1", "--earlier", "2", "--format", "md")
    assert "以前の文面" in html
    assert "1から3" in folder.refused("show", "KAWASEMI", "1", "--earlier", "4")


def test_an_earlier_text_is_compared_with_the_one_that_stands(folder: Folder) -> None:
    with_three_texts(folder)

    named = folder.told("document", "diff", "KAWASEMI", "1", "--with-text", "2")
    assert "- 対象は6,493名です。\n+ 対象は132名です。" in named
    assert folder.told("document", "diff", "KAWASEMI", "1") == named
    told = json.loads(
        folder.told("document", "diff", "KAWASEMI", "1", "--with-text", "2", "--json")
    )
    assert (told["documents"], told["texts"]) == ([1, 1], [2, 3])
    other = folder.told("document", "diff", "KAWASEMI", "1", "--with-text", "1", "--to", "m1")
    assert "+ 店舗1 御中" in other
    refused = folder.refused("document", "diff", "KAWASEMI", "1", "2", "--with-text", "1")
    assert "--with-text" in refused


def test_the_texts_are_checked_against_what_was_approved(folder: Folder) -> None:
    with_three_texts(folder)
    write(folder, "対象は130名です。", 3)

    result = folder.run("document", "texts", "KAWASEMI", "1", "--language", "en")
    # The fixture's own first text has an invented digest: its words do not give it.
    assert result.exit_code == 1
    said = " ".join(result.stdout.split())
    assert said.count("the words kept are not those of this binding") == 1
    proven = json.loads(folder.run("document", "texts", "KAWASEMI", "1", "--json").stdout)["texts"]
    assert [text["proven"] for text in proven] == [False, True, True, True]

    with folder.register.writing() as connection:
        which = documents.c.id == folder.case.mail_document_id
        document = read_document(connection, folder.case.mail_document_id)
        assert document is not None
        moved = document.binding.model_copy(update={"facts": "0" * 64})
        connection.execute(update(documents).where(which).values(binding=moved.model_dump()))
    proven = json.loads(folder.run("document", "texts", "KAWASEMI", "1", "--json").stdout)["texts"]
    assert [text["proven"] for text in proven] == [False, True, True, False]
