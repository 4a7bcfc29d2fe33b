"""The payload codec: what Temporal stores is sealed before it leaves the process.

A sealed payload carries the encoding `binary/shirase-sealed` and the id of the master key.
Its data is: version (1 byte), packing (1 byte: 0 as it was, 1 zlib), nonce (12), ciphertext
and tag of AES-256-GCM over the whole original payload, its metadata included.
"""

import os
import zlib
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from temporalio.api.common.v1 import Payload
from temporalio.converter import PayloadCodec

from sealing.errors import SealBroken
from sealing.key_material import KeyUse
from sealing.keyring import Keyring

SEALED_ENCODING = b"binary/shirase-sealed"
ENCODING_FIELD = "encoding"
KEY_ID_FIELD = "encryption-key-id"
COMPRESS_ABOVE_BYTES = 512
_VERSION = b"\x01"
_PLAIN = b"\x00"
_ZLIB = b"\x01"
_HEADER_BYTES = 2
_NONCE_BYTES = 12
_TAG_BYTES = 16


class SealedPayloadCodec(PayloadCodec):
    """Seals every payload; opens those it sealed and leaves all others as they are.

    Nonces are random. For one key they are safe up to 2 to the power of 32 payloads: at a
    hundred payloads a second without a pause, more than a year. Rotate the master key sooner.
    """

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self._ciphers: dict[str, AESGCM] = {}

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Seal each payload under the current master key; the number stays the same."""
        return [self._seal(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Open each payload that this codec sealed; return any other unchanged.

        Raises:
            UnknownKey: a payload was sealed under a master key that is not on the keyring.
            SealBroken: a sealed payload was altered or cut short.
        """
        return [self._open(payload) if _is_sealed(payload) else payload for payload in payloads]

    def _seal(self, payload: Payload) -> Payload:
        key_id = self._keyring.current.key_id
        packing, content = _pack(payload.SerializeToString())
        header = _VERSION + packing
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._cipher(key_id).encrypt(nonce, content, _bound(header, key_id))
        return Payload(
            metadata={ENCODING_FIELD: SEALED_ENCODING, KEY_ID_FIELD: key_id.encode()},
            data=header + nonce + sealed,
        )

    def _open(self, payload: Payload) -> Payload:
        header, nonce, sealed = _split(payload.data)
        key_id = payload.metadata.get(KEY_ID_FIELD, b"").decode("ascii", "replace")
        cipher = self._cipher(key_id)
        try:
            content = cipher.decrypt(nonce, sealed, _bound(header, key_id))
        except InvalidTag:
            raise SealBroken("A sealed Temporal payload was altered.") from None
        # What follows was authenticated, so a bomb or a broken message cannot be inside.
        return Payload.FromString(zlib.decompress(content) if header[1:] == _ZLIB else content)

    def _cipher(self, key_id: str) -> AESGCM:
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            cipher = AESGCM(self._keyring.find(key_id).derive(KeyUse.PAYLOADS))
            self._ciphers[key_id] = cipher
        return cipher


def _is_sealed(payload: Payload) -> bool:
    return payload.metadata.get(ENCODING_FIELD) == SEALED_ENCODING


def _pack(content: bytes) -> tuple[bytes, bytes]:
    # Sealed bytes cannot be compressed later, and Temporal refuses payloads over 2 MB.
    if len(content) <= COMPRESS_ABOVE_BYTES:
        return _PLAIN, content
    return _ZLIB, zlib.compress(content)


def _bound(header: bytes, key_id: str) -> bytes:
    return header + key_id.encode()


def _split(data: bytes) -> tuple[bytes, bytes, bytes]:
    nonce_end = _HEADER_BYTES + _NONCE_BYTES
    if len(data) < nonce_end + _TAG_BYTES or not data.startswith(_VERSION):
        raise SealBroken("A Temporal payload marked as sealed is not in a known layout.")
    return data[:_HEADER_BYTES], data[_HEADER_BYTES:nonce_end], data[nonce_end:]
