"""The normal forms of contacts; a quick look judges as the library does."""

import phonenumbers
import pytest
from email_validator import validate_email
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.contact_forms import contacts_of, usable_mail, usable_phone, usable_postal_code
from domain.line_numbers import LineNumbersError, named_lines
from domain.people import Addressee, ContactProblem, PersonRow, addressed


@pytest.mark.parametrize(
    ("given_text", "usable"),
    [
        (" taro@example.jp ", "taro@example.jp"),
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "taro@example.jp"),
        ("taro@例え。jp\u200b", "taro@xn--r8jz45g.jp"),
        ("a..b@keitai.example", '"a..b"@keitai.example'),
        ("ab.@docomo.ne.jp", '"ab."@docomo.ne.jp'),
        ('"a..b"@docomo.ne.jp', '"a..b"@docomo.ne.jp'),
        ('"taro"@example.jp', "taro@example.jp"),
        ("taro@例え.jp", "taro@xn--r8jz45g.jp"),
        ("x@example.invalid", "x@example.invalid"),
        ("a@b@example.jp", None),
        ("taro@localhost", None),
        ("taro@example.jp\r\nbcc: x@example.jp", None),
        ("太郎@example.jp", None),
        ("=taro@example.jp", None),
        ("a@example.jp, b@example.jp", None),
        ("x" * 65 + "@example.jp", None),
        ("taro@[192.0.2.1]", None),
        ("なし", None),
        ("", None),
        (None, None),
    ],
)
def test_usable_mail(given_text: str | None, usable: str | None) -> None:
    assert usable_mail(given_text) == usable


@given(st.text(alphabet="ab.-_+@\"' \\é例。\n", max_size=24))
def test_whatever_is_usable_is_valid_to_the_library(text: str) -> None:
    address = usable_mail(f"{text}.jp")
    if address is not None:
        assert address.isascii()
        validate_email(address, check_deliverability=False, allow_quoted_local=True)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("090-0000-0001", "+819000000001"),
        ("０９０ー００００−0001", "+819000000001"),
        ("+81(0)90-0000-0001", "+819000000001"),
        ("9000000001", "+819000000001"),
        ("(03)0000-0000", "+81300000000"),
        ("03-0000-0000 (内線12)", "+81300000000"),
        ("03-0000-0000 内線:12", "+81300000000"),
        ("+1 650 253 0000", "+16502530000"),
        ("12", None),
        ("0900000000100", None),
        ("09O-0000-0001", None),
        ("0300000000 / 09000000001", None),
        ("不明", None),
        ("", None),
        (None, None),
        ("0" * 500, None),
    ],
)
def test_usable_phone(text: str | None, number: str | None) -> None:
    assert usable_phone(text) == number


@given(st.from_regex(r"0[0-9]{9,10}", fullmatch=True))
def test_the_quick_way_reads_numbers_as_the_library_does(digits: str) -> None:
    assume(not digits.startswith("00"))
    try:
        parsed = phonenumbers.parse(digits, "JP")
    except phonenumbers.NumberParseException:
        assert usable_phone(digits) is None
        return
    quick = usable_phone(digits)
    if quick is not None:
        e164 = phonenumbers.PhoneNumberFormat.E164
        assert quick == phonenumbers.format_number(parsed, e164)
        assert phonenumbers.is_possible_number(parsed)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("〒０００－０００１", "000-0001"),
        ("0000001", "000-0001"),
        ("000001", None),
        ("", None),
        (None, None),
    ],
)
def test_usable_postal_code(text: str | None, code: str | None) -> None:
    assert usable_postal_code(text) == code


@given(*[st.none() | st.text(max_size=40)] * 4)
def test_contacts_never_raise(
    mail: str | None, phone: str | None, code: str | None, address: str | None
) -> None:
    held = contacts_of(PersonRow(1, "見本", mail, phone, code, address))
    assert (held.mail is None) or held.mail_problem is None
    assert (held.phone is None) or held.phone_problem is None


def test_a_bad_postal_code_closes_no_channel() -> None:
    held = contacts_of(PersonRow(1, "見本", postal_code="12", address="見本町1"))
    assert held.postal == '{"postal_code": "", "address": "見本町1"}'
    assert held.postal_problem is ContactProblem.CODE_LEFT_OUT
    abroad = contacts_of(PersonRow(1, "Mihon", postal_code="94043", address="1 Sample St"))
    assert abroad.postal_problem is None
    nowhere = contacts_of(PersonRow(1, "見本", postal_code="000-0001"))
    assert (nowhere.postal, nowhere.postal_problem) == (None, ContactProblem.NO_ADDRESS)


def test_who_stands_in_for_a_person_is_addressed() -> None:
    assert addressed("見本 花子", Addressee.SELF) == "見本 花子"
    assert addressed("見本 花子", Addressee.GUARDIAN) == "見本 花子 様の保護者"


def test_lines_are_named_as_numbers_and_ranges() -> None:
    assert named_lines("5, 7-9") == {5, 7, 8, 9}
    for text in ("", "0", "9-7", "a", "1-99999999", "1;2", "-3"):
        with pytest.raises(LineNumbersError):
            named_lines(text)
