"""Master keys, derived keys, data keys and rotation."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealing.keys import (
    DataKey,
    Keyring,
    KeyUse,
    MalformedKey,
    MasterKey,
    SealBroken,
    UnknownKey,
)

INCIDENT = "01JKZ5N0T7Q3W8XH2M4R6V9YBC"
CONTROLLER = "01JKZ5N0T7Q3W8XH2M4R6V9YBD"


def test_a_key_survives_its_base64_text_in_either_alphabet() -> None:
    secret = b"\xfb\xff" * 16
    standard = base64.b64encode(secret).decode()
    url_safe = base64.urlsafe_b64encode(secret).decode()
    assert standard != url_safe
    for text in (standard, url_safe, f"  {standard}\n"):
        assert MasterKey.from_base64(text).to_base64() == standard


@pytest.mark.parametrize(
    "text", ["", "c2hvcnQ=", "not base64 at all!", "鍵" * 43, base64.b64encode(b"x" * 33).decode()]
)
def test_a_malformed_key_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(MalformedKey) as refused:
        MasterKey.from_base64(text)
    assert not text or text not in str(refused.value)


def test_generated_keys_differ() -> None:
    assert MasterKey.generate().key_id != MasterKey.generate().key_id


def test_no_representation_shows_a_secret() -> None:
    secret = b"0123456789abcdef0123456789ABCDEF"
    master, data_key = MasterKey(secret), DataKey(secret)
    for shown in (repr(master), str(master), repr(data_key), repr(Keyring(master, [master]))):
        assert "0123456789" not in shown
        assert secret.hex() not in shown
        assert master.to_base64() not in shown


def test_each_use_and_context_has_its_own_key() -> None:
    master = MasterKey.generate()
    derived = {master.derive(use, context) for use in KeyUse for context in ("", "a", "b")}
    assert len(derived) == 3 * len(KeyUse)


def test_derivation_never_changes() -> None:
    # Fixed once and for all: with other values here, existing registers would not open.
    keyring = Keyring(MasterKey(bytes(range(32))))
    assert keyring.current.key_id == "caae54b44b52d159"
    assert keyring.fingerprint() == "7f293331307eab73f17e7dc891550470"
    assert keyring.lookup_digest("controller", "値").hex() == "c7a6c0587a02dad2bbf6e52256aaf29a"
    wrapped = bytes.fromhex(
        "01caae54b44b52d1597eb502cc8652821697974bcf00c9be6ebb7351a09b0051fe010d52a0d5fe4d"
        "a11febf8e72f9d1853e660f7a57eba0312657a3b7825bcb1e9cbd0d6ce"
    )
    assert keyring.unwrap(wrapped, INCIDENT).secret == bytes(range(32, 64))
    assert DataKey(bytes(range(32, 64))).key_id.hex() == "b0a566ff"


def test_a_data_key_returns_from_its_wrapping() -> None:
    keyring = Keyring(MasterKey.generate())
    data_key = keyring.new_data_key()
    wrapped = keyring.wrap(data_key, INCIDENT)
    assert data_key.secret not in wrapped
    assert keyring.unwrap(wrapped, INCIDENT).secret == data_key.secret
    assert keyring.new_data_key().secret != data_key.secret


def test_a_wrapped_key_of_another_incident_is_refused() -> None:
    keyring = Keyring(MasterKey.generate())
    wrapped = keyring.wrap(keyring.new_data_key(), INCIDENT)
    with pytest.raises(SealBroken, match="another incident"):
        keyring.unwrap(wrapped, INCIDENT + "X")


@given(position=st.integers(0, 68), flip=st.integers(1, 255))
def test_an_altered_wrapping_is_refused(position: int, flip: int) -> None:
    keyring = Keyring(MasterKey.generate())
    wrapped = bytearray(keyring.wrap(keyring.new_data_key(), INCIDENT))
    wrapped[position] ^= flip
    # Bytes 1 to 8 name the master key: altered, they name one that is not on the ring.
    expected = UnknownKey if 1 <= position <= 8 else SealBroken
    with pytest.raises(expected):
        keyring.unwrap(bytes(wrapped), INCIDENT)


@pytest.mark.parametrize("length", [0, 1, 9, 21, 68, 70])
def test_a_wrapping_of_another_length_is_refused(length: int) -> None:
    keyring = Keyring(MasterKey.generate())
    wrapped = keyring.wrap(keyring.new_data_key(), INCIDENT) + b"\x00"
    with pytest.raises(SealBroken, match=INCIDENT):
        keyring.unwrap(wrapped[:length], INCIDENT)


def test_the_wrong_master_key_is_named_by_its_id() -> None:
    wrapped = (old := Keyring(MasterKey.generate())).wrap(old.new_data_key(), INCIDENT)
    with pytest.raises(UnknownKey, match=old.current.key_id):
        Keyring(MasterKey.generate()).unwrap(wrapped, INCIDENT)


def test_rotation_keeps_the_data_key_and_retires_the_old_master() -> None:
    old, new = MasterKey.generate(), MasterKey.generate()
    data_key = Keyring(old).new_data_key()
    wrapped_by_old = Keyring(old).wrap(data_key, INCIDENT)

    rewrapped = Keyring(new, [old]).rewrap(wrapped_by_old, INCIDENT)

    assert Keyring(new).unwrap(rewrapped, INCIDENT).secret == data_key.secret
    with pytest.raises(UnknownKey):
        Keyring(old).unwrap(rewrapped, INCIDENT)


def test_lookup_digests_are_equal_within_one_controller_only() -> None:
    keyring = Keyring(MasterKey.generate())
    digest = keyring.lookup_digest(CONTROLLER, "taro@example.jp")
    assert len(digest) == 16
    assert digest == keyring.lookup_digest(CONTROLLER, "taro@example.jp")
    assert digest != keyring.lookup_digest(CONTROLLER, "hanako@example.jp")
    assert digest != keyring.lookup_digest(INCIDENT, "taro@example.jp")
    assert digest != Keyring(MasterKey.generate()).lookup_digest(CONTROLLER, "taro@example.jp")


def test_a_lookup_digest_takes_any_text() -> None:
    keyring = Keyring(MasterKey.generate())
    half_a_character = "\ud83d"
    assert len(keyring.lookup_digest(CONTROLLER, half_a_character)) == 16


def test_rows_from_before_a_rotation_are_still_found() -> None:
    old, new = MasterKey.generate(), MasterKey.generate()
    rotated = Keyring(new, [old])
    before = Keyring(old).lookup_digest(CONTROLLER, "0312345678")
    now = rotated.lookup_digest(CONTROLLER, "0312345678")
    assert rotated.lookup_digests(CONTROLLER, "0312345678") == (now, before)


def test_a_register_recognises_its_keyring_before_and_after_a_rotation() -> None:
    old, new = MasterKey.generate(), MasterKey.generate()
    remembered = Keyring(old).fingerprint()
    assert remembered != old.key_id
    assert Keyring(old).recognises(remembered)
    assert Keyring(new, [old]).recognises(remembered)
    assert not Keyring(new).recognises(remembered)
    assert Keyring(new, [old]).fingerprint() == Keyring(new).fingerprint()


def test_a_keyring_is_read_from_text_current_key_first() -> None:
    new, old = MasterKey.generate(), MasterKey.generate()
    for parting in ("\n", ", ", " "):
        keyring = Keyring.from_text(f"{new.to_base64()}{parting}{old.to_base64()}\n")
        assert keyring.current.key_id == new.key_id
        assert keyring.find(old.key_id).to_base64() == old.to_base64()


@pytest.mark.parametrize("text", ["", " \n", ","])
def test_a_text_without_a_key_is_refused(text: str) -> None:
    with pytest.raises(MalformedKey, match="no master key"):
        Keyring.from_text(text)
