"""The life of an incident: which phase may follow which."""

from enum import StrEnum


class Phase(StrEnum):
    """Where an incident stands (段階)."""

    DETECTED = "detected"
    ASSESSING = "assessing"
    CONTAINING = "containing"
    NOTIFYING = "notifying"
    FOLLOWING_UP = "following_up"
    CLOSED = "closed"
    FALSE_ALARM = "false_alarm"


FOLLOWERS: dict[Phase, frozenset[Phase]] = {
    Phase.DETECTED: frozenset({Phase.ASSESSING, Phase.FALSE_ALARM}),
    Phase.ASSESSING: frozenset({Phase.CONTAINING, Phase.NOTIFYING, Phase.FALSE_ALARM}),
    Phase.CONTAINING: frozenset({Phase.ASSESSING, Phase.NOTIFYING, Phase.FALSE_ALARM}),
    Phase.NOTIFYING: frozenset({Phase.CONTAINING, Phase.FOLLOWING_UP, Phase.FALSE_ALARM}),
    Phase.FOLLOWING_UP: frozenset(
        {Phase.CONTAINING, Phase.NOTIFYING, Phase.CLOSED, Phase.FALSE_ALARM}
    ),
    Phase.CLOSED: frozenset({Phase.FOLLOWING_UP}),
    Phase.FALSE_ALARM: frozenset({Phase.ASSESSING}),
}

ENDS = frozenset({Phase.CLOSED, Phase.FALSE_ALARM})


def may_follow(current: Phase, wanted: Phase) -> bool:
    """Whether `wanted` may follow `current`; a phase never follows itself."""
    return wanted in FOLLOWERS[current]


def onward(current: Phase) -> str:
    """The phases that may come next, in words for a refusal."""
    return ", ".join(phase.value for phase in Phase if phase in FOLLOWERS[current])
