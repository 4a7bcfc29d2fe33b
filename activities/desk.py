"""What every handler of a recording command works with: the transaction, the actor, the answer."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from domain.parties import PartyKind, StaffRole
from register.parties import PartyRow, read_parties
from register.permissions import STAFF, is_among, only, roles_for
from register.refusals import NotAllowedError
from sealing.values import ValueSealer

LISTED_AT_MOST = 8
_JAPAN = ZoneInfo("Asia/Tokyo")

__all__ = ["STAFF", "Desk", "HandlerResult", "demand", "listed"]


class HandlerResult(BaseModel):
    """What a handler did. All but the audit's part is kept as the answer to a repeat.

    `sentence` is for the person who gave the command, `ids` what was made, in the order of the
    words. `revision` is set when facts entered the ledger, with the keys that changed. `severity`
    is the new one, where it was decided. `new_merchant` and `mandate_withdrawn` are ids of
    merchants whose workflow has to hear of it, `clock_taken` is the key of a clock that now falls
    silent, `texts_edited` says that drafts have new words. The audit line is `action` on `subject`,
    which is not sealed and so holds ids and keys only, with `detail`, which is.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    sentence: str
    ids: tuple[str, ...] = ()
    revision: int | None = None
    facts_changed: tuple[str, ...] = ()
    severity: str | None = None
    new_merchant: str | None = None
    mandate_withdrawn: str | None = None
    clock_taken: str | None = None
    texts_edited: bool = False
    action: str = Field(default="", exclude=True)
    subject: str = Field(default="", exclude=True)
    detail: dict[str, str | int | bool | None] = Field(default={}, exclude=True, repr=False)


@dataclass(frozen=True)
class Desk:
    """One command on the desk of its handler; `at` is case time. Nothing here commits."""

    connection: Connection
    sealer: ValueSealer
    incident_id: str
    command_id: str
    actor: str
    at: datetime
    kind: str = ""

    @property
    def by(self) -> tuple[str, datetime]:
        """Who, and when."""
        return self.actor, self.at

    @property
    def today(self) -> date:
        """The day of the command, in Japan."""
        return self.at.astimezone(_JAPAN).date()

    def require(self, roles: Collection[StaffRole], deed: str) -> None:
        """Refuse everybody else; `deed` goes on after "may".

        Where the incident's policy names roles for this kind of command, those count instead.
        """
        by_policy = roles_for(self.connection, self.incident_id, self.kind)
        may: Collection[str] = roles if by_policy is None else by_policy
        if not is_among(self.connection, self.sealer, self.incident_id, self.actor, may):
            raise NotAllowedError(only(may, deed))

    def parties(self) -> dict[str, PartyRow]:
        """Every party of the incident by id."""
        return read_parties(self.connection, self.sealer, self.incident_id)

    def party(self, name: str, kind: PartyKind | None = None) -> PartyRow:
        """The party of this key or id; refused with those that exist when there is none."""
        known = [party for party in self.parties().values() if kind in {None, party.kind}]
        found = next((party for party in known if name in {party.key, party.id}), None)
        if found is None:
            what = "party" if kind is None else kind.value
            raise NotAllowedError(
                f"there is no such {what} in this incident; there is: "
                + listed(sorted(party.key for party in known))
            )
        return found


def demand(text: str, sentence: str) -> str:
    """The text; refused with the sentence when nothing was written."""
    if not text.strip():
        raise NotAllowedError(sentence)
    return text


def listed(words: Iterable[str]) -> str:
    """What exists, as much of it as a sentence bears."""
    known = list(words)
    shown = ", ".join(known[:LISTED_AT_MOST])
    more = len(known) - LISTED_AT_MOST
    return (shown + (f" and {more} more" if more > 0 else "")) or "none so far"
