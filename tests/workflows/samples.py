"""Inputs, policies and commands that the workflow tests share."""

from datetime import timedelta
from typing import Any

from ulid import ULID

from contracts.document_payloads import DocumentInput
from contracts.incident_payloads import OpenIncident
from contracts.policy import ApprovalRule, IncidentPolicy, MerchantCare, Rung, WavePolicy
from contracts.wave_payloads import WaveInput, WavePlan, WaveStanding
from domain.documents import DocumentKind
from domain.markings import Marking

QUEUE = "workflow-tests"
INCIDENT = "01JH0000000000000000000001"
DOCUMENT = "01JH0000000000000000000002"
WAVE = "01JH0000000000000000000003"

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

LADDER = (
    Rung(name="two days before", before_due=2 * DAY, roles=("privacy_officer",)),
    Rung(name="the day before", before_due=DAY, roles=("privacy_officer", "commander")),
    Rung(name="due", before_due=timedelta(0), roles=("commander", "counsel")),
    Rung(name="a day late", before_due=-DAY, roles=("commander", "deputy")),
)
CARE = MerchantCare(
    remind_after=DAY, reminders=2, escalate_after=60 * HOUR, escalate_to=("commander",)
)
WAVE_POLICY = WavePolicy(
    sender_id="main",
    people_a_shard=100,
    people_a_batch=10,
    shards_at_once=2,
    first_look=timedelta(seconds=10),
    longest_look=timedelta(seconds=80),
    settle_after=3 * DAY,
)
POLICY = IncidentPolicy(
    name="test",
    version=1,
    ladder=LADDER,
    approvals=tuple(
        ApprovalRule(kind=kind.value, roles=("counsel", "commander")) for kind in DocumentKind
    ),
    merchant_care=CARE,
    wave=WAVE_POLICY,
)


def given(actor: str = "commander", **more: Any) -> dict[str, Any]:
    """The fields of a new command: an id of its own and who gives it."""
    return {"command_id": str(ULID()), "actor": actor, **more}


def merchant_ids(count: int) -> tuple[str, ...]:
    """So many merchants' ids, in order."""
    return tuple(f"01JHM{number:021d}" for number in range(count))


def opening(merchants: int = 2, **more: Any) -> OpenIncident:
    """An incident about to open."""
    return OpenIncident(
        incident_id=INCIDENT,
        marking=Marking.LIVE,
        track="standard",
        severity="high",
        policy=POLICY,
        merchant_ids=merchant_ids(merchants),
        **more,
    )


def document(kind: DocumentKind = DocumentKind.MERCHANT_NOTICE, **more: Any) -> DocumentInput:
    """A document about to be drafted by the privacy officer."""
    return DocumentInput(
        incident_id=INCIDENT,
        document_id=DOCUMENT,
        number=1,
        kind=kind.value,
        author="privacy_officer",
        approvers=("counsel", "commander"),
        **more,
    )


def wave(shards: int = 3, **more: Any) -> WaveInput:
    """A planned wave of so many shards, one person each."""
    plan = WavePlan(
        wave_id=WAVE,
        population=shards,
        population_digest="p" * 64,
        plan_digest="q" * 64,
        shards=shards,
        by_channel={"mail": shards},
    )
    return WaveInput(
        incident_id=INCIDENT,
        wave_id=WAVE,
        number=1,
        plan=plan,
        policy=WAVE_POLICY,
        document_numbers=(1,),
        **more,
    )


def standing(**more: Any) -> WaveStanding:
    """The sums of a wave at one look; nothing open unless said so."""
    return WaveStanding(wave_id=WAVE, population=3, states={}, **more)
