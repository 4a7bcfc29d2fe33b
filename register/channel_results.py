"""What comes back of lists: who was reached, when and by whom, line by line."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from domain.channels import NO_ANSWER, OUTCOMES, needs_note, outcome_of
from domain.notices import LIST_RANK, AttemptState, Channel
from register.letters import LOOKED_UP_AT_ONCE, Taken
from register.notice_states import refresh_notices
from register.tables_channels import channel_results
from register.tables_people import attempts, notices
from sealing.values import ValueSealer

Key = tuple[str, int]


@dataclass(frozen=True, slots=True, repr=False)
class ResultLine:
    """One line of a list of results. `by_whom` may be a person's name, `note` free words."""

    line: int
    check_code: str
    outcome: str
    happened_at: datetime | None
    by_whom: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reporting:
    """Which results these are: of which channel, under which command, and what the policy says."""

    wave_id: str
    channel: Channel
    command_id: str
    calls: int
    at: datetime
    now: datetime


@dataclass(slots=True)
class _Standing:
    """One person on a list while results are read: the state, and how many results there are."""

    notice_id: int
    state: AttemptState
    results: int
    unanswered: int
    seen: set[tuple[str, datetime]]


def take_results(
    connection: Connection, sealer: ValueSealer, reporting: Reporting, lines: Sequence[ResultLine]
) -> Taken:
    """Enter results, line by line; wrong lines change nothing, known ones neither."""
    codes = {line.check_code for line in lines}
    known = _known(connection, reporting, codes)
    standing = _standing(connection, known.values())
    refused: list[tuple[int, str]] = []
    rows: list[dict[str, Any]] = []
    repeated = 0
    for line in lines:
        found = known.get(line.check_code)
        problem = _problem(line, found, reporting)
        if problem or found is None:
            refused.append((line.line, problem))
            continue
        key = (found.request_id, found.position)
        outcome = outcome_of(reporting.channel, line.outcome) or ""
        happened = line.happened_at or reporting.at
        stands = standing[key]
        if (outcome, happened) in stands.seen:
            repeated += 1
            continue
        _count_in(stands, outcome, happened, reporting)
        words = json.dumps({"by": line.by_whom, "note": line.note}, ensure_ascii=False)
        place = f"{key[0]}:{key[1]}:{stands.results}"
        rows.append(
            {
                "request_id": key[0],
                "position": key[1],
                "number": stands.results,
                "outcome": outcome,
                "happened_at": happened,
                "command_id": reporting.command_id,
                "words": sealer.seal("channel_results", "words", place, words),
            }
        )
    if rows:
        connection.execute(insert(channel_results), rows)
        _move(
            connection, {(row["request_id"], row["position"]) for row in rows}, standing, reporting
        )
    return Taken(len(rows), repeated, tuple(refused))


def _problem(line: ResultLine, found: Row[Any] | None, reporting: Reporting) -> str:
    if found is None:
        return f"nobody with this code is on a list of the channel '{reporting.channel}'"
    outcome = outcome_of(reporting.channel, line.outcome)
    if outcome is None:
        allowed = ", ".join(OUTCOMES[reporting.channel])
        return f"this is no outcome; right would be one of: {allowed}"
    if line.happened_at is None:
        return "it is not said when, or not as 2026-01-31 14:05"
    problems = {
        "it is not said who did it": not line.by_whom.strip(),
        "a decision for one person needs its words: what was decided, and why": (
            needs_note(outcome) and not line.note.strip()
        ),
        "this lies in the future": line.happened_at > reporting.at,
    }
    return next((problem for problem, holds in problems.items() if holds), "")


def _count_in(stands: _Standing, outcome: str, happened: datetime, reporting: Reporting) -> None:
    stands.seen.add((outcome, happened))
    stands.results += 1
    stands.unanswered += outcome == NO_ANSWER
    state = OUTCOMES[reporting.channel][outcome]
    if stands.unanswered >= reporting.calls and state is AttemptState.LISTED:
        state = AttemptState.FAILED
    if LIST_RANK[state] > LIST_RANK[stands.state]:
        stands.state = state


def _known(
    connection: Connection, reporting: Reporting, codes: Iterable[str]
) -> dict[str, Row[Any]]:
    """By check code, the newest attempt of this channel in the wave."""
    wanted = sorted(codes)
    found: dict[str, Row[Any]] = {}
    for start in range(0, len(wanted), LOOKED_UP_AT_ONCE):
        rows = connection.execute(
            select(
                attempts.c.request_id,
                attempts.c.position,
                attempts.c.notice_id,
                attempts.c.state,
                notices.c.check_code,
            )
            .join(notices, notices.c.id == attempts.c.notice_id)
            .where(
                notices.c.wave_id == reporting.wave_id,
                notices.c.check_code.in_(wanted[start : start + LOOKED_UP_AT_ONCE]),
                attempts.c.channel == reporting.channel.value,
            )
            .order_by(attempts.c.request_id)
        )
        found |= {row.check_code: row for row in rows}
    return found


def _standing(connection: Connection, known: Iterable[Row[Any]]) -> dict[Key, _Standing]:
    standing = {
        (row.request_id, row.position): _Standing(
            row.notice_id, AttemptState(row.state), 0, 0, set()
        )
        for row in known
    }
    lists = sorted({request_id for request_id, _ in standing})
    rows = connection.execute(
        select(channel_results).where(channel_results.c.request_id.in_(lists))
    )
    for row in rows:
        stands = standing.get((row.request_id, row.position))
        if stands is not None:
            stands.seen.add((row.outcome, row.happened_at))
            stands.results = max(stands.results, row.number)
            stands.unanswered += row.outcome == NO_ANSWER
    return standing


def _move(
    connection: Connection,
    keys: set[Key],
    standing: dict[Key, _Standing],
    reporting: Reporting,
) -> None:
    moved = [
        {
            "run": run,
            "place": place,
            "to_state": standing[run, place].state.value,
            "to_rank": LIST_RANK[standing[run, place].state],
        }
        for run, place in sorted(keys)
    ]
    connection.execute(
        update(attempts)
        .where(attempts.c.request_id == bindparam("run"), attempts.c.position == bindparam("place"))
        .values(state=bindparam("to_state"), rank=bindparam("to_rank"), updated_at=reporting.now),
        moved,
    )
    lists = sorted({run for run, _ in keys})
    told = select(attempts.c.notice_id).where(attempts.c.request_id.in_(lists))
    refresh_notices(connection, notices.c.id.in_(told))
