"""Each acting command, typed wrong: one sentence with what would be right, and nothing changed."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from typer.core import TyperGroup

from commands.acts import ACTS, _loaded
from commands.refusal_words import LEAD, in_japanese
from commands.sentences import EXIT_REFUSED
from register.columns import metadata
from register.tables_incident import audit
from tests.endtoend.command_cases import LISTS, MISTAKES, Mistake
from tests.endtoend.command_line import CommandLine
from tests.endtoend.kept_rows import kept_rows
from tests.endtoend.refusing import TRACES
from tests.endtoend.running_house import RunningHouse
from tests.endtoend.set_scenes import give, import_few, open_incident, wait_for_drafts

# What other incidents of this house do meanwhile is not in these rows.
OURS = [
    table
    for table in metadata.sorted_tables
    if "incident_id" in table.c and table.name not in TRACES | {"command_answers"}
]
Rows = dict[str, list[Any]]


def _sooner_and_later() -> list[Any]:
    """Of each command the first mistake and whatever the engine decides; the rest in `test-all`."""
    begun: set[str] = set()
    chosen = []
    for mistake in MISTAKES:
        command = " ".join(word for word in mistake.line.split()[:2] if word.islower())
        later = command in begun and not mistake.by_engine
        begun.add(command)
        chosen.append(pytest.param(mistake, marks=pytest.mark.long if later else ()))
    return chosen


SOONER_AND_LATER = _sooner_and_later()


@dataclass(frozen=True)
class Scene:
    """The three incidents in which commands are refused."""

    shell: CommandLine
    ids: dict[str, str]
    lists: Path
    seen: list[Rows] = field(default_factory=list)

    def assert_unchanged(self) -> None:
        """Assert that the register still holds the rows that were seen last."""
        rows, before = self.rows(), self.seen[-1]
        self.seen[:] = [rows]
        assert rows == before

    def rows(self) -> Rows:
        """Every row of these incidents but what a refusal itself leaves."""
        return kept_rows(self.shell.house.register, OURS, tuple(self.ids.values()))

    def refused_lines(self) -> int:
        """How many refused attempts the logs of these incidents hold."""
        query = select(func.count()).where(
            audit.c.incident_id.in_(self.ids.values()), audit.c.outcome == "refused"
        )
        with self.shell.house.register.reading() as connection:
            return int(connection.execute(query).scalar_one())


@pytest.fixture(scope="module")
def scene(running_house: RunningHouse, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    folder, shell = tmp_path_factory.mktemp("typed"), CommandLine(running_house)
    ids = {name: open_incident(shell, folder, name) for name in ("HAYATE", "OWATTA", "FUTAGO")}
    ids["TWIN"] = str(shell.read("open", str(folder / "futago.yaml"), "--again")["incident_id"])
    import_few(shell, ids["HAYATE"])
    for_one = ("--merchant", "merchant-a")
    give(
        shell,
        ("fact", "OWATTA", "false_alarm.ground", "--say", "取り違えで、漏えいはありません。"),
        ("close", "OWATTA", "--false-alarm"),
        ("phase", "HAYATE", "assessing"),
        ("task", "open", "HAYATE", "general"),
        ("task", "done", "HAYATE", "16", "--evidence", "議事録"),
        ("hold", "add", "HAYATE", "police", "--scope", "名簿"),
        ("thread", "asked", "HAYATE", "app-vendor", "--summary", "名簿を求めた"),
        ("prepare", "HAYATE", "merchant_notice", "--as", "merchant_care"),
    )
    wait_for_drafts(shell, "HAYATE", 1)
    give(
        shell,
        ("approve", "HAYATE", "1", "--as", "counsel"),
        ("approve", "HAYATE", "1", "--as", "commander"),
        ("issue", "HAYATE", "1"),
        (
            *("mandate", "HAYATE", "merchant-a", "--given-by", "総務部長"),
            *("--accepts-provider", "--filing"),
        ),
        ("prepare", "HAYATE", "preliminary_report", *for_one, "--authority", "ppc"),
        ("prepare", "HAYATE", "person_notice", *for_one),
        ("prepare", "HAYATE", "person_letter", *for_one),
    )
    wait_for_drafts(shell, "HAYATE", 4)
    shell.told("wave", "plan", "HAYATE", *for_one, "--mail", "3", "--letter", "4")
    # The next look writes the report anew, which says the plan of the wave.
    shell.told("severity", "HAYATE", "high", "--reason", "件数が多いため")
    running_house.run(running_house.quiet(ids["HAYATE"]))
    for name, lines in LISTS.items():
        (folder / name).write_text(lines, "utf-8")
    set_scene = Scene(shell, ids, folder)
    set_scene.seen.append(set_scene.rows())
    return set_scene


@pytest.mark.parametrize("mistake", SOONER_AND_LATER, ids=lambda mistake: mistake.line)
def test_a_mistake_is_answered_in_one_sentence(scene: Scene, mistake: Mistake) -> None:
    refused = scene.refused_lines()

    typed_words = [word.replace("LISTS/", f"{scene.lists}/") for word in mistake.words]
    result = scene.shell.run(*typed_words)

    assert (result.exit_code, result.stdout) == (EXIT_REFUSED, ""), result.output
    sentence, *listed = result.stderr.splitlines()
    # What is still open has a line each; everything else is one sentence.
    assert not listed or mistake.line.startswith("close ")
    for words in mistake.says:
        assert words in sentence
    scene.assert_unchanged()
    assert scene.refused_lines() - refused == int(mistake.by_engine)
    if mistake.by_engine:
        assert not in_japanese(sentence).startswith(LEAD), "commands/refusal_words.py lacks it"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("note HAYATE ''", "覚え書きの内容を書いてください"),
        ("phase HAYATE detected", "段階「状況確認」の次に「発覚」には進めません"),
        ("fact NOBODY cause --say x", "この名前の事案はありません。登録されている事案: "),
        ("task add HAYATE x --owner counsel --due soon", "2026-01-09T12:00+09:00 のように"),
        ("task add HAYATE '' --owner counsel --due 2099-01-09T12:00+09:00", "空にはできません"),
        (
            "wave start HAYATE 1",
            "メールの文書が承認されていません。書面の文書が承認されていません。",
        ),
    ],
)
def test_the_screen_speaks_japanese(scene: Scene, line: str, says: str) -> None:
    result = CommandLine(scene.shell.house, language="ja").run(*Mistake(line, ()).words)

    assert (result.exit_code, result.stdout) == (EXIT_REFUSED, "")
    assert says in result.stderr


def typed(name: str) -> set[str]:
    """The commands that a name stands for: itself, or those of its group."""
    command = _loaded(None, name)
    if isinstance(command, TyperGroup):
        return {f"{name} {part}" for part in command.commands}
    return {name}


def is_acting(path: str) -> bool:
    """Whether a command gives something to the engine: then it can be repeated under an id."""
    name, _, part = path.partition(" ")
    command = _loaded(None, name)
    found = command.commands[part] if isinstance(command, TyperGroup) else command
    return any("--command-id" in parameter.opts for parameter in found.params)


def test_every_acting_command_has_its_mistakes() -> None:
    there_are = {path for name in ACTS for path in typed(name) if is_acting(path)}
    covered = {path for path in there_are for m in MISTAKES if f"{m.line} ".startswith(f"{path} ")}

    assert there_are - covered == set()
