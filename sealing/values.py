"""Sealed values: one column of one row, readable only with the incident's data key.

Layout: version (1 byte), data key id (4), nonce (12), ciphertext, tag (16); AES-256-GCM
(NIST SP 800-38D). Version, key id, table, column and row are authenticated with the value, so
a sealed value that is copied to another row or column does not open there.
"""

import os
from collections.abc import Iterable, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sealing.errors import SealBroken
from sealing.key_material import DATA_KEY_ID_BYTES, DataKey

VERSION = b"\x01"
NONCE_BYTES = 12
_TAG_BYTES = 16
_HEADER_BYTES = len(VERSION) + DATA_KEY_ID_BYTES
_NONCE = slice(_HEADER_BYTES, _HEADER_BYTES + NONCE_BYTES)
_CIPHERTEXT = slice(_NONCE.stop, None)
SEAL_BYTES = _HEADER_BYTES + NONCE_BYTES + _TAG_BYTES
"""How much longer a sealed value is than its text in UTF-8."""


class ValueSealer:
    """Seals and opens the values of one incident; safe to share between threads.

    Each nonce is 12 fresh bytes of the operating system, drawn by the very call that uses it.
    None is counted or kept between calls, so neither a restart, a second process nor a fork
    can use one twice; a stock or a counter would be copied by a fork. By chance two of the
    half a million values of a large incident share one with a probability below 2 to the power
    of -58, and the limit for random nonces (2 to the power of 32 values a key) is out of reach.
    """

    def __init__(self, data_key: DataKey) -> None:
        self._cipher = AESGCM(data_key.secret)
        self._header = VERSION + data_key.key_id
        self._places: dict[tuple[str, str], bytes] = {}

    def seal(self, table: str, column: str, row: str, plaintext: str) -> bytes:
        """Seal any text for one place; the result is `SEAL_BYTES` longer than the text in UTF-8."""
        nonce = os.urandom(NONCE_BYTES)
        place = self._place(table, column) + row.encode()
        return self._header + nonce + self._cipher.encrypt(nonce, _to_bytes(plaintext), place)

    def seal_many(
        self, table: str, column: str, rows_and_plaintexts: Sequence[tuple[str, str]]
    ) -> list[bytes]:
        """Seal a column of (row, text) pairs, in their order; the same result, less time."""
        header, encrypt = self._header, self._cipher.encrypt
        column_place = self._place(table, column)
        nonces = os.urandom(NONCE_BYTES * len(rows_and_plaintexts))
        sealed = []
        for position, (row, plaintext) in enumerate(rows_and_plaintexts):
            nonce = nonces[position * NONCE_BYTES : (position + 1) * NONCE_BYTES]
            value = encrypt(nonce, _to_bytes(plaintext), column_place + row.encode())
            sealed.append(header + nonce + value)
        return sealed

    def open_many(
        self, table: str, column: str, rows_and_sealed: Iterable[tuple[str, bytes]]
    ) -> list[str]:
        """Open a column of (row, sealed) pairs, in their order; the same result, less time.

        Raises:
            SealBroken: as `open` does, for the first value that cannot be opened.
        """
        header, decrypt = self._header, self._cipher.decrypt
        column_place = self._place(table, column)
        opened = []
        for row, sealed in rows_and_sealed:
            if not sealed.startswith(header) or len(sealed) < SEAL_BYTES:
                raise _foreign(table, column)
            try:
                value = decrypt(sealed[_NONCE], sealed[_CIPHERTEXT], column_place + row.encode())
            except InvalidTag:
                raise _altered(table, column) from None
            opened.append(value.decode("utf-8", "surrogatepass"))
        return opened

    def open(self, table: str, column: str, row: str, sealed: bytes) -> str:
        """Open a value sealed for this place.

        Raises:
            SealBroken: it was altered, cut short, sealed for another place or under another
                data key; the sentence names table and column, never row or value.
        """
        if len(sealed) < SEAL_BYTES or not sealed.startswith(self._header):
            raise _foreign(table, column)
        place = self._place(table, column) + row.encode()
        try:
            value = self._cipher.decrypt(sealed[_NONCE], sealed[_CIPHERTEXT], place)
        except InvalidTag:
            raise _altered(table, column) from None
        return value.decode("utf-8", "surrogatepass")

    def _place(self, table: str, column: str) -> bytes:
        place = self._places.get((table, column))
        if place is None:
            # Lengths in front of the first two parts leave one way only to read the three.
            place = self._header + b"".join(
                len(part).to_bytes(4, "big") + part for part in (table.encode(), column.encode())
            )
            self._places[table, column] = place
        return place


def _foreign(table: str, column: str) -> SealBroken:
    return SealBroken(f"A value in {table}.{column} is not sealed under this incident's data key.")


def _altered(table: str, column: str) -> SealBroken:
    return SealBroken(
        f"A value in {table}.{column} was altered or belongs to another row or column."
    )


def _to_bytes(plaintext: str) -> bytes:
    # "surrogatepass": a badly decoded file may hold half characters; refusing one here would
    # lose a person, and the error would carry the value.
    return plaintext.encode("utf-8", "surrogatepass")
