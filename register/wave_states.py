"""The states of a wave in the register."""

from enum import StrEnum


class WaveState(StrEnum):
    """Planned until its gates are open, sending until its sums add up, then finished.

    A wave that was never started can be cancelled: its people are free for another plan.
    """

    PLANNED = "planned"
    SENDING = "sending"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class WavePurpose(StrEnum):
    """What a wave tells its people: of the incident, or that it was none."""

    INCIDENT = "incident"
    RETRACTION = "retraction"
