"""Incidents that the command line opened and brought somewhere, for what is typed in them next."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from demo.waits import until
from register.parties import read_parties
from register.people import import_people
from register.person_rows import PersonRow
from tests.endtoend.command_line import CommandLine
from tests.endtoend.scripted_file import write_incident_file

PEOPLE = 20
BY_MAIL = 14


NOTICED_AT = datetime.now(UTC) - timedelta(hours=1)
"""The same for all incidents of a run, so that what is reckoned from it can be compared."""


def open_incident(shell: CommandLine, folder: Path, code_name: str) -> str:
    """Open an incident from a file that is written for it; its id."""
    path = write_incident_file(folder, code_name, NOTICED_AT)
    return str(shell.read("open", str(path))["incident_id"])


def import_few(shell: CommandLine, incident_id: str, merchant: str = "merchant-a") -> None:
    """Twenty people of one merchant: most with a mail address, some by post, some by nothing."""
    register = shell.house.register
    with register.reading() as connection:
        parties = read_parties(connection, register.sealer(incident_id), incident_id).values()
    party = next(party for party in parties if party.key == merchant)
    rows = [_person(line) for line in range(1, PEOPLE + 1)]
    import_people(register, incident_id, party.id, rows, f"{merchant:0<64}", datetime.now(UTC))


def give(shell: CommandLine, *lines: Sequence[str]) -> None:
    """Give commands, one after the other, each once the one before is done."""
    for line in lines:
        shell.told(*line)


def wait_for_drafts(shell: CommandLine, incident: str, number: int) -> None:
    """Return once so many documents are drafted."""

    def drafted() -> bool:
        documents = shell.read("documents", incident)["documents"]
        return len(documents) >= number and all(d["state"] != "draft" for d in documents)

    shell.house.run(until(drafted, f"{number} drafts"))


def _person(line: int) -> PersonRow:
    by_post = line > BY_MAIL and line % 2
    return PersonRow(
        line=line,
        name=f"見本 {line}太郎",
        mail=f"p{line}@mihon-mail.example" if line <= BY_MAIL else None,
        phone=f"090-0000-{line:04}" if line <= BY_MAIL or by_post else None,
        postal_code="000-0000" if by_post else None,
        address=f"見本県架空市{line}番地" if by_post else None,
    )
