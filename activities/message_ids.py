"""The Message-ID of a mail that we send ourselves: it names the attempt, and only we can make it.

`<request id>.<position>.<mark>@<domain of the sender>`: the same attempt has the same one, so a
copy is known as such; and a report that names it is about this mail of ours, for the mark comes
from the master key.
"""

import hmac
import re

from contracts.names import attempt_argument, parse_argument
from sealing.keyring import Keyring

_OURS = re.compile(r"([0-9A-Z]{26})\.([0-9]{1,5})\.([0-9A-F]{32})(?![0-9A-F])", re.IGNORECASE)
_LONGEST = 1_000


class MessageIds:
    """Makes the ids, and knows its own."""

    def __init__(self, keyring: Keyring, sender_mail: str) -> None:
        self._keyring = keyring
        self._domain = sender_mail.rpartition("@")[2]

    def token(self, argument: str) -> str:
        """What names an attempt outside: also the envelope's id (RFC 3461)."""
        identity, position = parse_argument(argument)
        mark = self._keyring.message_marks(argument)[0]
        return f"{identity}.{position or 0}.{mark.hex()}"

    def message_id(self, argument: str) -> str:
        """The header's value, in angle brackets."""
        return f"<{self.token(argument)}@{self._domain}>"

    def argument_in(self, text: str) -> str | None:
        """The attempt that a text of a report names; None where none of ours stands in it."""
        for found in _OURS.finditer(text[:_LONGEST]):
            # Some servers change the case of what they quote.
            argument = attempt_argument(found[1].upper(), int(found[2]))
            marks = self._keyring.message_marks(argument)
            if any(hmac.compare_digest(mark.hex(), found[3].lower()) for mark in marks):
                return argument
        return None
