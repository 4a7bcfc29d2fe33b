"""From times to places on a picture, and the days that stand over it.

Times are shown in Japan's zone. Marks at nearly the same time are moved apart, never beyond the
edge, so that each stays readable; the table beside a picture has the exact times.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from domain.wording import JAPAN

_TICKS = 8
_STEPS = (
    *(timedelta(minutes=minutes) for minutes in (10, 30)),
    *(timedelta(hours=hours) for hours in (1, 3, 6)),
    timedelta(days=1),
)


class TimeScale:
    """From a time to a place between `left` and `right`; at least an hour is shown."""

    def __init__(self, times: Sequence[datetime], left: float, right: float) -> None:
        self.first = min(times)
        self.span = max(max(times) - self.first, timedelta(hours=1))
        self.left, self.right = left, right

    def __call__(self, at: datetime) -> float:
        """The place of a time."""
        share = (at - self.first) / self.span
        return round(self.left + share * (self.right - self.left), 1)

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Midnights in Japan, as many as find room; hours or minutes where all is near together."""
        step = next((step for step in _STEPS if self.span / step <= _TICKS), _STEPS[-1])
        while self.span / step > _TICKS:
            step *= 2
        local = self.first.astimezone(JAPAN)
        at = local.replace(hour=0, minute=0, second=0, microsecond=0)
        at += step * -((at - local) // step)
        while at <= local + self.span:
            hour = f" {at:%H:%M}" if step < timedelta(days=1) else ""
            yield self(at), f"{at.month}/{at.day}{hour}"
            at += step

    def apart(self, times: Sequence[datetime], gap: float) -> list[float]:
        """A place for each time, in the given order of time, `gap` apart while there is room."""
        gap = min(gap, (self.right - self.left) / max(len(times), 1))
        places: list[float] = []
        for at in times:
            places.append(max(self(at), places[-1] + gap if places else self.left))
        for behind, place in enumerate(reversed(range(len(places)))):
            places[place] = round(min(places[place], self.right - behind * gap), 1)
        return places
