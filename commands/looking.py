"""What the reading commands read, in one consistent look each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rich.console import Group, RenderableType
from sqlalchemy import Connection

from commands import phrases
from commands.finding import find_duty, find_incident, handle_of, shown_key
from commands.needs.papers import missing_by_number
from domain.explanations import Bilingual, Locale
from domain.known_findings import fact_of
from register.board import Board, BoardDuty, read_board
from register.case_time import case_time
from register.duties import DutyRow, read_duties
from register.open_work import open_clocks, work_titles
from register.parties import read_parties
from register.standing import Standing, read_standing
from register.store import Register
from register.tasks import read_tasks, task_key
from screens.board_json import (
    document_json,
    duty_json,
    incident_json,
    line_json,
    merchant_json,
    notices_json,
    question_json,
    wave_json,
)
from screens.duty_table import duty_explained, duty_table, explanation_json, work_table
from screens.log_words import LogWords
from screens.standing_rows import standing_json
from screens.words import ScreenLanguage


@dataclass(frozen=True)
class Seen:
    """An incident as a person looks at it; `missing` are roles by document number."""

    board: Board
    case_time: datetime
    missing: Mapping[int, tuple[str, ...]]
    log: LogWords
    standing: Standing
    incident: str = ""

    def as_json(self) -> dict[str, Any]:
        """Everything on the screen, for a program."""
        board = self.board
        return {
            "incident": incident_json(board.incident, board.reopened),
            "at": self.case_time,
            **standing_json(self.standing),
            "duties": [duty_json(duty, shown_key(duty)) for duty in board.duties],
            "questions": [
                question_json(
                    question,
                    phrases.answer_question(self.incident, fact_of(question.finding)),
                )
                for question in board.questions
            ],
            "merchants": [merchant_json(merchant) for merchant in board.merchants],
            "waves": [wave_json(wave) for wave in board.waves],
            "documents": [
                document_json(document, self.missing.get(document.number, ()))
                for document in board.documents
            ],
            "notices": notices_json(board),
            "lines": [line_json(line) for line in board.lines],
        }


@dataclass(frozen=True)
class SeenClocks:
    """All duties with other work, or the one duty that is to be explained with its row.

    `work`: key, title in both languages and due time of open tasks and awaited replies.
    """

    duties: tuple[BoardDuty, ...]
    work: tuple[tuple[str, Bilingual, datetime], ...]
    case_time: datetime
    explained: DutyRow | None
    incident: str = ""

    def as_json(self) -> dict[str, Any]:
        """The duties for a program; the explained one with its explanation."""
        listed = [duty_json(duty, shown_key(duty)) for duty in self.duties]
        if self.explained is None:
            work = [{"key": key, "title": title, "due_at": at} for key, title, at in self.work]
            return {"at": self.case_time, "duties": listed, "work": work}
        return {"at": self.case_time, **listed[0], **explanation_json(self.explained)}

    def screen(self, language: ScreenLanguage) -> RenderableType:
        """The duties for a person."""
        keyed = [(shown_key(duty), duty) for duty in self.duties]
        if self.explained is None:
            duties = duty_table(keyed, self.case_time, language)
            locale = Locale(language)
            work = [(key, title.read_in(locale), at) for key, title, at in self.work]
            if not work:
                return duties
            return Group(duties, work_table(work, self.case_time, language))
        confirming = phrases.confirm_duty(self.incident, keyed[0][0])
        return duty_explained(*keyed[0], self.explained, self.case_time, language, confirming)


def look_at(register: Register, incident: str, language: ScreenLanguage) -> Seen:
    """One incident with what its documents wait for.

    Raises:
        NotPossible: no incident, or more than one, is called so.
        RegisterError: it has been erased.
    """
    identity = find_incident(register, incident)
    board = read_board(register, identity, with_people=False)
    with register.reading() as connection:
        at = case_time(connection, identity, board.incident.marking, datetime.now(UTC))
        sealer = register.sealer(identity, connection)
        return Seen(
            board=board,
            case_time=at,
            incident=handle_of(connection, identity),
            standing=read_standing(connection, sealer, identity, at),
            missing=missing_by_number(connection, board.documents),
            log=log_words(register, connection, board, language),
        )


def clocks_of(register: Register, incident: str, key: str | None) -> SeenClocks:
    """The duties of an incident; with a key, the one that it names.

    Raises:
        NotPossible: no incident or duty, or more than one, is called so.
        RegisterError: the incident has been erased.
    """
    identity = find_incident(register, incident)
    board = read_board(register, identity, with_people=False)
    with register.reading() as connection:
        at = case_time(connection, identity, board.incident.marking, datetime.now(UTC))
        if key is None:
            titles = work_titles(connection, register.sealer(identity, connection), identity)
            work = tuple(
                (name, titles[name], due) for name, due in open_clocks(connection, identity)
            )
            return SeenClocks(board.duties, work, at, None)
        wanted = find_duty(board, key)
        handle = handle_of(connection, identity)
        rows = read_duties(connection, identity)
    row = next(row for row in rows if row.key == wanted.key)
    return SeenClocks((wanted,), (), at, row, handle)


def log_words(
    register: Register, connection: Connection, board: Board, language: ScreenLanguage
) -> LogWords:
    """The words for lines of an incident's log, with the names of its parties and tasks."""
    incident_id = board.incident.id
    sealer = register.sealer(incident_id, connection)
    parties = read_parties(connection, sealer, incident_id).values()
    names = {key: party.name for party in parties for key in (party.id, party.key)}
    locale = Locale(language)
    tasks = {
        task_key(task.id): f"{task.number} {task.title.read_in(locale)}"
        for task in read_tasks(connection, sealer, incident_id)
    }
    return LogWords(board, names, tasks, language)
