"""Payloads of waves: planning, gates, sending in shards, settling, fall-back channels."""

from datetime import datetime

from pydantic import Field

from contracts.payloads import Command, Outcome, Payload
from contracts.policy import WavePolicy
from domain.casetime import CaseClock
from domain.pacing import Pacing
from domain.suppressions import Bypass


class PlanWave(Payload):
    """Freeze who is told in a wave: the people of these merchants that are not yet told.

    Also those who were told something that is wrong by now: a later list says that more leaked of
    them, or their notice is one of the documents that this wave `corrects`.
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
    channels: tuple[str, ...] = ("mail", "letter")
    corrects: tuple[str, ...] = ()


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
    """May the wave start, or go on? Asked in that moment; the register answers.

    `urgent`: at any hour; None leaves it as it was. `sender_id`: the sender that goes on with
    whoever was not claimed yet; empty for the one that it has.
    """

    incident_id: str
    wave_id: str
    actor: str
    at: datetime
    pacing: Pacing = Pacing()
    urgent: bool | None = None
    sender_id: str = ""


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
    bypass: tuple[Bypass, ...] = (Bypass.UNSUBSCRIBES,)


class ShardResult(Payload):
    """Where a shard stands. `watermark` rises with every committed claim of the wave.

    `paused` is empty, or says why the sender stopped; then the rest is simply not yet claimed.
    `not_before`: the wave's pace lets nobody go until then (server time).
    """

    shard: int
    requests: int
    messages: int
    unknown_requests: int
    remaining: int
    watermark: int
    paused: str = ""
    not_before: datetime | None = None


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
    reach these people and a postal address is held. `to_list`: people by channel who are to be put
    on its list next; `listed`: who is on one, without a result. `beyond_reach`: no held channel is
    left.
    """

    wave_id: str
    population: int
    states: dict[str, int]
    doubtful_requests: tuple[str, ...] = ()
    doubtful_people: int = 0
    open_mails: int = 0
    letters_to_print: int = 0
    letters_to_post: int = 0
    to_list: dict[str, int] = Field(default_factory=dict)
    listed: dict[str, int] = Field(default_factory=dict)
    beyond_reach: int = 0
    adds_up: bool = False


class WaveInput(Payload):
    """Input of `WaveWorkflow`, and what it continues with.

    `given_up`: a person has cancelled what was left; what is out is only settled.
    """

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
    given_up: bool = False


class PlanWaveCommand(Command):
    """Freeze who is told in the next wave."""

    merchant_ids: tuple[str, ...]
    mail_document_id: str
    letter_document_id: str
    retraction: bool = False
    corrects: tuple[str, ...] = ()


class StartWave(Command):
    """Let a planned wave go, if every gate is open; an urgent one at any hour."""

    urgent: bool = False


class CancelWave(Command):
    """Give up a wave: nobody further is told. The reason stands under the command id.

    What is out already goes on being settled until it adds up.
    """


class PauseWave(Command):
    """The register lets no claim commit any more: come to rest."""


class ResumeWave(Command):
    """Go on after a pause; what was not claimed yet is claimed now.

    `urgent`: from now on at any hour; None leaves it as it was. `sender_id`: by this sender.
    """

    urgent: bool | None = None
    sender_id: str = ""


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
    command_id: str = ""


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
