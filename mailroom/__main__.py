"""`python -m mailroom`: start a rehearsal mailroom on this machine."""

import argparse
import asyncio
import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path

from pydantic import SecretStr, ValidationError

from mailroom.behaviour import Behaviour
from mailroom.serving import MailroomServer, listen
from mailroom.settings import MailroomSettings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until stopped; return 0, or 2 with a sentence on stderr if it cannot start."""
    options = read_arguments(arguments)
    try:
        settings = settings_from(options)
        listener = listen(options.port)
    except ValidationError as error:
        for problem in error.errors():
            place = ".".join(str(part) for part in problem["loc"])
            print(f"mailroom: {place}: {problem['msg']}", file=sys.stderr)  # noqa: T201  a command line speaks by printing
        return 2
    except OSError as error:
        print(f"mailroom: cannot start: {error}", file=sys.stderr)  # noqa: T201  a command line speaks by printing
        return 2
    server = MailroomServer(settings, listener, announce)
    # Ctrl-C stops the server in good order first and is raised again afterwards.
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(server.run_until_stopped(options.parent_pid))
    return 0


def announce(url: str) -> None:
    """Print the one line that a starting program waits for."""
    print(f"mailroom ready on {url}", flush=True)  # noqa: T201  a command line speaks by printing


def read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m mailroom",
        description="A local stand-in for SendGrid: keeps mail, shows it, posts signed events.",
    )
    parser.add_argument("--port", type=int, required=True, help="on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--data-dir", type=Path, required=True, help="holds the mail and the key")
    parser.add_argument("--events-to", required=True, help="loopback URL that events are posted to")
    parser.add_argument("--api-key", help="the only right bearer token (default: any is right)")
    parser.add_argument("--behaviour", type=Path, help="JSON file with the behaviour at start")
    parser.add_argument(
        "--ascii-sender-names", action="store_true", help="refuse sender names outside ASCII"
    )
    parser.add_argument("--events-per-post", type=int, default=500)
    parser.add_argument("--retry-base-seconds", type=float, default=1.0)
    parser.add_argument("--retry-most-seconds", type=float, default=60.0)
    parser.add_argument("--parent-pid", type=int, help="stop when this process is gone")
    return parser.parse_args(arguments)


def settings_from(options: argparse.Namespace) -> MailroomSettings:
    """Build the settings. Raises ValidationError, or OSError for an unreadable file."""
    behaviour = Behaviour()
    if options.behaviour is not None:
        behaviour = Behaviour.model_validate_json(options.behaviour.read_bytes())
    return MailroomSettings(
        data_dir=options.data_dir,
        events_url=options.events_to,
        api_key=None if options.api_key is None else SecretStr(options.api_key),
        ascii_sender_names=options.ascii_sender_names,
        events_per_post=options.events_per_post,
        retry_base_seconds=options.retry_base_seconds,
        retry_most_seconds=options.retry_most_seconds,
        behaviour=behaviour,
    )


if __name__ == "__main__":
    sys.exit(main())
