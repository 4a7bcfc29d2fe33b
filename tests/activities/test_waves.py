import csv
import hashlib
import stat
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select, update
from temporalio import activity
from temporalio.exceptions import ApplicationError
from ulid import ULID

from activities.waves import RegisterWaveActivities
from contracts.wave_activities import WaveActivities
from contracts.wave_payloads import PrintLetters
from register import audit, commands, outcomes, senders
from register.audit import AuditLine
from register.claims import Claim, claim, open_shard
from register.person_rows import PersonRow
from register.produced_files import files_of
from register.tables_incident import documents, mandates, parties, renditions
from register.tables_people import waves
from tests.activities.wave_runner import WaveRunner
from tests.mailroom.mailroom_runner import RunningMailroom
from tests.register_fixtures import AT, SENDER, Case, create_register, people_rows, soon


@pytest.fixture
def planned(case: Case, runner: WaveRunner) -> str:
    """A wave whose gates are all open."""
    case.add(people_rows(20))
    plan = runner.activities.plan_wave(case.plan_input(batch=10))
    case.approve()
    return plan.wave_id


def audit_lines(case: Case) -> list[AuditLine]:
    with case.register.reading() as connection:
        assert audit.verify(connection, case.incident_id) is None
        return audit.read(connection, case.register.sealer(case.incident_id), case.incident_id)


def wave_state(case: Case, wave_id: str) -> str:
    with case.register.reading() as connection:
        query = select(waves.c.state).where(waves.c.id == wave_id)
        return str(connection.execute(query).scalar_one())


def test_every_activity_of_the_contract_is_there_under_its_name() -> None:
    def names(owner: type) -> set[str]:
        definitions = [
            activity._Definition.from_callable(getattr(owner, name)) for name in dir(owner)
        ]
        return {found.name for found in definitions if found is not None and found.name}

    assert names(RegisterWaveActivities) == names(WaveActivities)
    sending = activity._Definition.from_callable(RegisterWaveActivities.send_shard)
    assert sending is not None
    assert sending.no_thread_cancel_exception


def test_a_wave_whose_gates_are_open_starts_once(
    case: Case, runner: WaveRunner, planned: str
) -> None:
    assert runner.gates(planned) == ()
    assert wave_state(case, planned) == "sending"
    assert runner.gates(planned) == (), "a repeated activity answers the same"
    starts = [line for line in audit_lines(case) if line.action == "start_wave"]
    assert [(line.actor, line.outcome) for line in starts] == [("commander", "done")]


def test_every_shut_gate_is_named_and_audited(case: Case, runner: WaveRunner, planned: str) -> None:
    with case.register.writing() as connection:
        connection.execute(update(documents).values(state="draft"))
        connection.execute(update(mandates).values(withdrawn_at=AT))
        senders.pause_sender(connection, SENDER, "by hand", AT)
        sealer = case.register.sealer(case.incident_id, connection)
        for party_id in connection.execute(select(parties.c.id)).scalars().all():
            empty = sealer.seal("parties", "details", party_id, "{}")
            connection.execute(
                update(parties).where(parties.c.id == party_id).values(details=empty)
            )
    reasons = "\n".join(runner.gates(planned))
    for word in ("mail of this wave is not approved", "letter of this wave is not approved"):
        assert word in reasons
    assert "no mandate in force" in reasons
    assert "paused: by hand" in reasons
    assert "contact desk" in reasons
    assert wave_state(case, planned) == "planned"
    line = audit_lines(case)[-1]
    assert (line.action, line.outcome) == ("start_wave", "refused")
    assert line.detail["reasons"] == reasons


def test_an_approval_of_another_population_does_not_open_the_gate(
    case: Case, runner: WaveRunner
) -> None:
    case.add(people_rows(5))
    case.approve()
    plan = runner.activities.plan_wave(case.plan_input())
    assert "mail of this wave is not approved" in runner.gates(plan.wave_id)[0]


def test_documents_that_were_bound_to_a_later_wave_do_not_open_the_gate(
    case: Case, runner: WaveRunner, planned: str
) -> None:
    case.add(people_rows(5, mail_domain="later.example.jp"))
    runner.activities.plan_wave(case.plan_input(number=2))
    case.approve()
    assert "bound to another population" in "\n".join(runner.gates(planned))


def test_a_merchant_without_words_keeps_the_gate_shut(
    case: Case, runner: WaveRunner, planned: str
) -> None:
    with case.register.writing() as connection:
        connection.execute(renditions.delete())
    assert runner.gates(planned) == ("The mail has no words yet for 1 merchants of this wave.",)


def test_unknown_outcomes_of_an_earlier_wave_keep_the_gate_shut(
    case: Case, runner: WaveRunner, planned: str
) -> None:
    runner.gates(planned)
    case.add(people_rows(5, mail_domain="later.example.jp"))
    second = runner.activities.plan_wave(case.plan_input(number=2))
    case.approve()
    with case.register.writing() as connection:
        shard = open_shard(connection, planned, 0, 0, AT)
        left = claim(connection, shard, AT)
        assert isinstance(left, Claim)
        outcomes.record_unknown(connection, left.request_id, AT)
    assert runner.gates(second.wave_id) == (
        "10 people of earlier waves have an unknown outcome: settle these first.",
    )


def test_a_refused_plan_is_audited_and_failed_with_its_reason(
    case: Case, runner: WaveRunner
) -> None:
    with pytest.raises(ApplicationError, match="left to be told") as caught:
        runner.activities.plan_wave(case.plan_input())
    assert caught.value.non_retryable
    assert [(line.action, line.outcome) for line in audit_lines(case)] == [("plan_wave", "refused")]


def test_a_wave_that_does_not_add_up_is_not_finished(
    case: Case, runner: WaveRunner, planned: str
) -> None:
    runner.gates(planned)
    with pytest.raises(ApplicationError, match="do not add up"):
        runner.activities.finish_wave(runner.ref(planned))
    assert wave_state(case, planned) == "sending"
    assert audit_lines(case)[-1].outcome == "refused"


def test_a_decision_is_audited_with_who_and_how_many(
    case: Case, runner: WaveRunner, planned: str, mailroom: RunningMailroom
) -> None:
    runner.gates(planned)
    mailroom.behave(reset_after_acceptance=1)
    runner.send(planned)
    (request_id,) = runner.settle(planned, soon()).doubtful_requests
    runner.decide(planned, (request_id,), "told")
    runner.decide(planned, (request_id,), "told")
    decided = [line for line in audit_lines(case) if line.action == "decide_unknown"]
    assert [(line.actor, line.detail["people"]) for line in decided] == [("commander", 10)]


@pytest.fixture
def letters_wave(case: Case, runner: WaveRunner) -> str:
    case.add(
        [
            PersonRow(1, "甲 <b>", postal_code="000-0001", address="見本町1\n見本荘2"),
            PersonRow(2, "=1+1", postal_code="000-0002", address="見本町2"),
            PersonRow(3, "丙"),
        ]
    )
    plan = runner.activities.plan_wave(case.plan_input())
    case.approve()
    assert runner.gates(plan.wave_id) == ()
    return plan.wave_id


def printed(runner: WaveRunner, wave_id: str) -> int:
    letters = PrintLetters(incident_id=runner.case.incident_id, wave_id=wave_id, at=AT)
    return runner.activities.print_letters(letters).letters


def test_letters_are_pages_and_addresses_for_their_owner_only(
    case: Case, runner: WaveRunner, letters_wave: str, tmp_path: Path
) -> None:
    assert printed(runner, letters_wave) == 2
    assert printed(runner, letters_wave) == 2
    folder = tmp_path / "outbox" / case.incident_id / "wave-1"
    files = sorted(folder.iterdir())
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    addresses, workbook, letters, sums = files
    assert letters.read_bytes().startswith(b"%PDF-1.7")
    head = ["連番", "書面番号", "郵便番号", "住所", "宛名"]
    rows = [
        ["1", "1-1-00001-5", "000-0001", "見本町1 見本荘2", "甲 <b>"],
        ["2", "1-1-00002-3", "000-0002", "見本町2", "'=1+1"],
    ]
    assert rows_of(addresses) == [head, *rows]
    sheet = openpyxl.load_workbook(workbook).worksheets[0]
    assert [list(row) for row in sheet.iter_rows(values_only=True)] == [head, *rows]
    digest = hashlib.sha256(letters.read_bytes()).hexdigest()
    assert rows_of(sums)[1:] == [
        [letters.name, "2", "1-1-00001-5", "1-1-00002-3", digest],
        ["合計", "2", "", "", ""],
    ]
    with case.register.reading() as connection:
        known = files_of(connection, case.incident_id, letters_wave)
    assert {(tmp_path / "outbox" / file.path).resolve() for file in known} == set(files)
    assert digest in {file.digest for file in known}


def rows_of(file: Path) -> list[list[str]]:
    with file.open(newline="", encoding="utf-8-sig") as opened:
        return list(csv.reader(opened))


def test_a_file_that_a_crash_kept_from_being_written_is_written_again(
    runner: WaveRunner, letters_wave: str, tmp_path: Path
) -> None:
    printed(runner, letters_wave)
    files = sorted(path for path in tmp_path.rglob("outbox/*/*/*"))
    contents = [file.read_bytes() for file in files]
    files[0].unlink()
    files[1].with_suffix(files[1].suffix + ".unfinished").write_bytes(b"half")
    files[1].unlink()
    assert printed(runner, letters_wave) == 2
    assert [file.read_bytes() for file in files] == contents
    assert sorted(path for path in tmp_path.rglob("outbox/*/*/*")) == files


def test_posting_and_substituting_close_the_wave(
    case: Case, runner: WaveRunner, letters_wave: str
) -> None:
    printed(runner, letters_wave)
    assert runner.activities.post_letters(runner.fall_back(letters_wave)).notices == 2
    with pytest.raises(ApplicationError, match="needs a reason"):
        runner.activities.substitute_notice(runner.fall_back(letters_wave))
    command_id = str(ULID())
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        words = {"reason": "no contact is held"}
        commands.deposit(
            connection, sealer, case.incident_id, command_id, "substitute", "commander", words
        )
    substitute = runner.fall_back(letters_wave, command_id)
    assert runner.activities.substitute_notice(substitute).notices == 1
    done = runner.activities.finish_wave(runner.ref(letters_wave))
    assert done.states == {"posted": 2, "substituted": 1}
    told = [(line.action, line.outcome, line.detail.get("reason")) for line in audit_lines(case)]
    assert told[-4:] == [
        ("post_letters", "done", None),
        ("substitute_notice", "refused", None),
        ("substitute_notice", "done", "no contact is held"),
        ("finish_wave", "done", None),
    ]


def test_no_desk_no_wave(tmp_path: Path, mailroom: RunningMailroom) -> None:
    folder = tmp_path / "other"
    case = Case(create_register(folder)).open(desk=False)
    case.add(people_rows(3))
    runner = WaveRunner(case, mailroom.url, tmp_path)
    plan = runner.activities.plan_wave(case.plan_input())
    case.approve()
    reasons = runner.gates(plan.wave_id)
    assert reasons[0].startswith(f"Nobody has stated that the sender '{SENDER}'")
    assert reasons[1:] == (
        "No contact desk is recorded for our own organisation.",
        "The contact desk has not been tested: record it with 'shirase desk test'.",
    )
