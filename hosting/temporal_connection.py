"""The connection to Temporal: a cluster named by Temporal's own standard settings, else embedded.

Temporal's environment variables and profile file are read by its SDK (`temporalio.envconfig`),
TLS and API key included. A rehearsal never reads them.
"""

import asyncio
import os
from collections.abc import Mapping, Sequence

from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client, Interceptor
from temporalio.converter import DataConverter
from temporalio.envconfig import ClientConfigProfile, ClientConnectConfig
from temporalio.service import RPCError, RPCStatusCode

from hosting.failures import HostingError
from hosting.ports import LOOPBACK
from settings import Settings

_STANDARD_VARIABLES = (
    "TEMPORAL_ADDRESS",
    "TEMPORAL_API_KEY",
    "TEMPORAL_CONFIG_FILE",
    "TEMPORAL_GRPC_META",
    "TEMPORAL_NAMESPACE",
    "TEMPORAL_PROFILE",
    "TEMPORAL_TLS",
)
_STANDARD_ADDRESS = "localhost:7233"
_PATIENCE_SECONDS = 15.0
_REFUSALS = (RPCStatusCode.UNAUTHENTICATED, RPCStatusCode.PERMISSION_DENIED)
# The SDK's core gives a refused first call as text only; these are its names of both states.
_REFUSAL_TEXTS = ("Unauthenticated", "PermissionDenied", "authenticat", "permission")


def uses_outside_cluster(environ: Mapping[str, str] | None = None) -> bool:
    """Whether Temporal's standard variables or default profile file name a cluster.

    Raises:
        HostingError: the profile file cannot be read.
    """
    variables = os.environ if environ is None else environ
    if any(name.startswith(_STANDARD_VARIABLES) and value for name, value in variables.items()):
        return True
    return bool(_profile(variables).address)


async def connect(
    settings: Settings,
    data_converter: DataConverter,
    *,
    environ: Mapping[str, str] | None = None,
    interceptors: Sequence[Interceptor] = (),
) -> Client:
    """A client of the cluster in use, known to answer and to have the namespace.

    Raises:
        HostingError: unreachable, key refused, namespace missing, or profile unreadable.
    """
    outside = not settings.is_rehearsal and uses_outside_cluster(environ)
    target = _outside_target(settings, environ) if outside else _embedded_target(settings)
    await _require_listening(target["target_host"], outside=outside)
    try:
        client = await asyncio.wait_for(
            Client.connect(**target, data_converter=data_converter, interceptors=interceptors),
            _PATIENCE_SECONDS,
        )
        await client.workflow_service.describe_namespace(
            DescribeNamespaceRequest(namespace=client.namespace)
        )
    except (RuntimeError, TimeoutError) as error:
        refused = any(text in str(error) for text in _REFUSAL_TEXTS)
        raise _refused() if refused else _unreachable(target["target_host"], outside) from None
    except RPCError as error:
        raise _namespace_failure(error, target, settings, outside=outside) from None
    return client


def _profile(environ: Mapping[str, str]) -> ClientConfigProfile:
    try:
        # The SDK takes a plain dictionary only, which os.environ is not.
        return ClientConfigProfile.load(override_env_vars=dict(environ))
    except RuntimeError:
        # Its text may quote the line with the key, so it is not passed on.
        raise HostingError(
            en="The Temporal profile cannot be read. Check TEMPORAL_PROFILE, TEMPORAL_CONFIG_FILE "
            "and the TOML file that they name.",
            ja="Temporal のプロファイルを読めません。TEMPORAL_PROFILE、TEMPORAL_CONFIG_FILE と、"
            "そこに指定した TOML ファイルを確認してください。",
        ) from None


def _embedded_target(settings: Settings) -> ClientConnectConfig:
    return ClientConnectConfig(
        target_host=f"{LOOPBACK}:{settings.temporal_port}", namespace=settings.temporal_namespace
    )


def _outside_target(settings: Settings, environ: Mapping[str, str] | None) -> ClientConnectConfig:
    target = _profile(os.environ if environ is None else environ).to_client_connect_config()
    target.setdefault("target_host", _STANDARD_ADDRESS)
    target.setdefault("namespace", settings.temporal_namespace)
    return target


async def _require_listening(address: str, *, outside: bool) -> None:
    """Ask by plain TCP first: it tells at once what the SDK would try again and again."""
    host, _, port = address.rpartition(":")
    try:
        _, writer = await asyncio.wait_for(
            asyncio.open_connection(host.strip("[]"), int(port)), _PATIENCE_SECONDS
        )
    except (OSError, ValueError):
        raise _unreachable(address, outside) from None
    writer.close()


def _unreachable(address: str, outside: bool) -> HostingError:  # noqa: FBT001 - two callers here
    if outside:
        return HostingError(
            en=f"The Temporal cluster at {address}, named by TEMPORAL_ADDRESS or the Temporal "
            "profile, cannot be reached. Check the address, the TLS settings and the network, or "
            "unset them to use the embedded server.",
            ja=f"TEMPORAL_ADDRESS または Temporal のプロファイルが指す {address} の Temporal "
            "クラスターにつながりません。アドレス、TLS の設定、ネットワークを確認するか、"
            "設定を外して組み込みサーバーを使ってください。",
        )
    return HostingError(
        en=f"No Temporal server answers at {address}. Start it with `make up` in another terminal, "
        "or set TEMPORAL_ADDRESS to use a cluster of your own.",
        ja=f"{address} で Temporal サーバーが応答しません。別の端末で `make up` を実行するか、"
        "TEMPORAL_ADDRESS で自社のクラスターを指定してください。",
    )


def _refused() -> HostingError:
    return HostingError(
        en="The Temporal cluster refused the key. Check TEMPORAL_API_KEY (or the client "
        "certificate of the Temporal profile) and that it may use the namespace.",
        ja="Temporal クラスターが鍵を拒否しました。TEMPORAL_API_KEY(またはプロファイルの"
        "クライアント証明書)と、名前空間への権限を確認してください。",
    )


def _namespace_failure(
    error: RPCError, target: ClientConnectConfig, settings: Settings, *, outside: bool
) -> HostingError:
    if error.status in _REFUSALS:
        return _refused()
    if error.status is not RPCStatusCode.NOT_FOUND:
        return _unreachable(target["target_host"], outside)
    namespace = target["namespace"]
    command = (
        f"temporal operator namespace create --namespace {namespace} "
        f"--retention {settings.retention_days}d"
    )
    return HostingError(
        en=f"The Temporal cluster has no namespace {namespace}. Set TEMPORAL_NAMESPACE to the "
        f"right one, or create it: {command}",
        ja=f"Temporal クラスターに名前空間 {namespace} がありません。TEMPORAL_NAMESPACE を直すか、"
        f"作成してください: {command}",
    )
