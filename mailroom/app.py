"""The mailroom as an application: routes, and what lives as long as the server."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from mailroom.behaviour import Behaviour, BehaviourControl
from mailroom.connections import STATE_NAME, OpenConnections
from mailroom.event_posting import EventPoster
from mailroom.mail_send import MailSend
from mailroom.reading import MailReader
from mailroom.settings import MailroomSettings
from mailroom.signing import EventSigner
from mailroom.storage import MailStore
from mailroom.web_pages import list_page, message_page

# A web page of another origin must not read the mail by a name that it points at this machine.
OWN_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

logger = logging.getLogger("mailroom")


def create_mailroom(settings: MailroomSettings) -> Starlette:
    """Build the application; its files are opened when it starts and closed when it stops.

    Serve it with `mailroom.serving.MailroomServer`: lost answers need that server's protocol.
    """

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[dict[str, Any]]:
        store = MailStore(settings.data_dir)
        reader = MailReader(store.path)
        signer = EventSigner.from_folder(settings.data_dir)
        control = BehaviourControl(settings.behaviour)
        poster = EventPoster(settings, store, signer, control)
        posting = asyncio.create_task(poster.run())
        posting.add_done_callback(report_end_of_posting)
        yield {
            "mail_send": MailSend(settings, store, control, poster),
            "reader": reader,
            "signer": signer,
            "control": control,
            "poster": poster,
            STATE_NAME: OpenConnections(),
        }
        posting.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await posting
        reader.close()
        store.close()

    return Starlette(
        routes=[
            Route("/v3/mail/send", send_mail, methods=["POST"]),
            Route("/behaviour", read_behaviour, methods=["GET"]),
            Route("/behaviour", change_behaviour, methods=["PUT"]),
            Route("/status", status),
            Route("/public-key", public_key),
            Route("/", list_page),
            Route("/messages/{message_id:int}", message_page),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=OWN_HOSTS)],
        lifespan=lifespan,
    )


def report_end_of_posting(posting: asyncio.Task[None]) -> None:
    """Say loudly that no more events will be posted, unless the server is stopping."""
    if not posting.cancelled() and posting.exception() is not None:
        logger.error("posting of events has stopped", exc_info=posting.exception())


async def send_mail(request: Request) -> Response:
    """Take a Mail Send v3 request."""
    endpoint: MailSend = request.state.mail_send
    return await endpoint.answer(request)


async def read_behaviour(request: Request) -> Response:
    """Answer with the behaviour of now as JSON."""
    control: BehaviourControl = request.state.control
    return JSONResponse(control.current.model_dump(mode="json"))


async def change_behaviour(request: Request) -> Response:
    """Replace the whole behaviour; what the body leaves out goes back to its default."""
    try:
        behaviour = Behaviour.model_validate_json(await request.body())
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
        return JSONResponse({"errors": problems}, 400)
    request.state.control.replace(behaviour)
    request.state.poster.wake()
    return await read_behaviour(request)


async def status(request: Request) -> Response:
    """Answer with the counts; those of the null sink and of forged posts are since the start."""
    counts = await request.state.reader.status()
    sunk, forged = request.state.mail_send.sunk, request.state.poster.forged
    return JSONResponse({**counts, **sunk, **forged})


async def public_key(request: Request) -> Response:
    """Answer with the verification key of the posted events."""
    return PlainTextResponse(request.state.signer.public_key())
