"""What stands in the way of closing: all of it, a line each, with the command that settles it."""

from datetime import timedelta

import pytest

from commands.closing_list import closing_list
from domain.explanations import Bilingual
from domain.parties import StaffRole
from domain.phases import Phase
from domain.tasks import TaskTrack
from register.tasks import NewTask, add_task
from screens.words import ScreenLanguage
from tests.commands.command_folder import Folder
from tests.register_fixtures import AT, people_rows

LANGUAGES: tuple[ScreenLanguage, ...] = ("ja", "en")


@pytest.fixture
def busy(folder: Folder) -> Folder:
    """Twenty tasks, duties, people without a notice, a draft in review."""
    with folder.register.writing() as connection:
        sealer = folder.register.sealer(folder.case.incident_id, connection)
        for number in range(20):
            new = NewTask(
                track=TaskTrack.FIRST_HOUR,
                owner=StaffRole.MERCHANT_CARE,
                due_at=AT + timedelta(hours=number),
                evidence_required=True,
                title=Bilingual(ja=f"作業{number}", en=f"thing {number}"),
            )
            add_task(connection, sealer, folder.case.incident_id, new, AT)
    folder.case.add(people_rows(3))
    folder.duties(
        folder.duty("jp-appi/preliminary", 3),
        folder.duty("jp-appi/final", 30, status="proposed_not_applicable"),
    )
    return folder


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_listed_with_its_command(busy: Folder, language: ScreenLanguage) -> None:
    incident_id = busy.case.incident_id
    listed = closing_list(busy.register, incident_id, Phase.CLOSED, language).splitlines()
    items, commands = listed[::2], listed[1::2]

    assert all(line.startswith("- ") for line in items)
    assert all(line.startswith("    shirase ") for line in commands)
    for number in range(1, 21):
        gap = {"ja": "〔証跡〕", "en": "EVIDENCE"}[language]
        assert f"    shirase task done KAWASEMI {number} --evidence {gap}" in commands
    assert any("shirase settle KAWASEMI final:m0:ppc" in line for line in commands)
    assert any("shirase retention decide KAWASEMI m0" in line for line in commands)
    # No key, no raw state and no raw role is left where words belong.
    assert not any("|" in line or "merchant_care" in line for line in items)


def test_an_early_phase_is_one_item_among_the_others(busy: Folder) -> None:
    busy.incident(phase="assessing")
    listed = closing_list(busy.register, busy.case.incident_id, Phase.CLOSED, "ja")
    assert "段階はまだ「状況確認」" in listed
    assert "shirase phase KAWASEMI notifying" in listed
    assert "shirase task done KAWASEMI 20" in listed
