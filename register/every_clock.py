"""The running clocks of several incidents: duties, tasks, awaited replies, promised updates."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from contracts.policy import Rung
from domain.markings import Marking
from register.duties import ENDED, read_duties
from register.incidents import read_policy
from register.open_work import open_clocks
from register.overview import IncidentBrief
from register.store import Register

DUTY = "duty"


class EveryClock(BaseModel):
    """A clock with its incident; times are case times.

    `kind` is `duty`, `task`, `reply` or `update`; `rule` and what follows are those of a duty.
    `later_at` is a later date that waits to be confirmed. `ladder` are the rungs that it climbs.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    incident_id: str
    code_name: str
    marking: Marking
    key: str
    kind: str
    clock_at: datetime
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
                        hard=duty.hard and duty.due_at is not None,
                        rule=duty.rule,
                        later_at=duty.proposal.clock_at if duty.proposal else None,
                        explanation={
                            name: str(duty.explanation.get(name, "")) for name in ("ja", "en")
                        },
                        source=duty.source,
                        ladder=policy.ladder,
                    )
                )
            found += [
                EveryClock(
                    **common,
                    key=key,
                    kind=key.partition("|")[0],
                    clock_at=due_at,
                    ladder=policy.work_ladder or policy.ladder,
                )
                for key, due_at in open_clocks(connection, incident.id)
            ]
    return tuple(sorted(found, key=lambda clock: (clock.clock_at, clock.incident_id, clock.key)))
