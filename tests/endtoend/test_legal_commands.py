"""From the terminal: dates confirmed, filings, waivers, moments and the law, as counsel types."""

import time
from pathlib import Path
from typing import Any

import pytest

from tests.endtoend.command_line import CommandLine
from tests.endtoend.running_house import Incident, RunningHouse

PATIENCE = 20.0


class Counsel:
    """An incident that has just been opened, and who types commands about its law."""

    def __init__(self, house: RunningHouse, incident: Incident) -> None:
        self.shell, self.id = CommandLine(house), incident.id

    def types(self, command: str, *arguments: str) -> str:
        return self.shell.told(command, *arguments)

    def refused(self, *arguments: str) -> str:
        result = self.shell.run(*arguments)
        assert result.exit_code != 0, result.output
        (sentence,) = result.stderr.splitlines()
        return sentence

    def duty(self, key: str) -> dict[str, Any]:
        found = {duty["key"]: duty for duty in self.shell.read("clocks", self.id)["duties"]}
        return dict(found.get(key, {}))

    def sees(self, key: str, **values: object) -> dict[str, Any]:
        """The duty, once the engine has assessed what was recorded."""
        end = time.monotonic() + PATIENCE
        while True:
            duty = self.duty(key)
            if all(duty.get(name) == value for name, value in values.items()) and duty:
                return duty
            assert time.monotonic() < end, (key, values, duty)
            time.sleep(0.1)


@pytest.fixture(scope="module")
def counsel(running_house: RunningHouse) -> Counsel:
    return Counsel(running_house, running_house.run(running_house.open()))


def test_a_date_that_facts_make_later_runs_only_once_counsel_has_confirmed_it(
    counsel: Counsel,
) -> None:
    counsel.types("fact", "add", counsel.id, "category.wrongful_purpose", "--say", "不正の目的")
    end = time.monotonic() + PATIENCE
    while not counsel.duty("final:platform:ppc")["proposal"]:
        assert time.monotonic() < end
        time.sleep(0.1)
    waits = counsel.sees("final:platform:ppc", status="open", due_on="2026-02-04")
    assert waits["proposal"]["due_on"] == "2026-03-06"
    assert "--reason" in counsel.refused("confirm", counsel.id, "final:platform:ppc")

    said = counsel.types(
        "confirm", counsel.id, "final:platform:ppc", "--reason", "不正の目的と確定"
    )

    assert "2026-02-04 23:59 -> replaced" in said
    counsel.sees("final:platform:ppc", status="not_applicable")
    counsel.sees("final-wrongful:platform:ppc", status="open", due_on="2026-03-06")


def test_guidance_is_waived_and_a_limit_of_the_law_never(counsel: Counsel) -> None:
    reason = ("--reason", "当局と調整済み")
    counsel.types("waive", counsel.id, "preliminary:platform:ppc", *reason)
    waived = counsel.sees("preliminary:platform:ppc", status="open")
    assert waived["waiver"]
    assert "set by law" in counsel.refused(
        "waive", counsel.id, "final-wrongful:platform:ppc", *reason
    )


def test_of_two_stated_times_counsel_decides_and_the_later_date_still_waits(
    counsel: Counsel,
) -> None:
    later = "2026-01-06T09:00+09:00"
    counsel.types("fact", "add", counsel.id, "discovered", "--moment", later, "--say", "社内で確認")
    said = counsel.types("awareness", counsel.id, later, "--reason", "報告記録による")
    assert said.startswith("done")
    refusal = counsel.refused("awareness", counsel.id, "2026-01-02T09:00+09:00", "--reason", "x")
    assert "was stated" in refusal or "stated" in refusal


def test_a_filing_outside_our_documents_meets_its_duty(counsel: Counsel) -> None:
    now = str(counsel.shell.read("clocks", counsel.id)["at"])[:16] + "+09:00"
    filed = ("--submitted-at", now, "--receipt", "PPC-2026-0007")
    said = counsel.types("filing", counsel.id, "final-wrongful:platform:ppc", *filed)
    assert "recorded: met" in said
    met = counsel.sees("final-wrongful:platform:ppc", status="met", late=False)
    assert met["evidence"]["receipt_number"] == "PPC-2026-0007"
    assert "notices themselves" in counsel.refused(
        "filing", counsel.id, "entrustee-notice:platform:merchant-a", *filed
    )


def asked_of(counsel: Counsel) -> str:
    """The questions of the law on the screen; the facts that were recorded stand further down."""
    said = counsel.types("status", counsel.id)
    return said[said.index("Questions of the law") : said.index("To answer:")]


def test_the_law_of_the_incident_and_the_questions_it_asks(counsel: Counsel) -> None:
    seen = counsel.shell.read("law", counsel.id)
    assert [edition["number"] for edition in seen["editions"]] == [1]
    assert seen["newer"] == []
    assert "jp-appi" in counsel.types("law", counsel.id)
    refusal = counsel.refused("law", "adopt", counsel.id, "--reason", "施行規則の改正に対応")
    assert "newest" in refusal or "nothing" in refusal
    assert "entity.telecom_carrier" in asked_of(counsel)
    no = ("--status", "withdrawn", "--say", "電気通信事業者ではない")
    counsel.types("fact", "add", counsel.id, "entity.telecom_carrier", *no)
    end = time.monotonic() + PATIENCE
    while "entity.telecom_carrier" in asked_of(counsel):
        assert time.monotonic() < end
        time.sleep(0.1)


def test_who_is_away_is_recorded_from_the_terminal(counsel: Counsel) -> None:
    away = ("party", "away", counsel.id, "counsel", "--as", "counsel")
    assert "recorded" in counsel.types(*away, "--since", "2026-01-07", "--until", "2026-01-09")
    assert "back" in counsel.types(*away, "--back")
    assert "last day" in counsel.refused(*away)


def test_the_calendar_of_one_incident_and_of_all(counsel: Counsel, tmp_path: Path) -> None:
    for some in ((counsel.id,), ()):
        file = tmp_path / f"clocks-{len(some)}.ics"
        counsel.types("clocks", *some, "--ics", str(file))
        feed = file.read_bytes().decode()
        assert feed.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
        # Limits and targets in days take the whole day of whoever receives the report.
        assert "DTSTART;VALUE=DATE:202601" in feed
        assert all(len(line.encode()) <= 75 for line in feed.split("\r\n"))
