"""`next` lists the values that stand side by side, with the command that takes each."""

import json
from typing import Any

from domain.facts import Fact, FactStatus
from domain.figures import Figure, FigureKind, FigureUnit
from register.ledger import add_facts
from tests.commands.command_folder import Folder
from tests.register_fixtures import AT


def says(folder: Folder, source: str, number: int, *, corrects: int | None = None) -> int:
    """A count of people by a party; the revision."""
    fact = Fact(
        key="figure.people",
        status=FactStatus.KNOWN,
        figure=Figure(kind=FigureKind.EXACT, unit=FigureUnit.PEOPLE, number=number),
        as_of=AT,
        source=source,
        vouched_by="privacy_officer",
        public=True,
        corrects=corrects,
    )
    with folder.register.writing() as connection:
        sealer = folder.register.sealer(folder.case.incident_id, connection)
        revision, _ = add_facts(
            connection, sealer, folder.case.incident_id, [fact], AT, "c" * 26, ours="ourselves"
        )
    return revision


def decisions(folder: Folder) -> list[dict[str, Any]]:
    needs = json.loads(folder.told("next", "KAWASEMI", "--json"))["needs"]
    return [need for need in needs if need["kind"] == "decide"]


def test_values_side_by_side_are_asked_about_with_a_command_for_each(folder: Folder) -> None:
    says(folder, "ourselves", 6493)
    assert decisions(folder) == []
    says(folder, "app vendor's", 9000)

    (need,) = decisions(folder)
    decide = "shirase fact decide KAWASEMI figure.people --source"
    assert [(one["ja"], one["command"]) for one in need["answers"]] == [
        ("6,493名（ourselves）", f"{decide} ourselves --reason WORDS --as privacy_officer"),
        (
            "9,000名（app vendor's）",
            f"{decide} 'app vendor'\"'\"'s' --reason WORDS --as privacy_officer",
        ),
    ]
    assert need["roles"] == ["privacy_officer", "commander", "deputy"]
    shown = folder.told("next", "KAWASEMI", "--all")
    assert "本人の数(figure.people)の食い違う値" in shown
    assert "決まるまで、この件数を読む文書は承認も発出もできません。" in shown


def test_it_serves_the_clock_of_what_reads_it(folder: Folder) -> None:
    folder.duties(folder.duty("jp-appi/preliminary", 3))
    says(folder, "ourselves", 6493)
    says(folder, "app-vendor", 9000)

    (need,) = decisions(folder)
    assert need["due_at"] == "2026-01-16T18:00:00+09:00"


def test_once_decided_nothing_is_asked(folder: Folder) -> None:
    says(folder, "ourselves", 6493)
    says(folder, "app-vendor", 9000)
    says(folder, "app-vendor", 9000, corrects=1)

    assert decisions(folder) == []
