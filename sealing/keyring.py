"""The keyring: derives, wraps and unwraps what a register needs, across key rotations.

One secret, the master key, is kept outside the register. Every other key is derived from it
for one use only, or is a random data key wrapped by it. So a master key can be replaced by
re-wrapping the data keys, and an incident can be erased by destroying its one data key.
"""

import hmac
import os
import re
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sealing.errors import MalformedKey, SealBroken, UnknownKey
from sealing.key_material import KEY_BYTES, KEY_ID_BYTES, DataKey, KeyUse, MasterKey

LOOKUP_DIGEST_BYTES = 16
_NONCE_BYTES = 12
_TAG_BYTES = 16
_FINGERPRINT_BYTES = 16
_WRAP_VERSION = b"\x01"


class Keyring:
    """The current master key, which seals, and older ones, which still open."""

    def __init__(self, current: MasterKey, older: Sequence[MasterKey] = ()) -> None:
        self._current = current
        self._masters = (current, *older)
        self._by_id = {master.key_id: master for master in self._masters}
        # Deriving costs more than the digest itself, and a wave asks for a hundred thousand.
        self._lookup_keys: dict[str, tuple[bytes, ...]] = {}

    @classmethod
    def from_text(cls, text: str) -> "Keyring":
        """Read base64 keys parted by white space or commas: the current one, then older ones.

        Raises:
            MalformedKey: there is no key, or one of them is not 32 bytes in base64.
        """
        keys = [MasterKey.from_base64(part) for part in re.split(r"[\s,]+", text) if part]
        if not keys:
            raise MalformedKey(
                f"There is no master key; give {KEY_BYTES} random bytes as base64 text."
            )
        return cls(keys[0], keys[1:])

    @property
    def current(self) -> MasterKey:
        """The key that seals."""
        return self._current

    def find(self, key_id: str) -> MasterKey:
        """Return the master key of this id.

        Raises:
            UnknownKey: it is neither the current key nor an older one.
        """
        try:
            return self._by_id[key_id]
        except KeyError:
            # Bounded, because the id may come from outside.
            raise UnknownKey(
                f"Sealed under master key {key_id[: 2 * KEY_ID_BYTES]!r}, which is not on this "
                "keyring; add that key after the current one."
            ) from None

    def fingerprint(self) -> str:
        """Give 32 hexadecimal digits by which a register remembers its master key; one-way."""
        return _fingerprint(self._current)

    def recognises(self, fingerprint: str) -> bool:
        """Say whether the fingerprint is that of the current or of an older master key.

        A register that remembers an older one belongs to this keyring, but was not yet
        re-wrapped under the current key.
        """
        return any(_fingerprint(master) == fingerprint for master in self._masters)

    def lookup_digest(self, controller_id: str, value: str) -> bytes:
        """Digest a value for finding it again within one controller's data set: 16 bytes.

        HMAC-SHA256 under a key of this controller, so equal values of two controllers cannot
        be matched. The caller brings the value into its one normal form first.
        """
        return _digest(self._lookup_keys_of(controller_id)[0], value)

    def lookup_digests(self, controller_id: str, value: str) -> tuple[bytes, ...]:
        """Digest a value under the current and each older key, current first.

        A digest cannot be re-wrapped. Search by all of these, so that rows written before a
        rotation are still found.
        """
        return tuple(_digest(key, value) for key in self._lookup_keys_of(controller_id))

    def _lookup_keys_of(self, controller_id: str) -> tuple[bytes, ...]:
        keys = self._lookup_keys.get(controller_id)
        if keys is None:
            keys = tuple(
                master.derive(KeyUse.LOOKUP_DIGESTS, controller_id) for master in self._masters
            )
            self._lookup_keys[controller_id] = keys
        return keys

    def message_marks(self, value: str) -> tuple[bytes, ...]:
        """Mark what leaves in a mail and comes back, under the current and each older key.

        HMAC-SHA256, 16 bytes: nobody else can make one, so what comes back with it was ours.
        """
        keys = (master.derive(KeyUse.MESSAGE_IDS) for master in self._masters)
        return tuple(_digest(key, value) for key in keys)

    def new_data_key(self) -> DataKey:
        """Make a random data key for a new incident; it is not derivable from any master."""
        return DataKey(os.urandom(KEY_BYTES))

    def wrap(self, data_key: DataKey, incident_id: str) -> bytes:
        """Seal a data key under the current master key, bound to its incident."""
        header = _WRAP_VERSION + bytes.fromhex(self._current.key_id)
        nonce = os.urandom(_NONCE_BYTES)
        cipher = AESGCM(self._current.derive(KeyUse.DATA_KEY_WRAPPING))
        return (
            header + nonce + cipher.encrypt(nonce, data_key.secret, header + incident_id.encode())
        )

    def unwrap(self, wrapped: bytes, incident_id: str) -> DataKey:
        """Open a wrapped data key.

        Raises:
            UnknownKey: it was wrapped under a master key that is not on this keyring.
            SealBroken: it was altered, or wrapped for another incident.
        """
        header, nonce, sealed = _split_wrapped(wrapped, incident_id)
        master = self.find(header[len(_WRAP_VERSION) :].hex())
        cipher = AESGCM(master.derive(KeyUse.DATA_KEY_WRAPPING))
        try:
            return DataKey(cipher.decrypt(nonce, sealed, header + incident_id.encode()))
        except InvalidTag:
            raise SealBroken(
                f"The data key of incident {incident_id} was altered or is another incident's; "
                "restore it from a backup."
            ) from None

    def rewrap(self, wrapped: bytes, incident_id: str) -> bytes:
        """Move a wrapped data key under the current master key; the data key stays the same.

        Raises:
            UnknownKey: it was wrapped under a master key that is not on this keyring.
            SealBroken: it was altered, or wrapped for another incident.
        """
        return self.wrap(self.unwrap(wrapped, incident_id), incident_id)

    def __repr__(self) -> str:
        return f"Keyring(key_ids={[master.key_id for master in self._masters]!r})"


def _fingerprint(master: MasterKey) -> str:
    return master.derive(KeyUse.FINGERPRINT)[:_FINGERPRINT_BYTES].hex()


def _digest(key: bytes, value: str) -> bytes:
    # "surrogatepass": a badly decoded file may hold half characters; an error would quote them.
    return hmac.digest(key, value.encode("utf-8", "surrogatepass"), "sha256")[:LOOKUP_DIGEST_BYTES]


def _split_wrapped(wrapped: bytes, incident_id: str) -> tuple[bytes, bytes, bytes]:
    header_end = len(_WRAP_VERSION) + KEY_ID_BYTES
    nonce_end = header_end + _NONCE_BYTES
    if len(wrapped) != nonce_end + KEY_BYTES + _TAG_BYTES or not wrapped.startswith(_WRAP_VERSION):
        raise SealBroken(f"The data key of incident {incident_id} is not a wrapped key of ours.")
    return wrapped[:header_end], wrapped[header_end:nonce_end], wrapped[nonce_end:]
