"""How a process that has spoken to Temporal ends.

The SDK's own threads may still be at work when the interpreter takes itself down, and then abort
the process after everything was done: a command that succeeded would look like one that failed.
So the process ends at once, with what it has printed.
"""

import os
import sys
from typing import NoReturn


def end_process(code: int) -> NoReturn:
    """End with this exit code; nothing of ours waits for the interpreter's own end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            # Whoever read us (`| head`) has gone.
            continue
    os._exit(code)
