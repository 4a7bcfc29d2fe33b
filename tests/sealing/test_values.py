"""Sealed values: any text returns, and only in its own place under its own key."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealing.errors import SealBroken
from sealing.keys import DataKey, Keyring, MasterKey
from sealing.values import SEAL_BYTES, ValueSealer

NAME = "白瀬 矗"
SEALER = ValueSealer(Keyring(MasterKey.generate()).new_data_key())
any_text = st.text(st.characters(exclude_categories=()))
place_part = st.text(max_size=4)
place = st.tuples(place_part, place_part, place_part)


@given(where=place, plaintext=any_text)
def test_any_text_returns_to_its_place(where: tuple[str, str, str], plaintext: str) -> None:
    sealed = SEALER.seal(*where, plaintext)
    assert len(sealed) == SEAL_BYTES + len(plaintext.encode("utf-8", "surrogatepass"))
    assert SEALER.open(*where, sealed) == plaintext


@given(here=place, there=place)
def test_a_value_moved_to_another_place_is_refused(
    here: tuple[str, str, str], there: tuple[str, str, str]
) -> None:
    sealed = SEALER.seal(*here, NAME)
    if here == there:
        assert SEALER.open(*there, sealed) == NAME
    else:
        with pytest.raises(SealBroken):
            SEALER.open(*there, sealed)


def test_the_parts_of_a_place_cannot_run_into_each_other() -> None:
    sealed = SEALER.seal("people", "mail", "x", NAME)
    for there in (("peoplem", "ail", "x"), ("people", "mailx", ""), ("people", "mai", "lx")):
        with pytest.raises(SealBroken):
            SEALER.open(*there, sealed)


@given(position=st.integers(0, SEAL_BYTES + len(NAME.encode()) - 1), flip=st.integers(1, 255))
def test_any_altered_byte_is_refused(position: int, flip: int) -> None:
    sealed = bytearray(SEALER.seal("people", "name", "row-7", NAME))
    sealed[position] ^= flip
    with pytest.raises(SealBroken, match=r"people\.name") as broken:
        SEALER.open("people", "name", "row-7", bytes(sealed))
    assert NAME not in str(broken.value)
    assert "row-7" not in str(broken.value)


@pytest.mark.parametrize("length", range(SEAL_BYTES + 1))
def test_a_value_cut_short_is_refused(length: int) -> None:
    with pytest.raises(SealBroken, match=r"people\.name"):
        SEALER.open("people", "name", "row", SEALER.seal("people", "name", "row", NAME)[:length])


def test_the_data_key_of_another_incident_opens_nothing() -> None:
    other = ValueSealer(Keyring(MasterKey.generate()).new_data_key())
    with pytest.raises(SealBroken, match="this incident's data key"):
        other.open("people", "name", "row", SEALER.seal("people", "name", "row", NAME))


def test_equal_values_do_not_look_equal() -> None:
    sealed = {SEALER.seal("people", "name", "row", NAME) for _ in range(1000)}
    assert len({value[5:17] for value in sealed}) == 1000


def test_a_column_sealed_at_once_opens_one_by_one_and_in_order() -> None:
    pairs = [(f"row-{number}", f"{NAME}{number}") for number in range(1000)]
    sealed = SEALER.seal_many("people", "name", pairs)
    opened = [
        (row, SEALER.open("people", "name", row, value))
        for (row, _), value in zip(pairs, sealed, strict=True)
    ]
    assert opened == pairs
    assert len({value[5:17] for value in sealed}) == 1000
    assert SEALER.seal_many("people", "name", []) == []


def test_threads_may_share_a_sealer() -> None:
    def there_and_back(number: int) -> bool:
        text = f"{NAME}{number}"
        return SEALER.open("t", "c", str(number), SEALER.seal("t", "c", str(number), text)) == text

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(there_and_back, range(4000)))


def test_the_layout_never_changes() -> None:
    # Sealed once by the first release: existing registers hold values of this layout.
    sealed = bytes.fromhex(
        "01ea77b296ae886702f2021b4215fa546090d7fc5eeac0f159d2ab5dd69cd23f750df4ac7e5d688ad67680"
    )
    assert ValueSealer(DataKey(bytes(range(32)))).open("people", "name", "row", sealed) == NAME
