"""Places of facts in a passage, and figures that somebody typed."""

import pytest

from domain.passages import (
    filled,
    foreign_links,
    linked,
    places,
    typed_numbers,
    undeclared,
    unknown_places,
)


def test_places_are_read_in_either_bracket() -> None:
    words = "［figure.people］と[cause]、[Note]と［ ］"

    assert places(words) == ("figure.people", "cause")
    assert filled(words, {"figure.people": "132名", "cause": "誤り。"}) == (
        "132名と誤り、[Note]と［ ］"
    )


def test_a_sentence_does_not_end_twice() -> None:
    assert filled("［cause］。", {"cause": "誤りでした。"}) == "誤りでした。"
    assert filled("［cause］", {"cause": "誤りでした。"}) == "誤りでした。"


def test_unknown_places_have_the_nearest_names() -> None:
    assert unknown_places("［figure.peple］［now］［cause］") == {
        "figure.peple": ("figure.people", *unknown_places("［figure.peple］")["figure.peple"][1:])
    }


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ("対象は6,493名です", ("6,493名",)),
        ("２０２６年１月８日（木）20時50分", ("2026年1月8日", "20時50分")),
        ("令和8年1月8日、令和元年5月", ("令和8年1月8日", "令和元年5月")),
        ("3営業日、3 営業日", ("3営業日", "3 営業日")),
        ("百三十二名と一部の方", ("百三十二名",)),
        ("on 8 January 2026, 132 people", ("8", "2026", "132 people")),
        ("0120-000-001へ", ("0120-000-001",)),
        ("［figure.people］だけ", ()),
        ("先月二十日に、およそ百名様", ("先月", "二十日", "百名")),
        ("数百人、三件、一月八日", ("数百人", "三件", "一月八日")),
        ("昨夜から来週まで", ("昨夜", "来週")),
        ("two hundred people, last Friday", ("two hundred people", "last Friday")),
        ("お一人おひとりに、一日も早く、十分に、一部の方へ", ()),
    ],
)
def test_what_is_typed_is_found(words: str, typed: tuple[str, ...]) -> None:
    assert typed_numbers(words) == typed


def test_links_are_foreign_unless_the_template_has_them() -> None:
    words = "https://evil.example/login をご覧ください。窓口は https://a.example/ です。"

    assert foreign_links(words, own="https://a.example/") == ("https://evil.example/login",)
    assert foreign_links("ＨＴＴＰＳ：／／evil.example と www.evil.example", own="") == (
        "HTTPS://evil.example",
        "www.evil.example",
    )


def test_the_templates_own_numbers_and_declared_ones_may_stand() -> None:
    assert undeclared("第26条、5名、9名", own="第26条", declared=("５名",)) == ("9名",)


def test_values_become_places_again_but_never_within_a_longer_number() -> None:
    links = (("figure.people", "132名"), ("cause", "誤りでした。"), ("police", "不明"))

    assert linked("1,132名と132名。誤りでした。不明。", links) == (
        "1,132名と［figure.people］。［cause］。不明。"
    )
