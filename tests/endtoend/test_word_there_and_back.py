"""From the terminal: a text goes out to Word, comes back, and is approved anew."""

from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from demo.waits import until
from tests.endtoend.command_line import CommandLine
from tests.endtoend.running_house import RunningHouse
from tests.endtoend.set_scenes import open_incident, wait_for_drafts

NAME = "KAERI"
FIGURE = "figure.names"


@pytest.fixture(scope="module")
def desk(running_house: RunningHouse, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    desk = CommandLine(running_house)
    open_incident(desk, tmp_path_factory.mktemp("word"), NAME)
    desk.told("fact", NAME, FIGURE, "--number", "6493", "--unit", "people", "--public")
    desk.told("fact", NAME, "cause", "--say", "権限の設定の誤り", "--public")
    desk.told("prepare", NAME, "desk_script")
    desk.told("prepare", NAME, "board_memo")
    wait_for_drafts(desk, NAME, 2)
    return desk


def refused(desk: CommandLine, *arguments: str) -> str:
    result = desk.run(*arguments)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    (sentence,) = result.stderr.splitlines()
    return sentence


def changed(path: Path, old: str, new: str) -> str:
    """A copy of a Word file in which somebody has replaced some words."""
    file = docx.Document(str(path))
    found = [text for text in file.element.body.iter(qn("w:t")) if old in (text.text or "")]
    assert found
    for text in found:
        text.text = text.text.replace(old, new)
    copy = path.with_name(f"{path.stem}-{abs(hash((old, new)))}.docx")
    file.save(str(copy))
    return str(copy)


def test_there_and_back(desk: CommandLine, tmp_path: Path) -> None:
    desk.told("approve", NAME, "1", "--as", "counsel")
    told = desk.told("passage", "edit", NAME, "1", "opening", "--text", "対象は［figure.names］。")
    assert "document 1: edited opening; it is approved anew" in told
    assert "対象は6,493名。" in desk.told("show", NAME, "1", "--text")

    out = tmp_path / "draft.docx"
    desk.told("show", NAME, "1", "--format", "docx", "--out", str(out))
    file = changed(out, "対象は", "対象となる方は")
    seen = desk.told("passage", "return", NAME, "1", file, "--dry-run")
    assert "- 対象は6,493名。\n+ 対象となる方は6,493名。" in seen
    assert "対象は6,493名。" in desk.told("show", NAME, "1", "--text")
    desk.told("passage", "return", NAME, "1", file)
    assert "対象となる方は6,493名。" in desk.told("show", NAME, "1", "--text")
    assert "edited by" in desk.told("passage", "list", NAME, "1")

    # The same file is of an older text now.
    assert "is an older text, of revision" in refused(desk, "passage", "return", NAME, "1", file)
    assert "An older text" in desk.told("passage", "return", NAME, "1", file, "--dry-run")
    assert "return it there" in refused(desk, "passage", "return", NAME, "2", file)


@pytest.mark.long
def test_what_follows_the_ledger_stays(desk: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "memo.docx"
    desk.told("show", NAME, "2", "--format", "docx", "--out", str(out))
    give = ("passage", "return", NAME, "2")

    figure = refused(desk, *give, changed(out, "6,493名", "132名"))
    assert "'6,493名' became '132名'" in figure
    assert f"shirase fact correct {NAME} {FIGURE}" in figure
    assert "A fixed part was changed" in refused(desk, *give, changed(out, "次の報告", "次回"))
    assert "nothing to take over" in refused(desk, *give, str(out))


@pytest.mark.long
def test_an_edit_lives_on_with_the_ledger(desk: CommandLine) -> None:
    desk.told("passage", "edit", NAME, "2", "opening", "--text", "現在［figure.names］。")
    desk.told(
        "fact",
        "correct",
        NAME,
        FIGURE,
        "--number",
        "132",
        "--unit",
        "people",
        "--reason",
        "重複を除いた",
    )

    def says() -> str:
        return desk.told("show", NAME, "2", "--text")

    desk.house.run(until(lambda: "現在132名。" in says(), "the new figure"))
    lines = desk.told("document", "diff", NAME, "1", "2").splitlines()
    assert "+ 現在132名。" in lines
