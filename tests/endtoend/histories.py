"""Everything that Temporal keeps of an incident: as it is stored, and opened with the codec."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

from google.protobuf import json_format
from google.protobuf.message import Message
from temporalio.api.common.v1 import Payload
from temporalio.client import Client

from sealing.keyring import Keyring
from sealing.payload_codec import SEALED_ENCODING, SealedPayloadCodec

Way = tuple[str, ...]


@dataclass
class Kept:
    """What is kept of one incident, over all runs of all its workflows.

    `stored` are the messages as they lie in the server; `opened` their texts: every sealed payload
    in the clear, and everything that is not sealed.
    """

    workflow_ids: set[str] = field(default_factory=set)
    runs: int = 0
    events: int = 0
    stored: list[bytes] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    unsealed: list[Payload] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


async def everything_kept(client: Client, keyring: Keyring, incident_id: str) -> Kept:
    """Histories, descriptions, memos and search attributes of all runs of an incident."""
    kept, codec = Kept(), SealedPayloadCodec(keyring)
    query = f'WorkflowId STARTS_WITH "incident/{incident_id}"'
    async for execution in client.list_workflows(query):
        kept.workflow_ids.add(execution.id)
        kept.runs += 1
        handle = client.get_workflow_handle(execution.id, run_id=execution.run_id)
        description = await handle.describe()
        messages: list[Message] = [execution.raw_info, description.raw_description]
        messages += [event async for event in handle.fetch_history_events()]
        kept.events += len(messages) - 2
        for message in messages:
            await _keep(kept, codec, message)
    return kept


async def opened(keyring: Keyring, message: Message) -> Kept:
    """One message of Temporal's, opened."""
    kept = Kept()
    await _keep(kept, SealedPayloadCodec(keyring), message)
    return kept


async def _keep(kept: Kept, codec: SealedPayloadCodec, message: Message) -> None:
    kept.stored.append(message.SerializeToString())
    kept.opened.append(json_format.MessageToJson(message, ensure_ascii=False))
    async for text in _opened_payloads(kept, codec, message):
        kept.opened.append(text)


async def _opened_payloads(
    kept: Kept, codec: SealedPayloadCodec, message: Message
) -> AsyncIterator[str]:
    """The text of every payload in a message; failures, which are messages inside, too."""
    for way, payload in payloads_in(message):
        if payload.metadata.get("encoding") != SEALED_ENCODING:
            # Temporal itself reads search attributes, so nothing can seal them.
            # A patch's marker holds its name and no more; the SDK writes it unsealed.
            if "search_attributes" not in way and b'"deprecated"' not in payload.data:
                kept.unsealed.append(payload)
            yield payload.data.decode(errors="replace")
            continue
        [plain] = await codec.decode([payload])
        text = plain.data.decode(errors="replace")
        if "encoded_attributes" in way:
            kept.failures.append(text)
        yield text


def payloads_in(message: Message, way: Way = ()) -> Iterator[tuple[Way, Payload]]:
    """Every payload inside a message, with the names of the fields that lead to it."""
    if isinstance(message, Payload):
        yield way, message
        return
    for descriptor, value in message.ListFields():
        deeper = (*way, descriptor.name)
        for part in _parts(value):
            if isinstance(part, Message):
                yield from payloads_in(part, deeper)


def _parts(value: Any) -> Iterator[Any]:
    if isinstance(value, Message):
        yield value
    elif hasattr(value, "items"):
        yield from value.values()
    elif not isinstance(value, str | bytes | int | float):
        yield from value
