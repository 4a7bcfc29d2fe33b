"""How a wave's people are dealt into shards and batches, and the codes on their notices."""

import base64
import secrets
from collections.abc import Hashable

CODE_LETTERS = 8
_CODE_BYTES = 5
_TO_CROCKFORD = bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)


class Batching:
    """Deals people into batches that hold one group only, and batches into shards.

    People come in order of their group. No batch is larger than `people_a_batch`, no shard larger
    than `people_a_shard`. Shards count from 0, the batches of each shard from 1.
    """

    def __init__(self, people_a_shard: int, people_a_batch: int) -> None:
        self._people_a_shard = people_a_shard
        self._people_a_batch = people_a_batch
        self._group: Hashable = None
        self._room_in_batch = 0
        self._room_in_shard = 0
        self.sizes: list[list[int]] = []

    def place(self, group: Hashable) -> tuple[int, int]:
        """Shard and batch of the next person, who belongs to `group`."""
        if group != self._group or not self._room_in_batch:
            self._open_batch()
            self._group = group
        self._room_in_batch -= 1
        self._room_in_shard -= 1
        batches = self.sizes[-1]
        batches[-1] += 1
        return len(self.sizes) - 1, len(batches)

    def _open_batch(self) -> None:
        if not self._room_in_shard:
            self.sizes.append([])
            self._room_in_shard = self._people_a_shard
        self.sizes[-1].append(0)
        self._room_in_batch = min(self._people_a_batch, self._room_in_shard)


class CheckCodes:
    """Makes check codes: 8 characters of Crockford's base32, unguessable, no two alike."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def take(self, count: int) -> list[str]:
        """So many codes that were not given before."""
        codes: list[str] = []
        while len(codes) < count:
            for code in _random_codes(count - len(codes)):
                if code not in self._given:
                    self._given.add(code)
                    codes.append(code)
        return codes


def _random_codes(count: int) -> list[str]:
    letters = base64.b32encode(secrets.token_bytes(_CODE_BYTES * count)).translate(_TO_CROCKFORD)
    text = letters.decode("ascii")
    return [text[start : start + CODE_LETTERS] for start in range(0, len(text), CODE_LETTERS)]
