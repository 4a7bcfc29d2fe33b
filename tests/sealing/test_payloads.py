"""What Temporal stores: payloads and failures are sealed, and open again."""

import traceback
from types import NoneType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.converter import DataConverter
from temporalio.exceptions import ApplicationError

from sealing.data_converter import shirase_data_converter
from sealing.errors import SealBroken, UnknownKey
from sealing.keys import Keyring, MasterKey
from sealing.payload_codec import SealedPayloadCodec

SECRET = "kainan-maru-1912"
KEYRING = Keyring(MasterKey.generate())
CODEC = SealedPayloadCodec(KEYRING)


class Decision(BaseModel):
    model_config = ConfigDict(frozen=True)

    incident: str
    counts: dict[str, int]


def plain(data: bytes) -> Payload:
    return Payload(metadata={"encoding": b"json/plain", "note": SECRET.encode()}, data=data)


@given(data=st.binary(max_size=2000))
async def test_a_payload_returns_with_its_metadata(data: bytes) -> None:
    payload = plain(data)
    [sealed] = await CODEC.encode([payload])
    assert dict(sealed.metadata) == {
        "encoding": b"binary/shirase-sealed",
        "encryption-key-id": KEYRING.current.key_id.encode(),
    }
    assert SECRET.encode() not in sealed.SerializeToString()
    assert await CODEC.decode([sealed]) == [payload]


async def test_order_and_number_stay_the_same() -> None:
    payloads = [plain(str(number).encode()) for number in range(20)]
    assert await CODEC.decode(await CODEC.encode(payloads)) == payloads


async def test_a_large_payload_is_compressed_and_a_small_one_is_not() -> None:
    [large] = await CODEC.encode([plain(b"a" * 1_000_000)])
    assert len(large.data) < 10_000
    [small] = await CODEC.encode([plain(b"a" * 400)])
    assert len(small.data) > 400
    assert await CODEC.decode([large, small]) == [plain(b"a" * 1_000_000), plain(b"a" * 400)]


async def test_payloads_of_others_pass_unchanged() -> None:
    foreign = [plain(b"1"), Payload(), Payload(metadata={"encoding": b"binary/encrypted"})]
    assert await CODEC.decode(foreign) == foreign


@given(position=st.integers(min_value=0), flip=st.integers(1, 255))
async def test_an_altered_payload_is_refused(position: int, flip: int) -> None:
    [sealed] = await CODEC.encode([plain(b"1")])
    data = bytearray(sealed.data)
    data[position % len(data)] ^= flip
    with pytest.raises(SealBroken):
        await CODEC.decode([Payload(metadata=dict(sealed.metadata), data=bytes(data))])


@pytest.mark.parametrize("length", [0, 1, 2, 14, 29, 30])
async def test_a_payload_cut_short_is_refused(length: int) -> None:
    [sealed] = await CODEC.encode([plain(b"1")])
    with pytest.raises(SealBroken):
        await CODEC.decode([Payload(metadata=dict(sealed.metadata), data=sealed.data[:length])])


async def test_the_key_id_of_a_payload_cannot_be_exchanged() -> None:
    old, new = MasterKey.generate(), MasterKey.generate()
    [sealed] = await SealedPayloadCodec(Keyring(old)).encode([plain(b"1")])
    sealed.metadata["encryption-key-id"] = new.key_id.encode()
    with pytest.raises(SealBroken):
        await SealedPayloadCodec(Keyring(new, [old])).decode([sealed])


async def test_a_payload_without_a_key_id_is_refused_and_not_changed() -> None:
    [sealed] = await CODEC.encode([plain(b"1")])
    del sealed.metadata["encryption-key-id"]
    with pytest.raises(UnknownKey):
        await CODEC.decode([sealed])
    assert "encryption-key-id" not in sealed.metadata


async def test_payloads_open_after_a_rotation_and_not_without_the_old_key() -> None:
    old, new = MasterKey.generate(), MasterKey.generate()
    sealed = await SealedPayloadCodec(Keyring(old)).encode([plain(b"1")])
    assert await SealedPayloadCodec(Keyring(new, [old])).decode(sealed) == [plain(b"1")]
    with pytest.raises(UnknownKey, match=old.key_id):
        await SealedPayloadCodec(Keyring(new)).decode(sealed)


async def test_the_layout_never_changes() -> None:
    # Sealed once by the first release: running incidents have payloads of this layout.
    sealed = Payload.FromString(
        bytes.fromhex(
            "0a250a11656e6372797074696f6e2d6b65792d69641210636161653534623434623532643135390a"
            "210a08656e636f64696e67121562696e6172792f736869726173652d7365616c6564125a0100a855"
            "4b24b456f42e335ebf553fea01efa2bc9dedecf467423584c52cf70f13b7af18bb9c8b2600485197"
            "16d6236f214149d4f06e2545b503146215c8e04d181ae809621a25651ce5130cc6f702b2eea98256"
            "596fedf23fe5"
        )
    )
    [opened] = await SealedPayloadCodec(Keyring(MasterKey(bytes(range(32))))).decode([sealed])
    assert opened == plain(b'"kainan"')


async def test_a_model_returns_and_no_word_of_it_is_stored() -> None:
    converter = shirase_data_converter(KEYRING)
    decision = Decision(incident=SECRET, counts={SECRET: 136_346})
    payloads = await converter.encode([decision, None, SECRET.encode(), {"reason": SECRET}])
    for payload in payloads:
        assert payload.metadata["encoding"] == b"binary/shirase-sealed"
        assert SECRET.encode() not in payload.SerializeToString()
    assert await converter.decode(payloads, [Decision, NoneType, bytes, dict]) == [
        decision,
        None,
        SECRET.encode(),
        {"reason": SECRET},
    ]


def an_error_full_of_secrets() -> ApplicationError:
    error = ApplicationError(f"outer {SECRET}", {"detail": SECRET}, type="RegisterRefused")
    try:
        try:
            raise ValueError(f"inner {SECRET}")  # noqa: TRY301 - the test needs a chain with traces
        except ValueError as cause:
            raise error from cause
    except ApplicationError as raised:
        return raised


async def failure_of(converter: DataConverter, error: BaseException) -> Failure:
    failure = Failure()
    await converter.encode_failure(error, failure)
    return failure


async def test_a_failure_and_its_causes_are_sealed_and_return() -> None:
    converter = shirase_data_converter(KEYRING)
    failure = await failure_of(converter, an_error_full_of_secrets())
    stored = failure.SerializeToString()
    assert SECRET.encode() not in stored
    assert b"an_error_full_of_secrets" not in stored
    assert failure.cause.message == "Encoded failure"

    error = await converter.decode_failure(failure)
    assert isinstance(error, ApplicationError)
    assert error.message == f"outer {SECRET}"
    assert error.type == "RegisterRefused"
    assert list(error.details) == [{"detail": SECRET}]
    assert isinstance(error.__cause__, ApplicationError)
    assert error.__cause__.message == f"inner {SECRET}"


async def test_a_failure_that_travels_on_stays_sealed() -> None:
    # An activity's failure is opened in the workflow and leaves it again as its cause.
    converter = shirase_data_converter(KEYRING)
    arrived = await converter.decode_failure(
        await failure_of(converter, an_error_full_of_secrets())
    )
    again = await failure_of(converter, arrived)
    assert SECRET.encode() not in again.SerializeToString()
    returned = await converter.decode_failure(again)
    assert "".join(traceback.format_exception_only(returned)).strip().endswith(f"outer {SECRET}")
    assert SECRET in str(returned.__cause__)


async def test_a_failure_without_the_key_stays_shut() -> None:
    failure = await failure_of(shirase_data_converter(KEYRING), an_error_full_of_secrets())
    with pytest.raises(UnknownKey) as refused:
        await shirase_data_converter(Keyring(MasterKey.generate())).decode_failure(failure)
    assert SECRET not in str(refused.value)
