"""`python -m hosting.codec_server`: lets the Temporal UI on this machine show sealed payloads.

Listens on the loopback address only and answers the embedded server's own UI only.
"""

import sys

import uvicorn

from hosting.failures import HostingError
from hosting.keyring import keyring_of
from hosting.ports import LOOPBACK, require_free_port
from sealing.codec_server import create_codec_server
from settings import Settings


def main() -> None:
    """Serve until the process is told to end."""
    settings = Settings.load()
    try:
        require_free_port(settings.codec_port, "codec_port")
    except HostingError as error:
        sys.stderr.write(f"codec server: {error}\n")
        sys.exit(2)
    port = settings.temporal_ui_port
    origins = (f"http://{LOOPBACK}:{port}", f"http://localhost:{port}")
    uvicorn.run(
        create_codec_server(keyring_of(settings), origins),
        host=LOOPBACK,
        port=settings.codec_port,
        log_level=settings.log_level.lower(),
        access_log=False,
    )


if __name__ == "__main__":
    main()
