"""Ports on the loopback address: finding free ones, and a clear word about taken ones."""

import random
import socket

from hosting.failures import HostingError

LOOPBACK = "127.0.0.1"
_UNCLAIMED_PORTS = range(20_000, 32_000)
PORT_SETTINGS = (
    "intake_port",
    "mailroom_port",
    "codec_port",
    "temporal_port",
    "temporal_ui_port",
)


def free_ports() -> dict[str, int]:
    """A free port for each port setting, for `Settings.rehearsal(..., **free_ports())`.

    Taken from below the range out of which systems serve outgoing connections: one of those could
    otherwise take a port between this look and its use.
    """
    candidates = random.SystemRandom().sample(_UNCLAIMED_PORTS, len(_UNCLAIMED_PORTS))
    free = (port for port in candidates if _is_free(port))
    return {setting: next(free) for setting in PORT_SETTINGS}


def require_free_port(port: int, setting: str) -> None:
    """Check that nothing listens on `port`.

    Raises:
        HostingError: it is taken; the sentence names the variable that changes it.
    """
    if _is_free(port):
        return
    variable = f"SHIRASE_{setting.upper()}"
    raise HostingError(
        en=f"Port {port} is taken by another program. Stop that program (perhaps another "
        f"`make up`), or set {variable} to a free port.",
        ja=f"ポート {port} は別のプログラムが使用中です。そのプログラム(別の `make up` "
        f"かもしれません)を止めるか、{variable} に空いているポートを指定してください。",
    )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # A port that its last owner has just left is free: its old connections do not matter.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True
