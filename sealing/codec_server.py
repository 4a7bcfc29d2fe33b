"""The codec server: lets the Temporal UI show sealed payloads to whoever may use this machine.

It speaks Temporal's remote codec protocol: POST `/encode` and `/decode` with a `Payloads`
message as JSON (https://docs.temporal.io/remote-data-encoding). It asks for no password, so
the caller must bind it to the loopback address.
"""

from collections.abc import Sequence

from google.protobuf import json_format
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from temporalio.api.common.v1 import Payloads

from sealing.errors import SealingError
from sealing.keyring import Keyring
from sealing.payload_codec import SealedPayloadCodec


def create_codec_server(keyring: Keyring, ui_origins: Sequence[str]) -> Starlette:
    """Build the server for Temporal UIs at these origins, such as `http://127.0.0.1:8233`.

    A request from a page of another origin is refused. One without an origin, which comes
    from a program such as `temporal --codec-endpoint`, is served.

    Raises:
        ValueError: an origin is `*`, which would open the server to every web page.
    """
    origins = frozenset(origin.rstrip("/") for origin in ui_origins)
    if "*" in origins:
        raise ValueError("Name each origin of the Temporal UI; '*' would admit every web page.")
    endpoints = _Endpoints(SealedPayloadCodec(keyring), origins)
    cross_origin = Middleware(
        CORSMiddleware,
        allow_origins=sorted(origins),
        allow_methods=["POST"],
        allow_headers=["Content-Type", "X-Namespace"],
    )
    return Starlette(
        routes=[
            Route("/encode", endpoints.encode, methods=["POST"]),
            Route("/decode", endpoints.decode, methods=["POST"]),
        ],
        middleware=[cross_origin],
    )


class _Refused(Exception):  # noqa: N818 - an answer on its way out, not a fault
    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class _Endpoints:
    def __init__(self, codec: SealedPayloadCodec, origins: frozenset[str]) -> None:
        self._codec = codec
        self._origins = origins

    async def encode(self, request: Request) -> Response:
        try:
            payloads = await self._read(request)
        except _Refused as refused:
            return PlainTextResponse(str(refused), refused.status)
        return _answer(Payloads(payloads=await self._codec.encode(payloads.payloads)))

    async def decode(self, request: Request) -> Response:
        try:
            payloads = await self._read(request)
            opened = await self._codec.decode(payloads.payloads)
        except _Refused as refused:
            return PlainTextResponse(str(refused), refused.status)
        except SealingError as error:
            return PlainTextResponse(str(error), 400)
        return _answer(Payloads(payloads=opened))

    async def _read(self, request: Request) -> Payloads:
        # CORS only hides the answer from a foreign page; this keeps the work from being done.
        origin = request.headers.get("origin")
        if origin is not None and origin not in self._origins:
            raise _Refused(403, "This origin is not one of the Temporal UIs of this server.")
        try:
            return json_format.Parse(await request.body(), Payloads())
        except (json_format.ParseError, ValueError):
            # The parser's own words quote the body.
            raise _Refused(400, "The body is not a Payloads message in JSON.") from None


def _answer(payloads: Payloads) -> Response:
    return Response(json_format.MessageToJson(payloads), media_type="application/json")
