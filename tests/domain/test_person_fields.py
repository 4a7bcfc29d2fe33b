import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.person_fields import (
    PersonField,
    PersonFieldError,
    fields_in,
    fill_html,
    fill_text,
    replace_fields,
)
from domain.plain_text import GETA, clean_line, clean_prose

NAME, ADDRESS, CODE = PersonField.NAME, PersonField.ADDRESS, PersonField.CHECK_CODE
TEXT = f"{NAME.marker} 様\n{ADDRESS.marker}\n番号 {CODE.marker}\n"


def test_fields_are_found_and_filled() -> None:
    values = {NAME: "見本 花子", ADDRESS: "見本市0\n見本荘", CODE: "12-34"}
    assert fields_in(TEXT) == {NAME, ADDRESS, CODE}
    assert fill_text(TEXT, values) == "見本 花子 様\n見本市0\n見本荘\n番号 12-34\n"
    assert fill_html(f"<p>{ADDRESS.marker}</p>", values) == "<p>見本市0<br>見本荘</p>"


def test_html_values_are_escaped() -> None:
    filled = fill_html(f"<p>{NAME.marker}</p>", {NAME: "<b onclick='x'>&"})
    assert filled == "<p>&lt;b onclick=&#x27;x&#x27;&gt;&amp;</p>"


@pytest.mark.parametrize("fill", [fill_text, fill_html])
@given(value=st.text())
def test_no_value_becomes_a_field_or_a_second_line(fill: object, value: str) -> None:
    assert callable(fill)
    filled = fill(f"[{NAME.marker}]", {NAME: value + CODE.marker, CODE: "secret"})
    assert fields_in(filled) == frozenset()
    assert "secret" not in filled.replace(value, "")
    assert len(filled.splitlines()) == 1


def test_a_missing_value_is_refused_without_naming_anybody() -> None:
    with pytest.raises(PersonFieldError, match="check_code") as caught:
        fill_text(TEXT, {NAME: "見本 花子", ADDRESS: "見本市"})
    assert "花子" not in str(caught.value)


def test_a_marker_of_no_known_field_is_refused() -> None:
    with pytest.raises(PersonFieldError, match="no known field"):
        fields_in("\ue000phone\ue001")


def test_provider_tags_replace_every_marker() -> None:
    tags = {field: f"%{field}%" for field in PersonField}
    assert replace_fields(TEXT, tags) == "%name% 様\n%address%\n番号 %check_code%\n"


def test_a_tag_that_also_stands_in_the_words_is_refused() -> None:
    with pytest.raises(PersonFieldError, match="elsewhere"):
        replace_fields(f"{NAME.marker} 様、%name% について", {NAME: "%name%"})


@given(st.text(st.characters()))
def test_cleaned_text_holds_nothing_that_acts(text: str) -> None:
    for cleaned in (clean_prose(text), clean_line(text)):
        assert not set(cleaned) & set("\r\t\0\x1b\u202e\u2066\ufeff\ue000\ue001\U000f0000")
        assert clean_prose(cleaned) == cleaned
        cleaned.encode()
    assert "\n" not in clean_line(text)
    assert clean_line(clean_line(text)) == clean_line(text)


def test_what_names_need_is_kept() -> None:
    assert clean_line("葛󠄀城 髙﨑　𠮷野") == "葛󠄀城 髙﨑　𠮷野"
    assert clean_line("外字\ue123と改行\r\nBcc: x") == f"外字{GETA}と改行 Bcc: x"
    assert clean_prose("一行\u2028二行\r三行\n") == "一行\n二行\n三行"
    assert clean_line("abc\u202etxt.exe") == "abctxt.exe"
