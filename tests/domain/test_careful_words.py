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
        *(
            (statement, "情報の漏えいは、現時点で確認されておりません。")
            for statement in (
                "データは外部に一切出ておりません。",
                "お客様の情報は漏れていません。",
                "個人情報が第三者に渡ることはありません。",
                "名簿は持ち出されておりません。",
                "漏えいは認められないと断言します。",
                "流出は絶対にあり得ません。",
            )
        ),
        *(
            (statement, "No such leak is known at present.")
            for statement in (
                "There was no leak whatsoever.",
                "Nothing left our systems.",
                "There has been no breach of any kind.",
                "Your data was not stolen.",
                "Not a single record was exposed.",
            )
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
        "お名前とご住所以外の情報は含まれておりません。",
        "この件でお客様に個人情報をお尋ねすることはありません。",
        "当社からパスワードをお聞きすることは決してありません。",
        "データを見られた可能性があります。",
        "We will never ask you for your password.",
        "Card numbers were not included in the data.",
        "There is no evidence that data was taken.",
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


@pytest.mark.parametrize(
    ("statement", "policy"),
    [
        ("損害はすべて弁済いたします。", COMPENSATION),
        ("全額を返金します。", COMPENSATION),
        ("QUOカードをお送りします。", COMPENSATION),
        ("500ポイントを付与いたします。", COMPENSATION),
        ("We will refund every customer.", COMPENSATION),
        ("We shall make good any loss.", COMPENSATION),
        ("全責任は弊社が負います。", LIABILITY),
        ("責任はすべて当社にあります。", LIABILITY),
        ("当社に落ち度がありました。", LIABILITY),
        ("We accept full responsibility.", LIABILITY),
        ("It was our own mistake.", LIABILITY),
    ],
)
def test_however_it_is_said_it_needs_its_policy(statement: str, policy: str) -> None:
    assert undecided_promises(statement, frozenset()) == (policy,)


@pytest.mark.parametrize(
    "statement",
    [
        "返金を装った不審な電話にご注意ください。",
        "賠償金の支払いと称する連絡は詐欺のおそれがあります。",
        "責任者が折り返しご連絡します。",
        "ポイントの残高は表示されていました。",
    ],
)
def test_a_warning_of_others_promises_nothing(statement: str) -> None:
    assert undecided_promises(statement, frozenset()) == ()


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
