"""Templates of one's own are used, checked with file, line and remedy, and looked at first."""

import json
from pathlib import Path

import pytest

from activities.words_environment import OURS, template_version, use_templates
from commands.template_folder import faults_of_folder, unsafe_markup
from tests.commands.command_folder import Folder, run

WORDS = "ja/_faq_words.j2"


@pytest.fixture(autouse=True)
def _ours_alone() -> object:
    yield
    use_templates(None)


def own_template(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_ours_have_no_fault(tmp_path: Path) -> None:
    done = run(tmp_path, "template", "check", "--language", "en")

    assert done.exit_code == 0, done.output
    assert done.stdout == "132 documents rendered, 0 faults.\n"


@pytest.mark.long
def test_a_fault_is_named_with_file_line_and_remedy(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own_template(own, WORDS, '{{ parts.p("x") }}\n\n{{ fact("overveiw").said }}\n')
    own_template(own, "en/faq/subject.txt.j2", "{{ sendr.name }}\n")
    own_template(own, "en/merchant_kit/faq.txt.j2", "{{ banner }}{{ fact('polise').said }}\n")
    own_template(own, "ja/board_memo/subject.txt.j2", "{% if %}\n")
    own_template(own, "ja/final_release/subject.txt.j2", "{{ sender.__class__.__mro__ }}\n")
    done = run(
        *(tmp_path, "template", "check", "--language", "en", "--json"),
        SHIRASE_TEMPLATES_DIR=str(own),
    )

    assert done.exit_code == 1
    faults = {fault["document"]: fault for fault in json.loads(done.stdout)["faults"]}
    kit = "en/merchant_kit"
    assert set(faults) == {"ja/faq", "en/faq", "ja/board_memo", "ja/final_release", kit}
    assert "police" in faults[kit]["remedy"]
    assert faults["ja/faq"]["file"] == str(own / WORDS)
    assert faults["ja/faq"]["line"] == 3
    assert "overview" in faults["ja/faq"]["remedy"]
    assert "'sendr' is undefined" in faults["en/faq"]["what"]
    assert faults["ja/board_memo"]["line"] == 1


@pytest.mark.parametrize("language", ["en", pytest.param("ja", marks=pytest.mark.long)])
def test_a_file_that_overrides_nothing_is_named_with_the_nearest_name(
    tmp_path: Path, language: str
) -> None:
    own = tmp_path / "own"
    own_template(own, "ja/_fqa_words.j2", "x")
    own_template(own, "ja/nokind/body.txt.j2", "x")
    own_template(own, "ja/faq/body.txt", "x")
    # Taken in by a file that stands in front of ours; and what is nobody's template.
    own_template(own, "ja/_ours.j2", "社内の一文")
    own_template(own, "ja/faq/subject.txt.j2", '{% include "ja/_ours.j2" %}')
    own_template(own, "README.md", "x")
    own_template(own, ".git/config", "x")
    done = run(
        *(tmp_path, "template", "check", "--language", language),
        SHIRASE_TEMPLATES_DIR=str(own),
    )

    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert len(lines) == 4
    named = {line.partition(": ")[0]: line for line in lines[:3]}
    assert "ja/_faq_words.j2" in named[str(own / "ja/_fqa_words.j2")]
    assert "ja/faq/body.txt.j2" in named[str(own / "ja/faq/body.txt")]
    assert str(own / "ja/nokind/body.txt.j2") in named
    said = "in place of no template" if language == "en" else "どのひな形の代わりにもなりません"
    assert all(said in line for line in lines[:3])


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<script>alert(1)</script>", "script"),
        ('<p OnClick="x()">', "OnClick"),
        ('<img src="https://t.example/p.png">', "https://t.example/p.png"),
        ("<img src=//t.example/p.png>", "//t.example/p.png"),
        ('<a href="{{ sender.desk.url }}">', "sender.desk.url"),
        ("<a href='JavaScript:x()'>", "JavaScript:"),
        ('<form action="/x">', "form"),
        ('<link rel="stylesheet" href="x.css">', "link"),
        ("<style>p { background: url(https://t.example) }</style>", "https://t.example"),
        ("<iframe srcdoc='x'></iframe>", "iframe"),
        ('<meta http-equiv="refresh" content="0">', "meta"),
    ],
)
def test_markup_that_runs_or_refers_outside_is_refused_with_its_line(
    tmp_path: Path, markup: str, found: str
) -> None:
    source = (OURS / WORDS).read_text(encoding="utf-8")
    own_template(tmp_path, WORDS, f"{source}\n{markup}\n")
    faults = list(faults_of_folder(tmp_path, "en"))
    assert faults
    assert {(fault.file, fault.line) for fault in faults} == {
        (tmp_path / WORDS, source.count("\n") + 2)
    }
    assert any(found in fault.what for fault in faults)
    assert all(fault.remedy for fault in faults)


def test_harmless_markup_passes_and_markup_put_together_is_found_in_the_page(
    tmp_path: Path,
) -> None:
    fine = '<a href="mailto:a@b.example">a</a><img src="data:image/png;base64,AA==" alt="">'
    own_template(tmp_path, WORDS, f"{fine} on = 1, onset=x\n")
    assert list(faults_of_folder(tmp_path, "ja")) == []
    assert list(unsafe_markup(fine, "ja")) == []
    assert list(unsafe_markup("<p>&lt;script&gt;</p>", "ja")) == []
    page = "<script src='//x'></script><b onclick='y'>"
    assert [what.rpartition(" ")[0] for what, _ in unsafe_markup(page, "ja")] != []
    assert len(list(unsafe_markup(page, "en"))) == 3


@pytest.mark.long
def test_unsafe_markup_is_refused_by_the_command(tmp_path: Path) -> None:
    own = tmp_path / "own"
    source = (OURS / "ja/faq/body.html.j2").read_text(encoding="utf-8")
    put_together = '{{ ("<scr" ~ "ipt>") | safe }}'
    mended = source.replace("{% block words %}", "{% block words %}\n" + put_together, 1)
    assert mended != source
    own_template(own, "ja/faq/body.html.j2", mended)
    done = run(
        *(tmp_path, "template", "check", "--language", "en", "--json"),
        SHIRASE_TEMPLATES_DIR=str(own),
    )
    assert done.exit_code == 1
    (fault,) = json.loads(done.stdout)["faults"]
    assert fault["document"] == "ja/faq"
    assert "<script>" in fault["what"]


def test_the_english_memo_names_its_limits_in_english(tmp_path: Path) -> None:
    memo = run(tmp_path, "preview", "board_memo", "--locale", "en").stdout
    limits = memo.partition("3. Limits of the law")[2].partition("4. ")[0]
    assert "Final report" in limits
    assert "確報" not in limits


def test_a_template_of_ones_own_changes_what_is_bound(tmp_path: Path) -> None:
    bound, other = template_version("ja/faq"), template_version("ja/board_memo")
    source = (OURS / WORDS).read_text(encoding="utf-8")
    own_template(tmp_path / "own", WORDS, source + '{{ parts.p("自社の一文です。") }}\n')
    use_templates(tmp_path / "own")

    assert template_version("ja/faq") != bound
    assert template_version("ja/board_memo") == other
    own = str(tmp_path / "own")
    rows = json.loads(run(tmp_path, "template", "list", "--json", SHIRASE_TEMPLATES_DIR=own).stdout)
    changed = {(r["kind"], r["language"]) for r in rows["templates"] if r["own"] == [WORDS]}
    assert changed == {("faq", "ja")}
    shown = run(tmp_path, "preview", "faq", SHIRASE_TEMPLATES_DIR=own)
    assert "自社の一文です。" in shown.stdout


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing")
    done = run(tmp_path, "preview", "faq", "--language", "en", SHIRASE_TEMPLATES_DIR=missing)

    assert done.exit_code == 2
    assert "SHIRASE_TEMPLATES_DIR must be an existing folder" in done.stderr


def test_a_document_is_looked_at_in_any_format(tmp_path: Path) -> None:
    english = run(tmp_path, "preview", "board_memo", "--locale", "en")
    assert "[DRILL]" in english.stdout
    assert "What the board is asked to decide" in english.stdout
    starts = {
        "md": b"**",
        "html": b"<!DOCTYPE",
        "docx": b"PK",
        "pdf": b"%PDF-",
        "txt": "【".encode(),
    }
    for suffix, start in starts.items():
        out = tmp_path / f"memo.{suffix}"
        done = run(tmp_path, "preview", "board_memo", "--out", str(out))
        assert done.exit_code == 0, done.output
        assert out.read_bytes().startswith(start)
    told = json.loads(run(tmp_path, "preview", "board_memo", "--json").stdout)
    assert "policy.compensation" in told["facts_read"]
    refused = run(tmp_path, "preview", "board_memo", "--format", "pdf", "--language", "en")
    assert refused.exit_code == 2
    assert "--out" in refused.stderr


def test_show_writes_every_format_and_says_how_complete_a_document_is(
    folder: Folder, tmp_path: Path
) -> None:
    for suffix, start in (("docx", b"PK"), ("pdf", b"%PDF-")):
        out = tmp_path / f"notice.{suffix}"
        folder.told("show", "KAWASEMI", "1", "--out", str(out))
        assert out.read_bytes().startswith(start)
    assert "〔氏名〕" in folder.told("show", "KAWASEMI", "1", "--format", "md")
    assert "充足: 0%" in folder.told("show", "KAWASEMI", "1")
    shown = json.loads(folder.told("show", "KAWASEMI", "1", "--json"))
    assert shown["complete_percent"] == 0
    assert "overview" in shown["unknown_facts"]
    listed = json.loads(folder.told("documents", "KAWASEMI", "--json"))
    assert [item["complete_percent"] for item in listed["documents"]] == [0, 0]
    assert "0%" in folder.told("documents", "KAWASEMI")
