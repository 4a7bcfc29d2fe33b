"""`python -m tests.faults.shard_process <json>`: sends shards, and may be killed any time."""

import json
import sys
from pathlib import Path

from temporalio.testing import ActivityEnvironment

from activities.crash_points import CrashPoints
from activities.sendgrid_mailer import SendGridMailer
from activities.sending import SendingPatience
from activities.waves import RegisterWaveActivities, WaveSetUp
from contracts.wave_payloads import SendShard
from register.store import Register
from sealing.keys import Keyring


def main() -> None:
    given = json.loads(sys.argv[1])
    register = Register(given["database_url"], Keyring.from_text(given["key"]))
    crash_points = CrashPoints(given["crash_point"], is_rehearsal=True)
    mailer = SendGridMailer(given["api_key"], given["mailroom"], 10.0, crash_points)
    set_up = WaveSetUp(
        Path(given["outbox"]),
        "notice@example.jp",
        patience=SendingPatience(first_wait_seconds=0.01),
        crash_points=crash_points,
    )
    activities = RegisterWaveActivities(register, mailer, set_up)
    tasks = [SendShard.model_validate(task) for task in given["tasks"]]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for task in tasks:
        ActivityEnvironment().run(activities.send_shard, task)


if __name__ == "__main__":
    main()
