"""The front of everything about keys: import keys, the keyring and the key file from here."""

from sealing.errors import KeyFileRefused, MalformedKey, SealBroken, SealingError, UnknownKey
from sealing.key_file import load_or_create_key_file
from sealing.key_material import DataKey, KeyUse, MasterKey
from sealing.keyring import Keyring

__all__ = [
    "DataKey",
    "KeyFileRefused",
    "KeyUse",
    "Keyring",
    "MalformedKey",
    "MasterKey",
    "SealBroken",
    "SealingError",
    "UnknownKey",
    "load_or_create_key_file",
]
