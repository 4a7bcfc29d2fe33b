"""No denial and no promise without a fact behind it; advice for what leaked, and no more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.advice import LeakedItem, advice, leaked_items
from domain.careful_words import (
    COMPENSATION,
    LIABILITY,
    undecided_promises,
    without_bare_denial,
    without_promises,
)

CAREFUL = "は、現時点で確認されておりません。"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("当社システムからの漏えいはありません。", f"当社システムからの漏えい{CAREFUL}"),
        ("お客様情報の流出は一切ございません。", f"お客様情報の流出{CAREFUL}"),
        ("不正アクセスはありませんでした。", f"不正アクセス{CAREFUL}"),
        ("二次被害は発生していません。", f"二次被害{CAREFUL}"),
        ("個人情報の漏洩がないことを確認しました。", f"個人情報の漏洩{CAREFUL}"),
        (
            "No customer data was leaked.",
            "No customer data is known at present to have been leaked.",
        ),
    ],
)
def test_a_bare_denial_says_what_can_be_answered_for(statement: str, said: str) -> None:
    assert without_bare_denial(statement, carried=False) == said
    assert without_bare_denial(statement, carried=True) == statement
    assert without_bare_denial(said, carried=False) == said


@pytest.mark.parametrize(
    "statement",
    [
        "漏えいは確認されておりません。",
        "漏えいの有無は分かりません。",
        "決済に関する情報は含まれていません。",
        "漏えいがなかったかどうかを調査しています。",
    ],
)
def test_what_denies_nothing_stays(statement: str) -> None:
    assert without_bare_denial(statement, carried=False) == statement


def test_a_promise_needs_its_own_policy() -> None:
    said = "調査しています。損害は賠償します。当社の過失によるものです。続報します。"
    assert undecided_promises(said, frozenset()) == (COMPENSATION, LIABILITY)
    careful = without_promises(said, frozenset(), "ja")
    assert careful.startswith("調査しています。続報します。この点については")
    assert "過失" in without_promises(said, frozenset({LIABILITY}), "ja")
    assert "賠償" not in without_promises(said, frozenset({LIABILITY}), "ja")
    assert without_promises(said, frozenset({COMPENSATION, LIABILITY}), "ja") == said
    assert without_promises("We tell all. We pay compensation.", frozenset(), "en") == (
        "We tell all. There is nothing that can be said about this yet."
    )


def test_a_responsible_person_is_no_admission() -> None:
    assert undecided_promises("当社の責任者が対応します。", frozenset()) == ()


@given(st.text(max_size=60), st.sampled_from(["ja", "en"]))
def test_whatever_is_said_promises_nothing(statement: str, language: str) -> None:
    said = without_promises(f"{statement}。全額を補償します。", frozenset(), language)
    assert undecided_promises(said, frozenset()) == ()


@pytest.mark.parametrize(
    ("statement", "items"),
    [
        ("氏名、電話番号", (LeakedItem.PHONE,)),
        ("メールアドレス", (LeakedItem.MAIL,)),
        ("住所、口座番号", (LeakedItem.ADDRESS, LeakedItem.ACCOUNT)),
        ("個人番号（マイナンバー）と健康診断の結果", (LeakedItem.MY_NUMBER, LeakedItem.HEALTH)),
        ("クレジットカード番号、パスワード", (LeakedItem.PASSWORD, LeakedItem.CARD)),
        ("氏名", ()),
        ("範囲は調査中です。", ()),
    ],
)
def test_advice_follows_the_items(statement: str, items: tuple[LeakedItem, ...]) -> None:
    assert leaked_items(statement) == items
    for language in ("ja", "en"):
        assert len(advice(statement, language)) == len(items)
