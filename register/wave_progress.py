"""How the sending of a wave goes at this moment, for whoever watches it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from domain.pacing import MailFigures
from register.mail_figures import mail_figures
from register.requests import RequestState
from register.senders import pause_of
from register.tables_people import requests, waves
from register.wave_controls import WaveControl, read_control
from register.wave_stops import SoFar, requests_in_flight, so_far

LATELY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class WaveProgress:
    """Times are server time. `lately` counts people claimed within the last ten minutes.

    `figures` are of what was sent since a person last let the wave go.
    """

    so_far: SoFar
    in_flight: int
    lately: int
    sender_id: str
    sender_paused: str
    control: WaveControl | None
    figures: MailFigures

    def as_json(self) -> dict[str, Any]:
        """For a program."""
        control = self.control
        return {
            **self.so_far._asdict(),
            "requests_in_flight": self.in_flight,
            "people_in_ten_minutes": self.lately,
            "sender": self.sender_id,
            "sender_paused": self.sender_paused,
            "figures": self.figures._asdict(),
            "paused": control.paused if control else None,
            "paused_at": control.paused_at if control else None,
            "cancelled_at": control.cancelled_at if control else None,
            "urgent": bool(control and control.urgent),
            "opens_at": control.opens_at if control else None,
            "closes_at": control.closes_at if control else None,
            "canary": control.canary.value if control else None,
            "canary_until": control.canary_until if control else None,
            "people_an_hour_at_most": control.desk_cap if control else None,
        }


def progress_of(connection: Connection, wave_id: str, now: datetime) -> WaveProgress:
    """The progress of a wave; `now` is server time."""
    sender_id, planned_at = connection.execute(
        select(waves.c.sender_id, waves.c.planned_at).where(waves.c.id == wave_id)
    ).one()
    control = read_control(connection, wave_id)
    stopped = pause_of(connection, sender_id)
    claimed = select(func.coalesce(func.sum(requests.c.people), 0)).where(
        requests.c.wave_id == wave_id,
        requests.c.claimed_at >= now - LATELY,
        requests.c.state != RequestState.REFUSED.value,
    )
    return WaveProgress(
        so_far=so_far(connection, wave_id),
        in_flight=requests_in_flight(connection, wave_id, planned_at),
        lately=int(connection.execute(claimed).scalar_one()),
        sender_id=sender_id,
        sender_paused=stopped.reason if stopped else "",
        control=control,
        figures=mail_figures(connection, wave_id, control.decided_at if control else planned_at),
    )
