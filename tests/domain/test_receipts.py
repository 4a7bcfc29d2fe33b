"""What can be the number of a receipt."""

import pytest

from domain.receipts import LONGEST, receipt_problem


@pytest.mark.parametrize("number", ["2026-000123", "個情-2026/123", "第 12 号", "9" * LONGEST])
def test_numbers_as_authorities_write_them_are_taken(number: str) -> None:
    assert receipt_problem(number) == ""


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("", "needs its number"),
        (" \u3000", "needs its number"),
        ("../../x", "two dots"),
        ("9" * (LONGEST + 1), "this has 61"),
        ("2026\n1", "cannot be seen"),
        ("2026\u202e1", "cannot be seen"),
        ("2026\u20281", "cannot be seen"),
        ("2026\ud8001", "cannot be seen"),
    ],
)
def test_what_cannot_be_one_is_refused_with_the_reason(number: str, why: str) -> None:
    assert why in receipt_problem(number)
