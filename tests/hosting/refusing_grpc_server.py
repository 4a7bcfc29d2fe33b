"""A loopback server that refuses every gRPC call with one status, as a cloud does a wrong key.

Speaks just enough HTTP/2 (RFC 9113) for that: settings, their acknowledgement, and an answer of
headers only with `grpc-status`.
"""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
_HEADERS, _SETTINGS, _PING = 1, 4, 6
_ACK, _END_STREAM, _END_HEADERS = 0x1, 0x1, 0x4


@asynccontextmanager
async def refusing_grpc_server(status: int) -> AsyncIterator[str]:
    """Runs while the block lasts; gives host:port. `status` is a gRPC status number."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _refuse_all(reader, writer, status)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def _refuse_all(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, status: int
) -> None:
    await reader.readexactly(len(_PREFACE))
    writer.write(_frame(_SETTINGS, 0, 0, b""))
    while True:
        head = await reader.readexactly(9)
        kind, flags = head[3], head[4]
        stream = struct.unpack(">I", head[5:9])[0]
        body = await reader.readexactly(int.from_bytes(head[:3], "big"))
        if kind == _SETTINGS and not flags & _ACK:
            writer.write(_frame(_SETTINGS, _ACK, 0, b""))
        elif kind == _PING and not flags & _ACK:
            writer.write(_frame(_PING, _ACK, 0, body))
        elif kind == _HEADERS:
            writer.write(_frame(_HEADERS, _END_STREAM | _END_HEADERS, stream, _refusal(status)))


def _frame(kind: int, flags: int, stream: int, body: bytes) -> bytes:
    return len(body).to_bytes(3, "big") + struct.pack(">BBI", kind, flags, stream) + body


def _refusal(status: int) -> bytes:
    """The answer's header block: `:status: 200` from the static table, the rest in plain."""
    fields = ((b"content-type", b"application/grpc"), (b"grpc-status", str(status).encode()))
    return b"\x88" + b"".join(
        b"\x00" + bytes([len(name)]) + name + bytes([len(value)]) + value for name, value in fields
    )
