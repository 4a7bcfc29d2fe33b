"""The control row of a wave: who may let it go on, and what stops it.

Every change here locks the wave's row first, as a claim does, so that each sees the other whole.
A wave without a control row (started by an older version) has no canary, no ramp and no window.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select, update

from domain.pacing import BY_HAND, Pacing
from register.tables_people import waves
from register.tables_sending import wave_controls


class CanaryState(StrEnum):
    """Where the canary of a wave stands."""

    NONE = "none"
    OUT = "out"
    WAITING = "waiting"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class WaveControl:
    """The row, read. Times are server time; `paused` says why, with figures where there are any."""

    pacing: Pacing
    urgent: bool
    desk_cap: int | None
    decided_at: datetime
    opens_at: datetime | None
    closes_at: datetime | None
    expected_at: datetime
    paused: dict[str, Any] | None
    paused_at: datetime | None
    cancelled_at: datetime | None
    canary: CanaryState
    canary_until: datetime | None
    paced_from: datetime
    paced_people: int
    slot: int


def lock_wave(connection: Connection, wave_id: str) -> str:
    """Keep claims off a wave until the transaction ends; its state."""
    state: str = connection.execute(
        select(waves.c.state).where(waves.c.id == wave_id).with_for_update()
    ).scalar_one()
    return state


def read_control(connection: Connection, wave_id: str) -> WaveControl | None:
    """The control row of a wave; None for one that has none."""
    row = connection.execute(
        select(wave_controls).where(wave_controls.c.wave_id == wave_id)
    ).one_or_none()
    if row is None:
        return None
    values = {name: getattr(row, name) for name in WaveControl.__slots__}
    values["pacing"] = Pacing.model_validate(row.pacing)
    values["canary"] = CanaryState(row.canary)
    return WaveControl(**values)


def decide_to_send(
    connection: Connection,
    wave_id: str,
    pacing: Pacing,
    now: datetime,
    *,
    urgent: bool,
    desk_cap: int | None = None,
    canary_again: bool = True,
) -> None:
    """A person lets a wave go, or go on: lifts what paused it and begins its ramp anew.

    The decision holds for the window that is open, else for the next; an urgent one at any hour.
    A canary is sent first, but not when a person goes on after having seen its figures
    (`canary_again` false).
    """
    lock_wave(connection, wave_id)
    window = None if urgent or pacing.window is None else pacing.window.after(now)
    opens = max(window.opens, now) if window else now
    first = pacing.canary is not None and canary_again
    values = {
        "pacing": pacing.model_dump(mode="json"),
        "urgent": urgent,
        "desk_cap": desk_cap,
        "decided_at": now,
        "opens_at": window.opens if window else None,
        "closes_at": window.closes if window else None,
        "expected_at": opens,
        "paused": None,
        "paused_at": None,
        "canary": (CanaryState.OUT if first else CanaryState.NONE).value,
        "canary_until": None,
        "paced_from": opens,
        "paced_people": 0,
        "slot": 0,
    }
    if not change(connection, wave_id, **values):
        connection.execute(insert(wave_controls).values(wave_id=wave_id, **values))


def pause_wave(
    connection: Connection, wave_id: str, why: str, now: datetime, **figures: int
) -> None:
    """Let no further claim commit; the first reason stays until a person resumes."""
    lock_wave(connection, wave_id)
    known = read_control(connection, wave_id)
    if known is None:
        decide_to_send(connection, wave_id, Pacing(), now, urgent=False)
    elif known.paused is not None:
        return
    change(connection, wave_id, paused={"why": why, **figures}, paused_at=now)


def mark_cancelled(connection: Connection, wave_id: str, now: datetime) -> None:
    """Let nobody be told any more, for good."""
    pause_wave(connection, wave_id, BY_HAND, now)
    change(connection, wave_id, cancelled_at=now)


def is_cancelled(connection: Connection, wave_id: str) -> bool:
    """Whether a started wave was given up half-way."""
    found = connection.execute(
        select(wave_controls.c.cancelled_at).where(wave_controls.c.wave_id == wave_id)
    ).scalar_one_or_none()
    return found is not None


def change(connection: Connection, wave_id: str, **values: object) -> bool:
    """Change the row in place; False where there is none."""
    return bool(
        connection.execute(
            update(wave_controls).where(wave_controls.c.wave_id == wave_id).values(**values)
        ).rowcount
    )
