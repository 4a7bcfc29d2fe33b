"""What can go wrong with keys and seals; no sentence here ever repeats a key or a value."""


class SealingError(Exception):
    """Any refusal of this package."""


class SealBroken(SealingError):  # noqa: N818 - says what happened, as on screen
    """Sealed bytes were altered, cut short, moved to another place or sealed by another key."""


class UnknownKey(SealingError):  # noqa: N818 - says what is missing, as on screen
    """The master key that sealed something is not on the keyring."""


class MalformedKey(SealingError):  # noqa: N818 - says what was handed in, as on screen
    """A text that should hold master keys does not."""


class KeyFileRefused(SealingError):  # noqa: N818 - says what was decided, as on screen
    """A key file cannot be used; the sentence names the file and the remedy."""
