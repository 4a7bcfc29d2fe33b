"""What the workflows asked for, in order; a kind of call can be held back for a while."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from contracts.payloads import Payload

P = TypeVar("P", bound=Payload)

LONGEST_HOLD_SECONDS = 20.0


class Calls:
    """Shared by all fakes of one test, and by their threads."""

    def __init__(self) -> None:
        self._made: list[tuple[str, Payload]] = []
        self._gates: dict[str, _Gate] = {}

    def note(self, name: str, payload: Payload) -> None:
        """Remember a call; returns once its kind is not held any more."""
        self._made.append((name, payload))
        gate = self._gates.get(name)
        if gate is not None and not gate.passed():
            raise TimeoutError(f"{name} was held too long")

    def of(self, name: str, kind: type[P]) -> list[P]:
        """The payloads of one activity's calls so far."""
        payloads = [payload for made, payload in list(self._made) if made == name]
        return [payload for payload in payloads if isinstance(payload, kind)]

    def count(self, name: str) -> int:
        """How often an activity was called so far."""
        return self.names.count(name)

    @property
    def names(self) -> list[str]:
        """The activities called so far, in order."""
        return [made for made, _ in list(self._made)]

    @contextmanager
    def held(self, name: str, first: int | None = None) -> Iterator[None]:
        """Calls of this kind (the `first` so many) begin, and end only after the block."""
        gate = self._gates[name] = _Gate(first)
        try:
            yield
        finally:
            del self._gates[name]
            gate.open()


class _Gate:
    def __init__(self, first: int | None) -> None:
        self._left = first
        self._open = threading.Event()

    def open(self) -> None:
        self._open.set()

    def passed(self) -> bool:
        """Wait to be let through; False when that took too long."""
        if self._left == 0:
            return True
        if self._left is not None:
            self._left -= 1
        return self._open.wait(LONGEST_HOLD_SECONDS)
