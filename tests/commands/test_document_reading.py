"""A document is read as it is bound; what belongs to a person stands in brackets."""

import json
import stat
from pathlib import Path

from tests.commands.command_folder import Folder


def test_fields_of_a_person_stand_in_brackets(folder: Folder) -> None:
    japanese = folder.told("show", "KAWASEMI", "1")

    assert "〔氏名〕 様" in japanese
    assert "〔漏えいした項目〕" in japanese
    assert "\ue000" not in japanese
    assert "承認待ち: 法務、指揮者" in japanese
    assert "〔name〕 様" in folder.told("show", "KAWASEMI", "1", "--language", "en")


def test_text_alone_and_html_alone(folder: Folder) -> None:
    text = folder.told("show", "KAWASEMI", "1", "--text")
    html = folder.told("show", "KAWASEMI", "1", "--html")

    assert text.startswith("〔氏名〕 様\n")
    assert html.startswith("<html>")
    assert "〔確認番号〕" in html


def test_each_addressee_has_words_of_its_own(folder: Folder) -> None:
    shown = json.loads(folder.told("show", "KAWASEMI", "1", "--to", "m1", "--json"))

    assert shown["addressee"] == "m1"
    assert sorted(shown["addressees"]) == ["m0", "m1"]
    assert shown["subject"] == "【訓練】大切なお知らせ"
    sentence = folder.refused("show", "KAWASEMI", "1", "--to", "nobody")
    assert "m0" in sentence
    assert "m1" in sentence


def test_a_file_is_written_once_for_its_owner(folder: Folder, tmp_path: Path) -> None:
    for name, start in (("notice.txt", "〔氏名〕"), ("notice.html", "<html>")):
        out = tmp_path / name
        assert folder.told("show", "KAWASEMI", "1", "--out", str(out)) == f"{out}\n"
        assert out.read_text(encoding="utf-8").startswith(start)
        assert stat.S_IMODE(out.stat().st_mode) == 0o600
    kept = out.read_text(encoding="utf-8")
    sentence = folder.refused("show", "KAWASEMI", "2", "--out", str(out), "--language", "en")
    assert "already" in sentence
    assert out.read_text(encoding="utf-8") == kept


def test_a_folder_that_is_not_there_is_one_sentence(folder: Folder, tmp_path: Path) -> None:
    out = tmp_path / "missing" / "notice.txt"

    assert str(out) in folder.refused("show", "KAWASEMI", "1", "--out", str(out))


def test_an_unknown_number_is_refused_with_those_that_there_are(folder: Folder) -> None:
    assert "1, 2" in folder.refused("show", "KAWASEMI", "9")
