"""`check` says whom nobody could reach and what nobody could file, before it is three o'clock."""

import json
from pathlib import Path

import pytest

from tests.commands.command_folder import Folder

FILE = """
format: 1
incident: {code_name: TSUBAME, title: お客様情報の漏えい}
organisation:
  key: platform
  name: 株式会社見本
  role: entrustee
  sender: {name: 株式会社見本, mail: notice@mihon.example}
  desk: {name: 窓口, phone: 03-0000-0000, hours: 9時から18時まで, mail: desk@mihon.example}
staff:
  - {role: commander, name: 見本 一郎, mail: a@mihon.example}
  - role: deputy
    name: 見本 次郎
    mail: b@mihon.example
    deputises_for: [counsel, privacy_officer, merchant_care]
parties:
  - {key: merchant-a, kind: merchant, role: entrustor, name: 見本書房}
entrustments:
  - {entrustor: merchant-a, entrustee: platform}
"""
WHOLE = """  - {key: ppc, kind: authority, name: 個人情報保護委員会}
  - key: merchant-a
    kind: merchant
    role: entrustor
    name: 見本書房
    contacts: [{name: 見本 花子, mail: c@mihon-shobo.example}]
"""


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_will_be_missed_is_said_with_the_remedy(
    folder: Folder, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "incident.yaml"
    path.write_text(FILE, encoding="utf-8")

    said = folder.told("check", str(path), "--language", language)

    assert "shirase party add TSUBAME ppc authority --name" in said
    assert "shirase party contact TSUBAME merchant-a --name" in said
    told = json.loads(folder.told("check", str(path), "--json"))
    assert len(told["remarks"]) == 2
    assert told["opens_a_real_incident"] is True


def test_of_a_whole_file_nothing_is_said(folder: Folder, tmp_path: Path) -> None:
    path = tmp_path / "incident.yaml"
    party = "  - {key: merchant-a, kind: merchant, role: entrustor, name: 見本書房}\n"
    whole = FILE.replace(party, WHOLE)
    path.write_text(whole, encoding="utf-8")

    assert "問題はありません" in folder.told("check", str(path), "--language", "ja")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_mistyped_keys_and_lists_that_cannot_come_in_are_said(
    folder: Folder, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "incident.yaml"
    (tmp_path / "list.csv").write_text("氏名,電話番号,予約メモ\n見本,03-0000-0000,x\n", "utf-8")
    (tmp_path / "good.csv").write_text("氏名,電話番号\n見本,03-0000-0000\n", "utf-8")
    party = "  - {key: merchant-a, kind: merchant, role: entrustor, name: 見本書房}\n"
    lists = "".join(
        f"    - {{merchant: merchant-a, path: {name}}}\n"
        for name in ("list.csv", "nofile.csv", "good.csv")
    )
    fact = "facts:\n  - {key: discoverd, status: known, statement: 見本}\n"
    whole = FILE.replace(party, WHOLE) + fact + "people:\n  files:\n" + lists
    path.write_text(whole, encoding="utf-8")

    said = folder.told("check", str(path), "--language", language)

    assert "discoverd" in said
    assert "discovered" in said
    assert ("3列目" in said) if language == "ja" else ("column 3" in said)
    assert "nofile.csv" in said
    assert "good.csv" not in said
    assert len(json.loads(folder.told("check", str(path), "--json"))["remarks"]) == 3
