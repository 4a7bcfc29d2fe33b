"""One thing that an incident needs of a person, with the exact command that does it."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from commands.phrases import as_role
from domain.wording import JAPAN
from screens.words import ScreenLanguage

NeedKind = Literal[
    "answer",
    "awareness",
    "approve",
    "call",
    "choice",
    "close",
    "confirm",
    "containment",
    "desk",
    "duty",
    "first_hour",
    "issue",
    "keep_promise",
    "letters",
    "lines",
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
    return f"{at.astimezone(JAPAN):%Y-%m-%dT%H:%M%z}"


class Need(BaseModel):
    """What is needed, of whom, by when.

    `due_at` is the clock that it serves, None where none runs; `since` is when it arose; both are
    case times. `roles` come in the order in which they are asked. A command of `acts` is given in
    a role; any other only reads.
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

    def what(self, language: ScreenLanguage) -> str:
        """The need in words."""
        return self.what_ja if language == "ja" else self.what_en

    def typed(self, role: str | None) -> str:
        """The command as somebody types it; without a role, as the first who is asked."""
        if not self.acts:
            return self.command
        return as_role(self.command, role if role in self.roles else self.roles[0])
