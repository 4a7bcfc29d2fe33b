"""Payloads of waves: planning, gates, sending in shards, settling, fall-back channels."""

from datetime import datetime

from pydantic import Field

from contracts.payloads import Command, Outcome, Payload
from contracts.policy import WavePolicy
from domain.casetime import CaseClock


class PlanWave(Payload):
    """Freeze who is told in a wave: the people of these merchants that are not yet told.

    A retraction goes to whoever may have been told of the incident; without merchants, of all.
    """

    incident_id: str
    wave_id: str
    number: int
    merchant_ids: tuple[str, ...]
    mail_document_id: str
    letter_document_id: str
    people_a_shard: int
    people_a_batch: int
    sender_id: str
    at: datetime
    actor: str = "engine"
    retraction: bool = False


class WavePlan(Payload):
    """A frozen population: how many, by which first channel, under which digests.

    `left_out`: people of the same merchants to whom a retraction does not go, by why.
    """

    wave_id: str
    population: int
    population_digest: str
    plan_digest: str
    shards: int
    by_channel: dict[str, int]
    left_out: dict[str, int] = Field(default_factory=dict)


class WaveGate(Payload):
    """May the wave start? Asked in the moment of starting; the register answers."""

    incident_id: str
    wave_id: str
    actor: str
    at: datetime


class GateResult(Payload):
    """Every reason against starting, in sentences; none means go."""

    reasons: tuple[str, ...] = ()


class SendShard(Payload):
    """Work through one shard of a wave, batch by batch, from where it stands."""

    incident_id: str
    wave_id: str
    shard: int
    watermark: int
    at: datetime


class ShardResult(Payload):
    """Where a shard stands. `watermark` rises with every committed claim of the wave.

    `paused` is empty, or says why the sender stopped; then the rest is simply not yet claimed.
    """

    shard: int
    requests: int
    messages: int
    unknown_requests: int
    remaining: int
    watermark: int
    paused: str = ""


class WaveRef(Payload):
    """One wave, at a case time."""

    incident_id: str
    wave_id: str
    at: datetime


class SettleWave(Payload):
    """Read what the provider's events made of the wave.

    `settled_before`: real (server) time; what was accepted before it and had no event since
    counts as accepted-unconfirmed, and a request claimed before it without any event is doubtful.
    """

    incident_id: str
    wave_id: str
    settled_before: datetime
    at: datetime


class WaveStanding(Payload):
    """The sums of a wave: counts by notice state, and what waits for whom.

    `open_mails`: the provider has them and may still report. `letters_to_print`: mail cannot
    reach these people and a postal address is held. `beyond_reach`: no held channel is left.
    """

    wave_id: str
    population: int
    states: dict[str, int]
    doubtful_requests: tuple[str, ...] = ()
    doubtful_people: int = 0
    open_mails: int = 0
    letters_to_print: int = 0
    letters_to_post: int = 0
    beyond_reach: int = 0
    adds_up: bool = False


class WaveInput(Payload):
    """Input of `WaveWorkflow`, and what it continues with."""

    incident_id: str
    wave_id: str
    number: int
    plan: WavePlan
    policy: WavePolicy
    document_numbers: tuple[int, ...]
    clock: CaseClock = CaseClock()
    state: str = "planned"
    watermark: int = 0
    shards_open: tuple[int, ...] = ()
    handled: tuple[Outcome, ...] = ()


class PlanWaveCommand(Command):
    """Freeze who is told in the next wave."""

    merchant_ids: tuple[str, ...]
    mail_document_id: str
    letter_document_id: str
    retraction: bool = False


class StartWave(Command):
    """Let a planned wave go, if every gate is open."""


class CancelWave(Command):
    """Give up a wave that was planned and not started; the reason stands under the command id."""


class ResumeWave(Command):
    """Go on after a pause; what was not claimed yet is claimed now."""


class DecideUnknown(Command):
    """What to do with the requests whose outcome nobody knows.

    `told`: treat their people as told. `send_again`: they are mailed once more, knowing that
    some may get it twice.
    """

    request_ids: tuple[str, ...]
    decision: str


class UnknownDecision(Payload):
    """A decision about doubtful requests on its way to the register."""

    incident_id: str
    wave_id: str
    request_ids: tuple[str, ...]
    decision: str
    actor: str
    at: datetime


class PrintLetters(Payload):
    """Everybody of the wave whom mail cannot reach and who has a postal address gets a letter."""

    incident_id: str
    wave_id: str
    at: datetime


class LettersPrinted(Payload):
    """How many letters stand in the printer's batch."""

    letters: int


class LettersPosted(Command):
    """The printed letters of a wave were handed to the post."""


class SubstituteNotice(Command):
    """Tell the people whom no channel reaches by publication and a contact desk.

    The reason stands in the register under the command id.
    """


class FallBack(Payload):
    """A fall-back act on its way to the register."""

    incident_id: str
    wave_id: str
    command_id: str
    actor: str
    at: datetime


class Moved(Payload):
    """How many notices an act moved."""

    notices: int
