"""How the mailroom behaves: the bad days of a mail service, settable while it runs."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

PER_MILLE = 1_000

PerMille = Annotated[int, Field(ge=0, le=PER_MILLE)]
Count = Annotated[int, Field(ge=0)]
ErrorStatus = Annotated[int, Field(ge=400, le=599)]


class Behaviour(BaseModel):
    """One frozen setting of everything that can be made to go wrong; the default is a good day.

    `answer_delay_ms` passes before a request is looked at, `late_answer_ms` after it was taken.
    `event_delay_ms` keeps each message's first events back, `hold_events` all of them. Duplicate
    events have ids of their own and are `duplicate_age_seconds` older; shuffled ones are spread
    over several posts in any order; forged ones say that everybody bounced, under a wrong key.
    `null_sink` takes and counts whatever comes, unread: no events, for benchmarks.

    Which recipients bounce, are blocked, dropped, deferred or complain is decided at acceptance by
    a stable hash of address and `seed`, so that two runs agree.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    answer_delay_ms: Count = 0
    late_answer_ms: Count = 0
    bounce_per_mille: PerMille = 0
    block_per_mille: PerMille = 0
    drop_per_mille: PerMille = 0
    defer_per_mille: PerMille = 0
    complaint_per_mille: PerMille = 0
    seed: int = 0
    hold_events: bool = False
    event_delay_ms: Count = 0
    duplicate_events: bool = False
    duplicate_age_seconds: Count = 0
    shuffle_events: bool = False
    forged_events: bool = False
    reset_before_acceptance: Count = 0
    reset_after_acceptance: Count = 0
    answer_next: tuple[ErrorStatus, ...] = Field(default=(), strict=False)
    rate_limit_reset_seconds: Count = 1
    suspended: bool = False
    suspended_status: Literal[401, 403] = 403
    null_sink: bool = False

    @model_validator(mode="after")
    def _shares_fit(self) -> Self:
        shares = (
            self.bounce_per_mille,
            self.block_per_mille,
            self.drop_per_mille,
            self.defer_per_mille,
            self.complaint_per_mille,
        )
        if sum(shares) > PER_MILLE:
            raise ValueError("the per-mille shares add up to more than 1000")
        return self


class BehaviourControl:
    """Holds the behaviour of now and uses up what is meant for the next requests only."""

    def __init__(self, behaviour: Behaviour) -> None:
        self._current = behaviour

    @property
    def current(self) -> Behaviour:
        """What applies now; counts show what is left of them."""
        return self._current

    def replace(self, behaviour: Behaviour) -> None:
        """Let another behaviour apply from the next request on."""
        self._current = behaviour

    def take_answer(self) -> int | None:
        """Use up and return the error status meant for this request, if there is one."""
        if not self._current.answer_next:
            return None
        status, *rest = self._current.answer_next
        self._current = self._current.model_copy(update={"answer_next": tuple(rest)})
        return status

    def take_reset_before(self) -> bool:
        """Use up one lost connection before acceptance, if one is left."""
        return self._take("reset_before_acceptance", self._current.reset_before_acceptance)

    def take_reset_after(self) -> bool:
        """Use up one lost connection after acceptance, if one is left."""
        return self._take("reset_after_acceptance", self._current.reset_after_acceptance)

    def _take(self, name: str, left: int) -> bool:
        if left == 0:
            return False
        self._current = self._current.model_copy(update={name: left - 1})
        return True
