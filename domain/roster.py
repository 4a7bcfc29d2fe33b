"""Who of our own people is called: holders of a role, whoever stands in for them, then up.

A role is never called in vain while anybody is there: who is away is stood in for, and where all
are away the holder is called all the same.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, model_validator

from domain.parties import StaffRole

JAPAN = "Asia/Tokyo"
TO_DEPUTIES = 1
UP = 2


class Absence(BaseModel):
    """Days on which somebody is away, both included, in that person's own zone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: date
    until: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until < self.since:
            raise ValueError("an absence ends on the day it begins or later")
        return self


class StaffDetails(BaseModel):
    """What alerts need to know of one of our own people, beside role, name and mail.

    `deputises_for` are roles; a deputy that names none stands in for every role. `language` is
    that of alerts; None follows the incident's.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    deputises_for: tuple[StaffRole, ...] = ()
    away: tuple[Absence, ...] = ()
    language: str | None = None
    time_zone: str = JAPAN

    def is_away(self, at: datetime) -> bool:
        """Whether this person is away at a moment (aware)."""
        day = at.astimezone(ZoneInfo(self.time_zone)).date()
        return any(absence.since <= day <= absence.until for absence in self.away)


class Member(BaseModel):
    """One of our own people, by id, with the role held."""

    model_config = ConfigDict(frozen=True)

    id: str
    role: str
    details: StaffDetails = StaffDetails()


class Roster:
    """Our own people at one moment."""

    def __init__(self, members: Iterable[Member], at: datetime) -> None:
        self._members = tuple(members)
        self._at = at

    def called(
        self, roles: Iterable[str], steps: Iterable[int] = (), up: Iterable[str] = ()
    ) -> tuple[str, ...]:
        """The ids of whom to call for a rung (no `steps`), or for steps of handing it on."""
        asked = tuple(roles)
        found: list[str] = []
        for step in tuple(steps) or (0,):
            if step == UP:
                found += self._for_roles(tuple(up) or (StaffRole.COMMANDER.value,))
            elif step == TO_DEPUTIES:
                found += self._deputies(asked) or self._for_roles((StaffRole.COMMANDER.value,))
            else:
                found += self._for_roles(asked)
        return tuple(dict.fromkeys(found))

    def _for_roles(self, roles: Iterable[str]) -> list[str]:
        return [member for role in roles for member in self._for_role(role)]

    def _for_role(self, role: str) -> list[str]:
        holders = [member for member in self._members if member.role == role]
        present = [member.id for member in holders if not member.details.is_away(self._at)]
        return present or self._stand_in(role) or [member.id for member in holders]

    def _deputies(self, roles: Iterable[str]) -> list[str]:
        return [member for role in roles for member in self._stand_in(role)]

    def _stand_in(self, role: str) -> list[str]:
        """The first who is there: of those named for the role, else of the deputies for all."""
        others = [
            member
            for member in self._members
            if member.role != role and not member.details.is_away(self._at)
        ]
        named = [member.id for member in others if role in member.details.deputises_for]
        for_all = [
            member.id
            for member in others
            if member.role == StaffRole.DEPUTY and not member.details.deputises_for
        ]
        return (named or for_all)[:1]
