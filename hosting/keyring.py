"""The keyring of one Shirase, as its settings name it."""

from sealing.keys import Keyring, load_or_create_key_file
from settings import Settings


def keyring_of(settings: Settings) -> Keyring:
    """The keyring of the master key given in the settings, else of the data folder's key file.

    The key file is made on first use.

    Raises:
        sealing.errors.SealingError: the key is malformed, or its file may be read by others.
    """
    if settings.master_key is not None:
        return Keyring.from_text(settings.master_key.get_secret_value())
    return load_or_create_key_file(settings.key_file)
