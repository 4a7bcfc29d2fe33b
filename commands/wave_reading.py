"""Reads the waves of an incident: each with its sums, in all and by merchant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from commands.finding import find_incident
from commands.sentences import NotPossible
from contracts.wave_payloads import WaveStanding
from domain.notices import NoticeState
from register.board import Board, BoardWave, read_board
from register.incidents import read_policy
from register.store import Register
from register.wave_progress import WaveProgress, progress_of
from register.wave_shares import counts_by_merchant
from register.wave_sums import standing
from screens.board_json import wave_json


@dataclass(frozen=True)
class SeenWave:
    """A wave, what it waits for, how its sending goes, and its notices' states by merchant."""

    wave: BoardWave
    standing: WaveStanding
    progress: WaveProgress
    merchants: Mapping[str, Mapping[NoticeState, int]]

    def as_json(self) -> dict[str, Any]:
        """For a program."""
        waits = self.standing
        return {
            **wave_json(self.wave),
            "adds_up": waits.adds_up,
            "open_mails": waits.open_mails,
            "doubtful_requests": len(waits.doubtful_requests),
            "doubtful_people": waits.doubtful_people,
            "letters_to_print": waits.letters_to_print,
            "letters_to_post": waits.letters_to_post,
            "to_list": waits.to_list,
            "listed": waits.listed,
            "beyond_reach": waits.beyond_reach,
            "sending": self.progress.as_json(),
            "merchants": [
                {"merchant": key, "population": sum(counts.values()), "counts": counts}
                for key, counts in self.merchants.items()
            ],
        }


def read_waves(
    register: Register, incident: str, number: int | None = None
) -> tuple[Board, tuple[SeenWave, ...]]:
    """The incident and its waves, or the one of this number.

    Raises:
        NotPossible: no such incident or wave; with those that there are.
    """
    identity = find_incident(register, incident)
    board = read_board(register, identity, with_people=False, lines=0)
    wanted = [wave for wave in board.waves if number in {None, wave.number}]
    if number is not None and not wanted:
        raise _no_such_wave([wave.number for wave in board.waves])
    with register.reading() as connection:
        settled_before = datetime.now(UTC) - read_policy(connection, identity).wave.settle_after
        seen = tuple(
            SeenWave(
                wave,
                standing(connection, wave.id, settled_before),
                progress_of(connection, wave.id, datetime.now(UTC)),
                counts_by_merchant(connection, wave.id),
            )
            for wave in wanted
        )
    return board, seen


def _no_such_wave(numbers: list[int]) -> NotPossible:
    if not numbers:
        return NotPossible(
            en="There is no wave yet. `shirase wave plan` freezes one.",
            ja="一斉通知はまだありません。`shirase wave plan` で対象者を確定します。",
        )
    known = ", ".join(str(number) for number in numbers)
    return NotPossible(
        en=f"No wave has this number. There is: {known}",
        ja=f"この番号の一斉通知はありません。あるもの: {known}",
    )
