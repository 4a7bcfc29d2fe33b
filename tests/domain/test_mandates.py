"""A mandate is one only when the merchant has agreed to everything that its people will see."""

import pytest

from domain.mandates import MandateTerms

WHOLE = MandateTerms(
    given_by="総務部長", sender_name="株式会社見本", desk="お客様窓口", sub_processors_accepted=True
)


def test_whole_terms_lack_nothing() -> None:
    assert WHOLE.missing() == ()


@pytest.mark.parametrize(
    ("lacking", "word"),
    [
        ({"given_by": ""}, "who gave it"),
        ({"sender_name": ""}, "sender name"),
        ({"desk": ""}, "desk"),
        ({"sub_processors_accepted": False}, "sub-processor"),
    ],
)
def test_what_lacks_is_named(lacking: dict[str, object], word: str) -> None:
    (missing,) = WHOLE.model_copy(update=lacking).missing()
    assert word in missing
