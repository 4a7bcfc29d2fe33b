"""SendGrid's Mail Send v3, behind `Mailer`; the only file that imports its SDK.

SendGrid has no idempotency key, so what matters is to know whether anything had left the house
when something went wrong. The SDK hides that, and has no timeout of its own; so its client is
given a connection of ours. Each request has a fresh one: a connection that was kept open may be
closed by the other side just when we send, and nobody could tell whether the request was read.
"""

import http.client
import json
import logging
import re
import secrets
import ssl
import time
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit
from urllib.request import OpenerDirector, Request

import python_http_client
import sendgrid

from activities.crash_points import DURING_REQUEST, NO_CRASH, CrashPoints
from activities.mailer import (
    Accepted,
    Batch,
    Pause,
    Recipient,
    Refused,
    RetryAfter,
    SendResult,
    Unknown,
)
from contracts.names import PROVIDER_ATTEMPT_ARGUMENT, PROVIDER_INCIDENT_ARGUMENT
from domain.person_fields import (
    PersonField,
    PersonFieldError,
    fields_in,
    replace_fields,
    values_of,
)
from domain.plain_text import clean_line
from domain.suppressions import Bypass

# The SDK logs whole bodies, that is names and addresses, and our key, at level DEBUG. A filter
# stays whatever logging is set to later; `disabled` would be reset by another library's set-up.
logging.getLogger("python_http_client.client").addFilter(lambda _record: False)

CATEGORY = "shirase-notice"
_BYPASS_OF = {
    Bypass.UNSUBSCRIBES: "bypass_unsubscribe_management",
    Bypass.BOUNCES: "bypass_bounce_management",
}
LONGEST_WAIT_SECONDS = 60.0
_TAG_BYTES = 8
_UNIX_TIME_FROM = 1_000_000_000
_FIELD_PATH = re.compile(r"[a-z0-9_.]{1,60}")


class _NothingSentError(Exception):
    """No connection came about, so not a byte of the request has left."""


class SendGridMailer:
    """Sends batches by SendGrid, or by a stand-in at another `host`."""

    def __init__(
        self,
        api_key: str,
        host: str,
        timeout_seconds: float,
        crash_points: CrashPoints = NO_CRASH,
    ) -> None:
        # The SDK would look for a key in the environment if it got none.
        if not api_key:
            raise ValueError("sending by SendGrid needs an API key")
        api = sendgrid.SendGridAPIClient(api_key=api_key, host=host.rstrip("/"))
        self._client = _Client(
            host=api.host,
            request_headers=api.client.request_headers,
            version=3,
            timeout=timeout_seconds,
        )
        self._client.crash_points = crash_points

    def send(self, batch: Batch) -> SendResult:
        """Send a batch once."""
        try:
            body = body_of(batch)
        except PersonFieldError as error:
            return Refused(str(error))
        try:
            response = self._client.mail.send.post(request_body=body)
        except _NothingSentError:
            return RetryAfter()
        except Exception:  # noqa: BLE001 - whatever it was, the request may have been taken
            return Unknown()
        return _result(response.status_code, response.headers, response.body)


class _Client(python_http_client.Client):  # type: ignore[misc]  # the SDK has no types
    """The SDK's client on a connection of ours."""

    crash_points: CrashPoints

    def _build_client(self, name: str | None = None) -> "_Client":
        path = [*self._url_path, name] if name else self._url_path
        client = _Client(
            host=self.host,
            version=self._version,
            request_headers=self.request_headers,
            url_path=path,
            timeout=self.timeout,
        )
        client.crash_points = self.crash_points
        return client

    def _make_request(
        self, opener: OpenerDirector, request: Request, timeout: float | None = None
    ) -> http.client.HTTPResponse:
        del opener, timeout
        url = urlsplit(request.full_url)
        connection = _connection(url.scheme, url.hostname or "", url.port, self.timeout)
        try:
            connection.connect()
        except OSError:
            connection.close()
            raise _NothingSentError from None
        headers = {**dict(request.header_items()), "Connection": "close"}
        try:
            connection.request(request.get_method(), url.path, _bytes_of(request), headers)
            self.crash_points.reach(DURING_REQUEST)
            return connection.getresponse()
        except BaseException:
            connection.close()
            raise


def _connection(
    scheme: str, host: str, port: int | None, timeout: float
) -> http.client.HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=timeout, context=context)
    return http.client.HTTPConnection(host, port, timeout=timeout)


def _bytes_of(request: Request) -> bytes:
    assert isinstance(request.data, bytes)  # noqa: S101 - the SDK encodes it so
    return request.data


def body_of(batch: Batch) -> dict[str, Any]:
    """The request body of a batch.

    Each field of a person becomes a substitution tag that nobody can guess, made anew for each
    request, so that no name can hold the tag of another field. Text and HTML have tags of their
    own, because SendGrid pastes values in as they are and those for HTML are escaped here.

    Raises PersonFieldError when a field of the text has no value, or stands in the subject.
    """
    token = secrets.token_hex(_TAG_BYTES)
    fields = sorted(fields_in(batch.text) | fields_in(batch.html))
    text_tags = {field: f"-{token}t{number}-" for number, field in enumerate(fields)}
    html_tags = {field: f"-{token}h{number}-" for number, field in enumerate(fields)}
    tags = tuple((field, text_tags[field], html_tags[field]) for field in fields)
    off = {"enable": False}
    body: dict[str, Any] = {
        "personalizations": [
            _personalization(batch.incident_id, recipient, tags) for recipient in batch.recipients
        ],
        "from": {"email": batch.sender_mail, "name": clean_line(batch.sender_name)},
        "subject": clean_line(replace_fields(batch.subject, {})),
        "content": [
            {"type": "text/plain", "value": replace_fields(batch.text, text_tags)},
            {"type": "text/html", "value": replace_fields(batch.html, html_tags)},
        ],
        "categories": [CATEGORY],
        "tracking_settings": {
            "click_tracking": {**off, "enable_text": False},
            "open_tracking": off,
            "subscription_tracking": off,
        },
        "mail_settings": {_BYPASS_OF[bypass]: {"enable": True} for bypass in batch.bypass},
    }
    if batch.reply_to:
        body["reply_to"] = {"email": batch.reply_to}
    return body


def _personalization(
    incident_id: str, recipient: Recipient, tags: Sequence[tuple[PersonField, str, str]]
) -> dict[str, Any]:
    personalization: dict[str, Any] = {
        "to": [{"email": recipient.mail}],
        "custom_args": {
            PROVIDER_INCIDENT_ARGUMENT: incident_id,
            PROVIDER_ATTEMPT_ARGUMENT: recipient.argument,
        },
    }
    values: dict[str, str] = {}
    for field, in_text, in_html in tags:
        values[in_text], values[in_html] = values_of(field, recipient.values)
    if values:
        personalization["substitutions"] = values
    return personalization


def _result(status: int, headers: Mapping[str, str], body: bytes) -> SendResult:  # noqa: PLR0911 - one line an answer
    match status:
        case http.client.ACCEPTED:
            return Accepted(headers.get("X-Message-Id", ""))
        case http.client.UNAUTHORIZED | http.client.FORBIDDEN:
            return Pause(f"the mail provider refuses our key or account ({status})")
        case http.client.TOO_MANY_REQUESTS:
            return RetryAfter(_wait_told(headers.get("X-RateLimit-Reset", "")))
        case http.client.REQUEST_TIMEOUT:
            return RetryAfter()
        case http.client.GATEWAY_TIMEOUT:
            # A gateway that gave up waiting does not know what became of the request behind it.
            return Unknown()
        case _ if status >= http.client.INTERNAL_SERVER_ERROR:
            return RetryAfter()
        case _ if status >= http.client.MULTIPLE_CHOICES:
            return Refused(f"request refused ({status}) {_first_field(body)}".strip())
    return Unknown()


def _wait_told(reset: str) -> float:
    """Seconds to wait; the header holds a Unix time, or seconds at some stand-ins."""
    if not (reset.isascii() and reset.isdigit()):
        return 1.0
    told = float(reset)
    seconds = told - time.time() if told >= _UNIX_TIME_FROM else told
    return min(max(seconds, 0.1), LONGEST_WAIT_SECONDS)


def _first_field(body: bytes) -> str:
    """The path of the first refused field; messages are left out, they quote addresses."""
    try:
        field = json.loads(body)["errors"][0]["field"]
    except (ValueError, LookupError, TypeError):
        return ""
    return field if isinstance(field, str) and _FIELD_PATH.fullmatch(field) else ""
