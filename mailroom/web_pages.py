"""The mailroom's two web pages: the list of kept mail, and one mail as its reader would see it.

No scripts and nothing from other hosts. The mail's HTML stands in a sandboxed frame that inherits
the page's content security policy.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from mailroom.outcomes import State
from mailroom.reading import StoredMessage

JAPAN = ZoneInfo("Asia/Tokyo")
CONTENT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
HEADERS = {"Content-Security-Policy": CONTENT_POLICY, "Referrer-Policy": "no-referrer"}
STATE_WORDS: Mapping[State, tuple[str, str]] = {
    State.ACCEPTED: ("受付済", "Accepted"),
    State.PROCESSED: ("送信処理中", "Being sent"),
    State.DEFERRED: ("再送待ち", "Deferred"),
    State.DELIVERED: ("相手サーバー受領", "Delivered"),
    State.BOUNCED: ("不達", "Bounced"),
    State.DROPPED: ("送信抑止", "Dropped"),
    State.COMPLAINED: ("迷惑メール申告", "Spam report"),
}


def japan_time(moment: datetime) -> str:
    """Write a moment in Japan's time."""
    return f"{moment.astimezone(JAPAN):%Y-%m-%d %H:%M:%S}"


def written_address(person: Mapping[str, str]) -> str:
    """Write name and address as a mail program shows them."""
    name = person.get("name")
    return f"{name} <{person['email']}>" if name else person["email"]


pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
pages.filters["japan_time"] = japan_time
pages.filters["written_address"] = written_address
pages.globals["state_words"] = STATE_WORDS


async def list_page(request: Request) -> Response:
    """Show the kept messages, newest first; `q` searches addresses, `page` counts from 1."""
    wanted = request.query_params.get("q", "").strip()
    number = request.query_params.get("page", "1")
    page = await request.state.reader.page(wanted, int(number) if number.isdecimal() else 1)
    counts = await request.state.reader.status()
    return _show("messages.html", page=page, wanted=wanted, counts=counts)


async def message_page(request: Request) -> Response:
    """Show one message."""
    message = await request.state.reader.message(request.path_params["message_id"])
    if message is None:
        return _show("missing.html", status=404)
    return _show("message.html", message=message, letter=_letter(message))


def _letter(message: StoredMessage) -> dict[str, Any]:
    position, body, mail = message.position, message.body, message.mail
    personalization = mail.personalization(position)
    reply_to = body.get("reply_to_list") or ([body["reply_to"]] if "reply_to" in body else [])
    return {
        "sender": mail.sender(position),
        "to": personalization["to"],
        "cc": personalization.get("cc", []),
        "is_blind_copy": any(
            person["email"].lower() == message.recipient
            for person in personalization.get("bcc", [])
        ),
        "reply_to": reply_to,
        "subject": mail.subject(position),
        "html": mail.html(position),
        "text": mail.text(position),
        "attachments": [attachment["filename"] for attachment in body.get("attachments", [])],
        "categories": body.get("categories", []),
    }


def _show(template: str, status: int = 200, **values: object) -> Response:
    return HTMLResponse(pages.get_template(template).render(values), status, HEADERS)
