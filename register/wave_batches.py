"""How a wave's people are dealt into shards and batches."""

from collections.abc import Hashable


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
