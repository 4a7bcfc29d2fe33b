"""Lost answers: closing a request's TCP connection instead of answering it.

An ASGI application cannot do that by itself, so the protocol tells the application's lifespan
state which connection belongs to which client.
"""

import asyncio
import socket
import struct

from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

STATE_NAME = "connections"
# Linger for zero seconds: closing then resets the connection.
RESET_ON_CLOSE = struct.pack("ii", 1, 0)

Client = tuple[str, int]


class OpenConnections:
    """The transports of one server by the client's address."""

    def __init__(self) -> None:
        self._transports: dict[Client, asyncio.Transport] = {}

    def add(self, client: Client, transport: asyncio.Transport) -> None:
        """Remember an open connection."""
        self._transports[client] = transport

    def discard(self, client: Client) -> None:
        """Forget a connection that was closed."""
        self._transports.pop(client, None)

    def reset(self, client: Client) -> None:
        """Reset a connection. Raises KeyError if the server does not track its connections."""
        transport = self._transports[client]
        open_socket = transport.get_extra_info("socket")
        open_socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        transport.abort()


class TrackedProtocol(H11Protocol):
    """uvicorn's HTTP protocol that tells the application about its connections."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn itself does
        """Note the connection."""
        super().connection_made(transport)
        if self.client is not None:
            self.app_state[STATE_NAME].add(self.client, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        if self.client is not None:
            self.app_state[STATE_NAME].discard(self.client)
        super().connection_lost(exc)


class NoAnswer(Response):
    """Resets the connection where an answer would be sent."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  nothing is sent
        """Reset, then wait until the server knows it, so that it sends nothing after all."""
        scope["state"][STATE_NAME].reset(scope["client"])
        while (await receive())["type"] != "http.disconnect":
            pass
