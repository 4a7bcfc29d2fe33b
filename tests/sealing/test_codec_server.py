"""The codec server, spoken to as the Temporal UI and the `temporal` program do."""

from collections.abc import AsyncIterator

import httpx
import pytest
from google.protobuf import json_format
from temporalio.api.common.v1 import Payload, Payloads

from sealing.codec_server import create_codec_server
from sealing.keys import Keyring, MasterKey
from sealing.payload_codec import SealedPayloadCodec

UI = "http://127.0.0.1:8233"
FOREIGN = "https://attacker.example"
KEYRING = Keyring(MasterKey.generate())
PLAIN = Payloads(payloads=[Payload(metadata={"encoding": b"json/plain"}, data=b'"kainan-maru"')])


@pytest.fixture
async def server() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_codec_server(KEYRING, [f"{UI}/"]))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8081") as client:
        yield client


async def sealed_body(keyring: Keyring) -> str:
    sealed = await SealedPayloadCodec(keyring).encode(PLAIN.payloads)
    return json_format.MessageToJson(Payloads(payloads=sealed))


async def test_the_ui_reads_what_was_sealed(server: httpx.AsyncClient) -> None:
    answer = await server.post(
        "/decode",
        content=await sealed_body(KEYRING),
        headers={"Origin": UI, "X-Namespace": "default", "Content-Type": "application/json"},
    )
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == UI
    assert answer.headers["content-type"] == "application/json"
    assert json_format.Parse(answer.content, Payloads()) == PLAIN


async def test_what_is_entered_in_the_ui_is_sealed(server: httpx.AsyncClient) -> None:
    answer = await server.post("/encode", content=json_format.MessageToJson(PLAIN))
    assert answer.status_code == 200
    sealed = json_format.Parse(answer.content, Payloads())
    assert sealed.payloads[0].metadata["encoding"] == b"binary/shirase-sealed"
    assert await SealedPayloadCodec(KEYRING).decode(sealed.payloads) == list(PLAIN.payloads)


async def test_the_browser_may_ask_from_the_ui_only(server: httpx.AsyncClient) -> None:
    wish = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,x-namespace",
    }
    allowed = await server.options("/decode", headers={"Origin": UI, **wish})
    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == UI
    assert "X-Namespace" in allowed.headers["access-control-allow-headers"]

    refused = await server.options("/decode", headers={"Origin": FOREIGN, **wish})
    assert refused.status_code == 400
    assert "access-control-allow-origin" not in refused.headers


@pytest.mark.parametrize("path", ["/decode", "/encode"])
async def test_a_page_of_another_origin_gets_nothing(server: httpx.AsyncClient, path: str) -> None:
    for origin in (FOREIGN, "null", "http://127.0.0.1:8234"):
        answer = await server.post(
            path, content=await sealed_body(KEYRING), headers={"Origin": origin}
        )
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers


async def test_an_unknown_key_is_named_to_the_user(server: httpx.AsyncClient) -> None:
    other = Keyring(MasterKey.generate())
    answer = await server.post("/decode", content=await sealed_body(other), headers={"Origin": UI})
    assert answer.status_code == 400
    assert other.current.key_id in answer.text
    assert answer.headers["access-control-allow-origin"] == UI


@pytest.mark.parametrize(
    "body", [b"", b"[1]", b"kainan-maru", b'{"payloads": "kainan-maru"}', b"\xff\xfe"]
)
@pytest.mark.parametrize("path", ["/decode", "/encode"])
async def test_a_malformed_body_is_refused_without_being_repeated(
    server: httpx.AsyncClient, path: str, body: bytes
) -> None:
    answer = await server.post(path, content=body)
    assert answer.status_code == 400
    assert "kainan" not in answer.text


async def test_reading_an_address_gives_nothing(server: httpx.AsyncClient) -> None:
    assert (await server.get("/decode")).status_code == 405
    assert (await server.get("/")).status_code == 404


def test_every_origin_at_once_is_refused() -> None:
    with pytest.raises(ValueError, match="Name each origin"):
        create_codec_server(KEYRING, ["*"])
