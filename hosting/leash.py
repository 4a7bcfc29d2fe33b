"""Ties a command to the life of its parent, then becomes that command (same pid).

`leash.py kernel|watch PARENT_PID COMMAND...`: once the parent is gone, however it went, the
command gets SIGTERM. Linux does so by itself (`kernel`); elsewhere a small watcher process looks
twice a second (`watch`). Run by its path, so it imports nothing but the standard library.
"""

import ctypes
import os
import signal
import sys
import time

_PR_SET_PDEATHSIG = 1
_LOOK_SECONDS = 0.5


def _tie_by_kernel() -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def _watch(parent: int, command: int) -> None:
    while os.getppid() == command:
        if not _is_alive(parent):
            os.kill(command, signal.SIGTERM)
            return
        time.sleep(_LOOK_SECONDS)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def main(arguments: list[str]) -> None:
    """Tie this process to its parent and become the command."""
    method, parent, command = arguments[0], int(arguments[1]), arguments[2:]
    if method == "kernel":
        _tie_by_kernel()
    elif os.fork() == 0:
        _watch(parent, os.getppid())
        return
    # The parent may have gone before the tie was made: then nobody would ever end the command.
    if os.getppid() != parent:
        sys.exit("the parent process is gone")
    os.execvp(command[0], command)  # noqa: S606 - becoming the command is what this is for


if __name__ == "__main__":
    main(sys.argv[1:])
