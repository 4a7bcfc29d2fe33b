"""What is wrong in an incident file, and whether it can open a real incident."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commands.file_remarks import remarks_on, remarks_said
from commands.sentences import NotPossible, ScreenLanguage
from contracts.incident_file import IncidentFile
from incident_file import IncidentFileError, Problem, load_incident_file


@dataclass(frozen=True)
class Checked:
    """The problems of a file, by line; with none, what keeps it from opening a real incident."""

    problems: tuple[Problem, ...]
    not_live: NotPossible | None
    file: IncidentFile | None = None
    folder: Path | None = None

    @property
    def fits(self) -> bool:
        """Whether the file can be read."""
        return not self.problems

    def as_json(self) -> dict[str, Any]:
        """For a program."""
        return {
            "fits": self.fits,
            "opens_a_real_incident": self.fits and self.not_live is None,
            "remarks": [
                {"ja": ja, "en": en}
                for ja, en in zip(self._remarks("ja"), self._remarks("en"), strict=True)
            ],
            "problems": [
                {
                    "line": problem.line,
                    "column": problem.column,
                    "field": problem.field,
                    "message": problem.message,
                    "remedy": problem.remedy,
                }
                for problem in self.problems
            ],
        }

    def said(self, language: ScreenLanguage) -> str:
        """For a person."""
        if self.problems:
            return "\n".join(str(problem) for problem in self.problems)
        if self.not_live is not None:
            return self.not_live.in_language(language)
        if self.file and (remarks := remarks_said(self.file, language, self.folder)):
            return remarks
        return {
            "ja": "問題はありません。`shirase open` で開始できます。",
            "en": "Nothing is wrong. `shirase open` opens it.",
        }[language]

    def _remarks(self, language: ScreenLanguage) -> tuple[str, ...]:
        return remarks_on(self.file, language, self.folder) if self.file else ()


def checked(path: Path) -> Checked:
    """Read a file and say everything that is wrong with it."""
    try:
        file = load_incident_file(path)
    except IncidentFileError as error:
        return Checked(error.problems, None)
    try:
        require_live(file)
    except NotPossible as refusal:
        return Checked((), refusal)
    return Checked((), None, file, path.parent)


def require_live(file: IncidentFile) -> None:
    """Refuse a file of a rehearsal: its people or its story would become a real incident's.

    Raises:
        NotPossible: with the command that plays it.
    """
    if file.story or (file.people and file.people.synthetic) or file.incident.opened_at:
        raise NotPossible(
            en="This file is a rehearsal's: it has a story, people who are made up, or a time of "
            "opening. `shirase drill FILE` plays it as a drill (the bundled case: `shirase "
            "demo`). For a real incident leave out `story`, `people.synthetic` and "
            "`incident.opened_at`.",
            ja="これは再現・訓練用のファイルです(story、架空の people、開始日時のいずれかがあります"
            ")。訓練としては `shirase drill FILE`、同梱の事例は `shirase demo` で動きます。実際の"
            "事案では story、people.synthetic、incident.opened_at を除いてください。",
        )
