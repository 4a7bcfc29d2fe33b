"""Runs the wave activities outside Temporal, against a real register and a real mailroom."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import uvicorn
from sqlalchemy import select
from temporalio.testing import ActivityEnvironment
from ulid import ULID

from activities.crash_points import NO_CRASH, CrashPoints
from activities.sendgrid_mailer import SendGridMailer
from activities.sending import SendingPatience
from activities.waves import RegisterWaveActivities, WaveSetUp
from contracts.wave_payloads import (
    FallBack,
    SendShard,
    SettleWave,
    ShardResult,
    UnknownDecision,
    WaveGate,
    WaveRef,
    WaveStanding,
)
from intake import create_intake
from register import senders
from register.store import Register
from register.tables_people import requests
from tests.mailroom.mailroom_runner import KEY, wait_until
from tests.register_fixtures import AT, SENDER, Case

SENDER_MAIL = "notice@example.jp"
QUICK = SendingPatience(first_wait_seconds=0.01, longest_wait_seconds=0.05, tries=4)


class WaveRunner:
    """The activities of one case; each call is one run of an activity."""

    def __init__(
        self,
        case: Case,
        mailroom_url: str,
        outbox: Path,
        *,
        timeout_seconds: float = 5.0,
        crash_points: CrashPoints = NO_CRASH,
        patience: SendingPatience = QUICK,
    ) -> None:
        self.case = case
        self.heartbeats: list[tuple[int, int]] = []
        mailer = SendGridMailer(KEY, mailroom_url, timeout_seconds, crash_points)
        set_up = WaveSetUp(outbox, SENDER_MAIL, patience=patience, crash_points=crash_points)
        self.activities = RegisterWaveActivities(case.register, mailer, set_up)

    def environment(self) -> ActivityEnvironment:
        environment = ActivityEnvironment()
        environment.on_heartbeat = lambda *details: self.heartbeats.append(details)
        return environment

    def send(self, wave_id: str, shard: int = 0, watermark: int = 0) -> ShardResult:
        task = SendShard(
            incident_id=self.case.incident_id,
            wave_id=wave_id,
            shard=shard,
            watermark=watermark,
            at=AT,
        )
        result: ShardResult = self.environment().run(self.activities.send_shard, task)
        return result

    def gates(self, wave_id: str) -> tuple[str, ...]:
        gate = WaveGate(
            incident_id=self.case.incident_id, wave_id=wave_id, actor="commander", at=AT
        )
        return self.activities.check_wave_gates(gate).reasons

    def settle(self, wave_id: str, settled_before: datetime) -> WaveStanding:
        return self.activities.settle_wave(
            SettleWave(
                incident_id=self.case.incident_id,
                wave_id=wave_id,
                settled_before=settled_before,
                at=AT,
            )
        )

    def decide(self, wave_id: str, request_ids: tuple[str, ...], decision: str) -> int:
        return self.activities.decide_unknown(
            UnknownDecision(
                incident_id=self.case.incident_id,
                wave_id=wave_id,
                request_ids=request_ids,
                decision=decision,
                actor="commander",
                at=AT,
            )
        ).notices

    def fall_back(self, wave_id: str, command_id: str = "") -> FallBack:
        return FallBack(
            incident_id=self.case.incident_id,
            wave_id=wave_id,
            command_id=command_id or str(ULID()),
            actor="commander",
            at=AT,
        )

    def ref(self, wave_id: str) -> WaveRef:
        return WaveRef(incident_id=self.case.incident_id, wave_id=wave_id, at=AT)


@contextmanager
def running_intake(register: Register, public_key: str, port: int, **limits: int) -> Iterator[None]:
    """The real intake on a loopback port, listening."""
    app = create_intake(register, public_key, **limits)
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", access_log=False)
    )
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    wait_until(lambda: server.started)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def states_of_requests(case: Case) -> list[str]:
    with case.register.reading() as connection:
        query = select(requests.c.state).order_by(requests.c.claimed_at, requests.c.id)
        return list(connection.execute(query).scalars())


def resume(case: Case) -> None:
    with case.register.writing() as connection:
        senders.resume_sender(connection, SENDER, AT)
