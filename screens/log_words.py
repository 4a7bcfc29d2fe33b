"""The log in words: what each line says was done, to what, by whom."""

from collections.abc import Iterable, Mapping

from domain.plain_text import clean_line
from domain.state_words import STAFF_ROLE_WORDS
from register.audit import AuditLine
from register.board import Board
from screens.act_words import ACTS
from screens.command_words import PREFIX, command_words
from screens.step_words import steps_said
from screens.words import (
    CHOICES,
    DOCUMENTS,
    DUTY_STATES,
    PHASES,
    SEVERITIES,
    ScreenLanguage,
    role_words,
    rule_name,
    short_name,
)

_ENGINE: dict[ScreenLanguage, str] = {"ja": "エンジン", "en": "engine"}
_WAVE: dict[ScreenLanguage, str] = {"ja": "第{number}回", "en": "wave {number}"}
_DOCUMENT: dict[ScreenLanguage, str] = {
    "ja": "文書{number} {kind}",
    "en": "document {number} {kind}",
}
_DUTY_PARTS = 3
# What an act says besides its subject, where that is short and tells something.
_TOLD_DETAILS = (
    *("to", "why", "reasons", "reason", "summary", "text", "scope", "receipt_number"),
    *("choice", "keys"),
)

_AHEAD: dict[ScreenLanguage, str] = {
    "ja": "{steps}に先立って公表（許可 {by}: {why}）",
    "en": "ahead of {steps} (let by {by}: {why})",
}


class LogWords:
    """Puts lines of one incident into words."""

    def __init__(
        self,
        board: Board,
        parties: Mapping[str, str],
        work: Mapping[str, str],
        language: ScreenLanguage,
    ) -> None:
        """`parties`: what a party is called, by its id and by its key; `work`: tasks likewise."""
        self._language: ScreenLanguage = language
        self._parties = parties
        self._incident_id = board.incident.id
        self._subjects = {**work, **dict(self._documents(board))} | {
            f"wave/{wave.id}": _WAVE[language].format(number=wave.number) for wave in board.waves
        }

    def who(self, actor: str) -> str:
        """A role, the engine, or a party."""
        if actor in {"engine", "shirase"}:
            return _ENGINE[self._language]
        if actor in self._parties:
            return short_name(self._parties[actor])
        if self._language == "ja":
            return STAFF_ROLE_WORDS.get(actor, actor)
        return actor.replace("_", " ")

    def act(self, line: AuditLine) -> str:
        """What was done or refused; an act without words here is called by its own name."""
        if line.action.startswith(PREFIX):
            return command_words(line.action, self._language)
        return ACTS[self._language].get(line.action, line.action)

    def subject(self, line: AuditLine) -> str:
        """What it was done to; empty for the incident itself."""
        subject = line.subject
        if subject in self._subjects:
            return self._subjects[subject]
        kind, _, number = subject.removeprefix(f"incident/{self._incident_id}/").partition("/")
        if kind == "document":
            return _DOCUMENT[self._language].format(number=number, kind="").strip()
        if kind == "wave":
            return _WAVE[self._language].format(number=number)
        parts = subject.split("|")
        if len(parts) == _DUTY_PARTS:
            debtor = self._parties.get(parts[1], parts[1])
            return f"{rule_name(parts[0], self._language)} {short_name(debtor)}"
        return short_name(self._parties.get(subject.removeprefix("party/"), ""))

    def detail(self, line: AuditLine) -> str:
        """What the line says besides, in short."""
        told = (line.detail.get(name) for name in _TOLD_DETAILS)
        said = [self._value(str(value)) for value in told if value]
        return " ".join((*said, *self._ahead(line)))

    def _ahead(self, line: AuditLine) -> Iterable[str]:
        """Whom a release left before, who let it, and why."""
        if why := line.detail.get("despite"):
            steps = steps_said(str(line.detail.get("steps")), self._language)
            roles = role_words(str(line.detail.get("let_by")).split(", "), self._language)
            yield _AHEAD[self._language].format(steps=steps, by=roles, why=why)

    def _value(self, value: str) -> str:
        """A phase, a duty's state or a choice in words; anything else as it is."""
        language = self._language
        phases = {phase.value: word for phase, word in PHASES[language].items()}
        words = {**SEVERITIES[language], **CHOICES[language], **DUTY_STATES[language], **phases}
        return words.get(value, value)

    def in_words(self, line: AuditLine) -> str:
        """The line as one short sentence: act, subject, and what it says besides."""
        told = (self.act(line), self.subject(line), self.detail(line))
        return clean_line(" ".join(part for part in told if part))

    def _documents(self, board: Board) -> Iterable[tuple[str, str]]:
        for document in board.documents:
            kind = DOCUMENTS[self._language][document.kind]
            words = _DOCUMENT[self._language].format(number=document.number, kind=kind)
            yield document.id, words
            yield f"incident/{self._incident_id}/document/{document.number}", words
