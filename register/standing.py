"""How an incident stands beside its clocks: severity, where the alarm came from, sums of tasks."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from domain import alarm
from domain.tasks import TrackSum, track_sums
from register.ledger import read_ledger
from register.severity import SeverityStanding, read_severity
from register.tasks import read_tasks
from sealing.values import ValueSealer


class AlarmStanding(BaseModel):
    """Where the alarm came from, who vouches for it, how it was called back; empty is unknown."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    source: str = ""
    vouched_by: str = Field(default="", repr=False)
    called_back: str = Field(default="", repr=False)

    @property
    def is_told(self) -> bool:
        """Whether anything is known of the alarm."""
        return bool(self.source or self.vouched_by or self.called_back)


class Standing(BaseModel):
    """The severity decided and proposed, the alarm, and each track's tasks."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    severity: SeverityStanding
    alarm: AlarmStanding
    tracks: tuple[TrackSum, ...]


def read_standing(
    connection: Connection, sealer: ValueSealer, incident_id: str, at: datetime
) -> Standing:
    """As the register shows it; tasks are overdue or not at case time `at`."""
    ledger = read_ledger(connection, sealer, incident_id)
    return Standing(
        severity=read_severity(connection, sealer, incident_id),
        alarm=AlarmStanding(
            source=alarm.known_words(ledger, alarm.SOURCE),
            vouched_by=alarm.known_words(ledger, alarm.VOUCHED),
            called_back=alarm.known_words(ledger, alarm.CALLED_BACK),
        ),
        tracks=track_sums(read_tasks(connection, sealer, incident_id), at),
    )
