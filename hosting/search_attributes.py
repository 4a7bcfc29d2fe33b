"""The search attributes that Shirase's workflows carry: checked, registered where allowed.

They hold opaque ids, enums and dates only, since Temporal keeps them unsealed.
"""

from collections.abc import Mapping

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import (
    AddSearchAttributesRequest,
    ListSearchAttributesRequest,
)
from temporalio.client import Client
from temporalio.common import SearchAttributeIndexedValueType as IndexedType
from temporalio.service import RPCError

from contracts.search_attributes import SEARCH_ATTRIBUTES
from hosting.failures import HostingError

_WANTED: Mapping[str, IndexedValueType.ValueType] = {
    key.name: IndexedValueType.ValueType(key.indexed_value_type) for key in SEARCH_ATTRIBUTES
}


async def ensure_search_attributes(client: Client) -> None:
    """See to it that the client's namespace knows every search attribute of Shirase.

    Raises:
        HostingError: one is missing and may not be registered from here, or has another type;
            the sentence holds the exact command to run.
    """
    try:
        listed = await client.operator_service.list_search_attributes(
            ListSearchAttributesRequest(namespace=client.namespace)
        )
    except RPCError:
        # A cloud may not show the list to this key: a query that names each one tells as well.
        await _require_queryable(client)
        return
    present = listed.custom_attributes
    missing = {name: kind for name, kind in _WANTED.items() if name not in present}
    mistyped = [name for name, kind in _WANTED.items() if present.get(name, kind) != kind]
    if mistyped:
        raise _failure(client, mistyped)
    if missing:
        await _register(client, missing)


async def _register(client: Client, missing: Mapping[str, IndexedValueType.ValueType]) -> None:
    request = AddSearchAttributesRequest(namespace=client.namespace, search_attributes=missing)
    try:
        await client.operator_service.add_search_attributes(request)
    except RPCError:
        raise _failure(client, list(missing)) from None


async def _require_queryable(client: Client) -> None:
    unknown = []
    for name in _WANTED:
        try:
            await client.count_workflows(f"{name} IS NOT NULL")
        except RPCError:
            unknown.append(name)
    if unknown:
        raise _failure(client, unknown)


def _failure(client: Client, names: list[str]) -> HostingError:
    commands = "\n".join(
        f"temporal operator search-attribute create --namespace {client.namespace} "
        f"--name {name} --type {IndexedType(_WANTED[name]).name.title()}"
        for name in names
    )
    return HostingError(
        en="The Temporal namespace lacks search attributes (or has them with another type), and "
        f"this connection may not create them. Have them created once:\n{commands}",
        ja="Temporal の名前空間に検索属性がないか、型が違い、この接続では作成できません。"
        f"次のコマンドで一度だけ作成してください:\n{commands}",
    )
