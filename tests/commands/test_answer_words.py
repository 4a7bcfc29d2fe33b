"""Every answer of the engine is a sentence on both screens; a new one without words fails here."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands.answer_words import answer_in
from commands.refusal_words import in_japanese

ROOT = Path(__file__).parents[2]
# Words of ours that stand in an English answer as they are typed.
TYPED = re.compile(r"shirase [a-z -]+|INCIDENT|KEY|\bN\b|--[a-z-]+|merchant-a|done", re.ASCII)
BY_HAND = [
    *("17 tasks opened; its containment is the list 'containment-general'", "3 tasks opened"),
    *("3 tasks opened, 2 were there already", "task 3 is closed as 'done', after its time"),
    *("10 demands to 'vendor', numbers 1, 2, 3", "0 demands to 'vendor'; 10 were made already"),
    *("number 3 of 'vendor' is answered, late, partial: the rest stays open",),
    *("number 3 of 'vendor' is answered, complete", "number 2 of 'vendor' is withdrawn"),
    *("number 4 in the thread with 'vendor', awaited until 2026-01-09T03:00:00+00:00",),
    *("'vendor' was reminded of number 2", "noted in the thread with 'vendor'"),
    *("not to publish is on record, and a later release is still possible",),
    *("the mandate of 'merchant-a' is withdrawn; wave 2 stops before its people",),
    *("recorded: met, late", "2026-01-05 00:00 -> 2026-02-04 00:00", "not applicable"),
    *("3 entered, 1 known already, 2 refused: 4, 5", "revision 4", "in_review", "approved"),
    *("issued", "withdrawn", "receipted", "not_applicable: final:m0:ppc", "acknowledged"),
    *("mandate", "decided; 2 of its merchants are not told yet"),
    *("own_notice", "published", "preliminary_filed", "final_filed", "people_notified"),
    *("retraction_received", "people_corrected", "sending", "wave 1", "document 2", "closed"),
    "release 2 is planned for 2026-01-09T03:00:00+00:00; a person is asked then",
    "publication hold 1 stops releases until 2026-01-09T03:00:00+00:00 at least",
    "publication hold 1 goes on until 2026-01-09T03:00:00+00:00",
    *("publication hold 1 has ended", "release 1 may leave before these are told: people (wave 2)"),
    *("false_alarm", "assessing", "following_up", "notifying", "planned earlier", "12"),
]  # fmt: skip


def sentences() -> Iterator[str]:
    """Every text that the deciding activities hand to `sentence=`, its values filled in."""
    for path in sorted((ROOT / "activities").glob("decide_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "sentence":
                yield from _texts(node.value)


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        parts = [p.value if isinstance(p, ast.Constant) else None for p in node.values]
        if all(part is None for part in parts):
            return
        # A value that only adds a clause is empty; any other is a number, a key or a role.
        yield "".join(str(part) if part is not None else "\0" for part in parts)


def filled(text: str) -> list[str]:
    """The text with its gaps filled; what is glued to a word is a clause that is left out here."""
    quoted = re.sub("'\0'", "'counsel'", text)
    bare = re.sub("(?<=[^\\s(])\0", "", quoted)
    return [bare.replace("\0", value) for value in ("3", "number 3", "2026-01-09T03:00+00:00")]


@pytest.mark.parametrize("text", sorted(set(sentences())))
def test_every_answer_of_a_decision_has_japanese_words(text: str) -> None:
    said = [answer_in(sample, "ja", "HAYATE") for sample in filled(text)]
    assert any(is_japanese(sentence) for sentence in said), said


@pytest.mark.parametrize("sentence", BY_HAND)
def test_answers_are_sentences_on_both_screens(sentence: str) -> None:
    assert is_japanese(answer_in(sentence, "ja", "HAYATE"))
    english = answer_in(sentence, "en", "HAYATE")
    assert english.isascii()
    assert "_" not in english


def test_a_file_that_was_written_is_no_date_that_moved() -> None:
    said = answer_in("1 people are on a new list for 'call'; written, 1 people: /tmp/a b.csv", "ja")
    assert said == ("電話の新しい名簿に1名を載せました\n1名分を書き出しました: /tmp/a b.csv")
    letters = answer_in("letters for the printer: 12\n  /tmp/a.pdf", "ja")
    assert letters == "印刷用の書面 12通\n  /tmp/a.pdf"
    assert answer_in("2026-01-05 00:00 -> replaced", "ja").startswith("期限を 2026-01-05")


def test_numbers_that_are_needed_next_are_in_the_command() -> None:
    said = answer_in("task 7 for 'merchant_care'", "ja", "HAYATE")
    assert said == (
        "作業7を加えました(担当 契約店舗対応)。済んだら: shirase task done HAYATE 7 --evidence 証跡"
    )
    hold = answer_in("hold 2 is in force until it is released", "en", "HAYATE")
    assert "shirase hold release HAYATE 2" in hold


def test_a_key_of_a_party_is_no_word_of_ours() -> None:
    assert answer_in("'vendor' is in the incident already", "ja").startswith("vendor ")


def test_what_nobody_knows_is_not_hidden() -> None:
    assert answer_in("something quite new", "ja") == "something quite new"


def test_roles_and_states_are_japanese_in_refusals() -> None:
    assert in_japanese("only counsel may decide which moment counts") == (
        "この操作を行えるのは 法務(counsel) だけです。"
    )
    said = in_japanese("'following_up' cannot follow 'detected'; next is assessing, false_alarm")
    assert said == (
        "段階「発覚」の次に「事後対応」には進めません。進める段階: "
        "状況確認(assessing)、誤報(false_alarm)"
    )
    assert in_japanese("there is no such party in this incident; there is: vendor, platform") == (
        "その鍵のもの(party)はこの事案にありません。あるもの: vendor, platform"
    )


def is_japanese(sentence: str) -> bool:
    """Japanese words, and no other English ones than what is typed."""
    rest = TYPED.sub("", sentence)
    return bool(re.search(r"[ぁ-んァ-ヶ一-龠]", rest)) and not re.search(
        r"[a-z]{4,} [a-z]{2,}", rest
    )
