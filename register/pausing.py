"""Pausing a wave from the register alone, so that it also works while the engine is away.

`pause_now` lets no further claim commit; `wait_until_still` returns once no request is on its way
out any more. After both, no request leaves until a person resumes the wave.
"""

import time
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from contracts.permissions import Act
from register import commands
from register.audit import AuditLine, Outcome, append
from register.permissions import require
from register.refusals import NotAllowedError
from register.store import Register
from register.wave_stops import SoFar, pause_by_hand, requests_in_flight, so_far

KIND = "pause"
LOOK_SECONDS = 0.1


class Pausing(NamedTuple):
    """Who pauses which wave, why, and when (case time); the same id takes effect once."""

    incident_id: str
    wave_id: str
    command_id: str
    actor: str
    reason: str
    at: datetime


def pause_now(register: Register, pausing: Pausing) -> None:
    """Let no further claim of a wave commit; the reason is kept sealed, with an audit line.

    Raises:
        NotAllowedError: the wave is not being sent; the attempt is audited.
    """
    try:
        register.carry_out(lambda connection: _pause(register, connection, pausing))
    except NotAllowedError as error:
        line = _line(pausing, "refused", "\n".join(error.reasons))
        with register.writing() as connection:
            sealer = register.sealer(pausing.incident_id, connection)
            append(connection, sealer, pausing.incident_id, line)
        raise


def wait_until_still(register: Register, wave_id: str, longest_seconds: float) -> int:
    """Wait until no request of a wave is in flight; how many were left behind by a dead worker.

    A request that was claimed longer ago than `longest_seconds` (which covers the freshness of a
    claim and the provider's time limit) can neither leave nor be answered any more.
    """
    while True:
        since = datetime.now(UTC) - timedelta(seconds=longest_seconds)
        with register.reading() as connection:
            if not requests_in_flight(connection, wave_id, since):
                return requests_in_flight(connection, wave_id, datetime.min.replace(tzinfo=UTC))
        time.sleep(LOOK_SECONDS)


def how_far(register: Register, wave_id: str) -> SoFar:
    """How far a wave has come, in people."""
    with register.reading() as connection:
        return so_far(connection, wave_id)


def _pause(register: Register, connection: Connection, pausing: Pausing) -> None:
    known = commands.stands_for(connection, pausing.command_id)
    if known not in {None, (pausing.incident_id, KIND, pausing.actor)}:
        raise NotAllowedError("This command id stands for another command already.")
    if commands.is_handled(connection, pausing.command_id):
        return
    sealer = register.sealer(pausing.incident_id, connection)
    require(connection, sealer, pausing.incident_id, pausing.actor, Act.PAUSE_WAVE)
    commands.deposit(
        connection,
        sealer,
        pausing.incident_id,
        pausing.command_id,
        KIND,
        pausing.actor,
        {"reason": pausing.reason},
    )
    pause_by_hand(connection, pausing.wave_id, datetime.now(UTC))
    append(connection, sealer, pausing.incident_id, _line(pausing, "done", pausing.reason))
    commands.mark_handled(connection, pausing.command_id, "done")


def _line(pausing: Pausing, outcome: Outcome, why: str) -> AuditLine:
    return AuditLine(
        at=pausing.at,
        actor=pausing.actor,
        action="pause_wave",
        subject=f"wave/{pausing.wave_id}",
        outcome=outcome,
        detail={"reason": why},
    )
