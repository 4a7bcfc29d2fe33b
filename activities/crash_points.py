"""Named places at which a rehearsal can kill its own process, to prove that nothing is lost.

They stand around the sending of a request, where a crash is most dangerous. Outside a rehearsal
they do nothing whatever is asked for.
"""

import os
import signal

BEFORE_CLAIM = "before-claim"
AFTER_CLAIM = "after-claim"
DURING_REQUEST = "during-request"
AFTER_ANSWER = "after-answer"
AFTER_OUTCOME = "after-outcome"
BEFORE_HEARTBEAT = "before-heartbeat"
CRASH_POINTS = (
    BEFORE_CLAIM,
    AFTER_CLAIM,
    DURING_REQUEST,
    AFTER_ANSWER,
    AFTER_OUTCOME,
    BEFORE_HEARTBEAT,
)


class CrashPoints:
    """Kills the process when a point is reached for the n-th time.

    `wanted` is `<name>` or `<name>:<n>`, n counting from 1. Raises ValueError for another text.
    """

    def __init__(self, wanted: str = "", *, is_rehearsal: bool = False) -> None:
        name, _, times = wanted.partition(":")
        if wanted and name not in CRASH_POINTS:
            raise ValueError(f"a crash point is one of {', '.join(CRASH_POINTS)}")
        if times and not (times.isascii() and times.isdigit() and int(times)):
            raise ValueError("after the colon of a crash point stands a number from 1 on")
        self._name = name if is_rehearsal else ""
        self._left = int(times or 1)

    def reach(self, name: str) -> None:
        """End the process as a power cut would, if this is the time and the place."""
        if not self._name or name != self._name:
            return
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


NO_CRASH = CrashPoints()
