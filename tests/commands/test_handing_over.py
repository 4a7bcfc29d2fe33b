"""A file that is handed over lies at its place only once it is on record."""

from pathlib import Path

import pytest
from sqlalchemy import update

from activities.private_files import write_private
from commands.handing_over import has_ended, record_after_the_end, whole_once_recorded
from contracts.channel_words import FileProduced
from domain.phases import Phase
from register import audit
from register.produced_files import files_of
from register.tables_incident import incidents
from tests.commands.command_folder import Folder
from tests.register_fixtures import AT


def hand_over(path: Path, *, refused: bool) -> None:
    with whole_once_recorded(path) as beside:
        write_private(beside, b"results")
        assert not path.exists()
        if refused:
            raise PermissionError


def test_what_is_refused_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    with pytest.raises(PermissionError):
        hand_over(path, refused=True)
    assert list(tmp_path.iterdir()) == []


def test_what_is_on_record_lies_at_its_place_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    hand_over(path, refused=False)
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == b"results"
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_paper_of_an_ended_incident_goes_on_record_with_its_line(folder: Folder) -> None:
    register, incident_id = folder.register, folder.case.incident_id
    assert not has_ended(register, incident_id)
    with register.writing() as connection:
        connection.execute(update(incidents).values(phase=Phase.CLOSED.value))
    assert has_ended(register, incident_id)

    merchant = folder.case.merchant_ids[0]
    words = FileProduced(
        kind="report_pdf", path="x/merchants/r.pdf", digest="ab" * 32, people=3, merchant=merchant
    )
    record_after_the_end(register, incident_id, words, "merchant_care", AT)

    with register.reading() as connection:
        (file,) = files_of(connection, incident_id)
        last = audit.read(connection, register.sealer(incident_id, connection), incident_id)[-1]
    assert (file.kind, file.party_id, file.made_by) == ("report_pdf", merchant, "merchant_care")
    assert (last.action, last.actor, last.detail["people"]) == ("file.produced", "merchant_care", 3)
