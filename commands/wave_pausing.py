"""Pausing by command: the register first, which is what counts, then the engine, if it answers."""

import asyncio
from datetime import UTC, datetime

import typer
from temporalio.service import RPCError
from ulid import ULID

from command_channel import CommandRefused, EngineUnavailableError, Given
from commands.context import commander, find_incident, reader
from commands.sentences import Language, NotPossible
from commands.wave_finding import require_wave
from hosting.failures import HostingError
from register.pausing import Pausing, how_far, pause_now, wait_until_still
from register.refusals import NotAllowedError
from settings import Settings

CLAIM_IS_FRESH_SECONDS = 20.0
# A request has a connection, a text and an answer to wait for; a mail by SMTP has some more steps.
STEPS = 3
SMTP_STEPS = 6
_WORDS = {
    "ja": {
        "paused": "一時停止しました: 送信済み {out:,}名、結果不明 {in_doubt:,}名、"
        "未送信 {left:,}名。再開は `shirase wave resume {incident} {number}`",
        "left": "応答のないワーカーが残した送信が {count}件あります(結果不明になります)",
        "away": "エンジンには伝わりませんでした。停止は有効です(送信は行われません)",
    },
    "en": {
        "paused": "paused: {out:,} people are out, {in_doubt:,} in doubt, {left:,} not sent to. "
        "Go on with `shirase wave resume {incident} {number}`",
        "left": "a worker that does not answer left {count} requests behind (they will be unknown)",
        "away": "the engine could not be told; the pause holds, nothing is sent",
    },
}


def paused(
    incident: str,
    number: int,
    reason: str,
    actor: str,
    command_id: str | None,
    language: Language | None,
) -> str:
    """Pause a wave and wait until nothing is on its way out; what to tell the person.

    Raises:
        NotPossible: no such incident or wave, no reason, or it is not being sent.
    """
    if not reason.strip():
        raise NotPossible(en="Say why with --reason.", ja="理由を --reason に書いてください。")
    with reader(language) as (settings, register):
        incident_id = find_incident(register, incident)
        wave_id = require_wave(register, incident_id, number)
        identity = command_id or str(ULID())
        words = _WORDS[settings.language]
        try:
            pause_now(
                register,
                Pausing(incident_id, wave_id, identity, actor, reason, datetime.now(UTC)),
            )
        except NotAllowedError as error:
            raise NotPossible(
                en=" ".join(error.reasons), ja="この一斉通知は送信中ではありません。"
            ) from None
        left = wait_until_still(register, wave_id, longest_in_flight(settings))
        said = words["paused"].format(
            **how_far(register, wave_id)._asdict(), incident=incident, number=number
        )
    if left:
        said = f"{said}\n{words['left'].format(count=left)}"
    if not asyncio.run(_engine_told(incident_id, number, Given(actor, command_id=identity))):
        typer.echo(words["away"], err=True)
    return said


def longest_in_flight(settings: Settings) -> float:
    """Seconds after its claim in which a request may still leave or be answered."""
    by_api = STEPS * settings.sendgrid_timeout_seconds
    by_smtp = SMTP_STEPS * settings.smtp_timeout_seconds if settings.smtp_server else 0.0
    return CLAIM_IS_FRESH_SECONDS + max(by_api, by_smtp)


async def _engine_told(incident_id: str, number: int, given: Given) -> bool:
    """Let the workflow show what the register has decided."""
    try:
        async with commander(None) as house:
            await house.shirase.pause_wave(incident_id, number, given)
    except (HostingError, EngineUnavailableError, CommandRefused, RPCError):
        return False
    return True
