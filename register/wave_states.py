"""The states of a wave in the register."""

from enum import StrEnum


class WaveState(StrEnum):
    """Planned until its gates are open, sending until its sums add up, then finished."""

    PLANNED = "planned"
    SENDING = "sending"
    FINISHED = "finished"
