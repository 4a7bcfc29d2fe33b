"""Master keys and data keys: secrets that derive others and are never shown.

Each derived key serves one use only, so no two uses can be played against each other.
"""

import base64
import binascii
import os
from enum import StrEnum

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sealing.errors import MalformedKey

KEY_BYTES = 32
KEY_ID_BYTES = 8
DATA_KEY_ID_BYTES = 4


class KeyUse(StrEnum):
    """What a derived key is for. The texts are part of the derivation: never change one."""

    KEY_ID = "key-id"
    FINGERPRINT = "fingerprint"
    PAYLOADS = "payloads"
    DATA_KEY_WRAPPING = "data-key-wrapping"
    LOOKUP_DIGESTS = "lookup-digests"
    DATA_KEY_ID = "data-key-id"
    MESSAGE_IDS = "message-ids"


def _derive(secret: bytes, use: KeyUse, context: str = "") -> bytes:
    # No use's text is the beginning of another's with a slash, so use and context cannot mix.
    info = f"shirase/v1/{use.value}/{context}".encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(secret)


def _check_length(secret: bytes, name: str) -> None:
    if len(secret) != KEY_BYTES:
        raise MalformedKey(f"A {name} must have {KEY_BYTES} bytes; this one has {len(secret)}.")


class MasterKey:
    """The one secret kept outside the register: 32 random bytes, never shown."""

    __slots__ = ("_key_id", "_secret")

    def __init__(self, secret: bytes) -> None:
        """Hold the 32 bytes of a key.

        Raises:
            MalformedKey: the secret has another length.
        """
        _check_length(secret, "master key")
        self._secret = bytes(secret)
        self._key_id = self.derive(KeyUse.KEY_ID)[:KEY_ID_BYTES].hex()

    @classmethod
    def generate(cls) -> "MasterKey":
        """Make a new key from the operating system's random source."""
        return cls(os.urandom(KEY_BYTES))

    @classmethod
    def from_base64(cls, text: str) -> "MasterKey":
        """Read a key from base64, the standard or the URL-safe alphabet.

        Raises:
            MalformedKey: the text is not base64, or not of 32 bytes; it is not repeated.
        """
        standard = text.strip().replace("-", "+").replace("_", "/")
        try:
            secret = base64.b64decode(standard, validate=True)
        except (binascii.Error, ValueError):
            raise MalformedKey(
                f"The master key is not base64; give {KEY_BYTES} random bytes as base64 text."
            ) from None
        return cls(secret)

    def to_base64(self) -> str:
        """Give the key as base64 text, for a key file or a child's environment only."""
        return base64.b64encode(self._secret).decode("ascii")

    @property
    def key_id(self) -> str:
        """Sixteen hexadecimal digits that name this key and reveal nothing of it."""
        return self._key_id

    def derive(self, use: KeyUse, context: str = "") -> bytes:
        """Derive the 32-byte key for one use by HKDF-SHA256 (RFC 5869)."""
        return _derive(self._secret, use, context)

    def __repr__(self) -> str:
        return f"MasterKey(key_id={self._key_id!r})"


class DataKey:
    """The key of one incident's values: 32 random bytes, never shown; stored wrapped only."""

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        """Hold the 32 bytes of a key.

        Raises:
            MalformedKey: the secret has another length.
        """
        _check_length(secret, "data key")
        self._secret = bytes(secret)

    @property
    def secret(self) -> bytes:
        """The 32 bytes, for a cipher only."""
        return self._secret

    @property
    def key_id(self) -> bytes:
        """Four bytes that name this key inside sealed values and reveal nothing of it."""
        return _derive(self._secret, KeyUse.DATA_KEY_ID)[:DATA_KEY_ID_BYTES]

    def __repr__(self) -> str:
        return f"DataKey(key_id={self.key_id.hex()!r})"
