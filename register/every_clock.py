"""The running clocks of several incidents: duties, tasks, awaited replies, promised updates."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from contracts.policy import Rung
from domain.markings import Marking
from register.duties import ENDED, DutyRow, read_duties
from register.incidents import read_policy
from register.open_work import open_clocks
from register.overview import IncidentBrief
from register.store import Register

DUTY = "duty"


class EveryClock(BaseModel):
    """A clock with its incident; times are case times.

    `kind` is `duty`, `task`, `reply` or `update`; `rule` and what follows are those of a duty.
    `on` is the recipient's day with whose end the clock strikes, None for one that strikes at a
    time of day. `later_at` is a later date that waits to be confirmed. `ladder` are the rungs that
    it climbs.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    incident_id: str
    code_name: str
    marking: Marking
    key: str
    kind: str
    clock_at: datetime
    on: date | None = None
    hard: bool = False
    rule: str = ""
    later_at: datetime | None = None
    explanation: dict[str, str] = Field(default_factory=dict)
    source: str = ""
    ladder: tuple[Rung, ...] = Field(default=(), repr=False)


def read_every_clock(
    register: Register, incidents: tuple[IncidentBrief, ...]
) -> tuple[EveryClock, ...]:
    """Their clocks, the nearest first."""
    found: list[EveryClock] = []
    with register.reading() as connection:
        for incident in incidents:
            policy = read_policy(connection, incident.id)
            common = {
                "incident_id": incident.id,
                "code_name": incident.code_name,
                "marking": incident.marking,
            }
            for duty in read_duties(connection, incident.id):
                if duty.status in ENDED or duty.waiver is not None or duty.clock_at is None:
                    continue
                found.append(
                    EveryClock(
                        **common,
                        key=duty.key,
                        kind=DUTY,
                        clock_at=duty.clock_at,
                        on=_day_of(duty, duty.clock_at),
                        hard=duty.hard and duty.due_at is not None,
                        rule=duty.rule,
                        later_at=duty.proposal.clock_at if duty.proposal else None,
                        explanation={
                            name: str(duty.explanation.get(name, "")) for name in ("ja", "en")
                        },
                        source=duty.source,
                        ladder=policy.rungs(incident.severity, work=False),
                    )
                )
            found += [
                EveryClock(
                    **common,
                    key=key,
                    kind=key.partition("|")[0],
                    clock_at=due_at,
                    ladder=policy.rungs(incident.severity, work=True),
                )
                for key, due_at in open_clocks(connection, incident.id)
            ]
    return tuple(sorted(found, key=lambda clock: (clock.clock_at, clock.incident_id, clock.key)))


def _day_of(duty: DutyRow, clock_at: datetime) -> date | None:
    """The day that ends with this moment, in the zone in which the duty was reckoned."""
    zones = (step.get("values", {}).get("zone") for step in duty.explanation.get("steps", ()))
    zone = next((name for name in zones if name), None)
    if zone is None:
        return None
    local = clock_at.astimezone(ZoneInfo(zone))
    tomorrow = (local + timedelta(microseconds=1)).date()
    return local.date() if tomorrow > local.date() else None
