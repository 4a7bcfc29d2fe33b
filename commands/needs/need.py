"""One thing that an incident needs of a person, with the exact command that does it."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from commands.phrases import as_role
from domain.wording import JAPAN
from screens.words import ScreenLanguage

NeedKind = Literal[
    "adopt",
    "answer",
    "awareness",
    "approve",
    "call",
    "choice",
    "close",
    "code",
    "confirm",
    "contact",
    "containment",
    "decide",
    "desk",
    "disclosure",
    "duty",
    "first_hour",
    "go",
    "held",
    "issue",
    "keep_promise",
    "kit",
    "letters",
    "lines",
    "mend",
    "phase",
    "plan",
    "publish",
    "results",
    "question",
    "receipt",
    "refused",
    "sender",
    "remind",
    "resume",
    "retention",
    "retract",
    "settle",
    "severity",
    "silent",
    "start",
    "stated",
    "substitute",
    "task",
    "unknown",
]


def typed_time(at: datetime) -> str:
    """A time as commands take it, in Japan's zone."""
    return at.astimezone(JAPAN).isoformat(timespec="minutes")


class Other(BaseModel):
    """Another answer to the same need, with its command."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    what_ja: str
    what_en: str
    command: str

    def what(self, language: ScreenLanguage) -> str:
        """The answer in words."""
        return self.what_ja if language == "ja" else self.what_en


class Need(BaseModel):
    """What is needed, of whom, by when.

    `due_at` is the clock that it serves, None where none runs; `since` is when it arose; both are
    case times. `roles` come in the order in which they are asked. A command of `acts` is given in
    a role; any other only reads. `wave`: the number of the wave of which it is a step. Where there
    are `others`, `first` says what the command answers, and `remark` what holds while nobody
    answers (each Japanese, then English).
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    kind: NeedKind
    what_ja: str = Field(repr=False)
    what_en: str = Field(repr=False)
    roles: tuple[str, ...]
    due_at: datetime | None = None
    since: datetime
    command: str
    acts: bool = True
    first: tuple[str, str] = ("", "")
    others: tuple[Other, ...] = ()
    wave: int | None = None
    remark: tuple[str, str] = ("", "")

    def what(self, language: ScreenLanguage) -> str:
        """The need in words."""
        return self.what_ja if language == "ja" else self.what_en

    def typed(self, role: str | None) -> str:
        """The command as somebody types it; without a role, as the first who is asked."""
        return self._given(self.command, role)

    def choices(self, role: str | None) -> dict[tuple[str, str], str]:
        """Every command by what it answers; of most needs there is one, which answers nothing."""
        others = {(other.what_ja, other.what_en): other.command for other in self.others}
        return {
            what: self._given(c, role) for what, c in {self.first: self.command, **others}.items()
        }

    def _given(self, command: str, role: str | None) -> str:
        if not self.acts:
            return command
        return as_role(command, role if role in self.roles else self.roles[0])
