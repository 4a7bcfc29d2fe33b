"""Case time: the time that an incident lives in.

In production it is server time. A replay of a published case, or a drill, lives at an offset, so
that a January incident runs in January whenever it is rehearsed; its clock can be turned forward,
never back, so that timers fire in their order.
"""

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict


class CaseClock(BaseModel):
    """An offset from server time: zero for a real incident, whose clock nobody can turn."""

    model_config = ConfigDict(frozen=True)

    offset: timedelta = timedelta(0)
    turnable: bool = False

    def case_time(self, server_time: datetime) -> datetime:
        """Case time at a server time (both aware)."""
        return server_time + self.offset

    def turned_to(self, case_time: datetime, server_time: datetime) -> "CaseClock":
        """The clock that shows `case_time` now; itself when it is real, or that is a step back."""
        offset = case_time - server_time
        if not self.turnable or offset <= self.offset:
            return self
        return self.model_copy(update={"offset": offset})


def rehearsal_clock(starts_at: datetime, server_time: datetime) -> CaseClock:
    """A clock that shows `starts_at` now and can be turned."""
    return CaseClock(offset=starts_at - server_time, turnable=True)
