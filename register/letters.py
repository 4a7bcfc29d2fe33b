"""Letters: what each shows, and what comes back of them from the printer and the post."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, func, insert, select, update
from ulid import ULID

from domain.letter_numbers import LetterNumber, parse_letter_number
from domain.notices import LETTER_RANK, AttemptState, Channel
from domain.people import addressed
from register.fall_backs import add_run
from register.notice_states import refresh_notices
from register.tables_channels import letter_runs, new_addresses
from register.tables_people import attempts, notices, people, waves
from sealing.values import ValueSealer

LOOKED_UP_AT_ONCE = 5_000
_PRINTED, _POSTED = AttemptState.PRINTED.value, AttemptState.POSTED.value
_RETURNED = AttemptState.RETURNED.value


@dataclass(frozen=True, slots=True, repr=False)
class LetterPerson:
    """Everything about one person that a letter shows, opened."""

    number: LetterNumber
    name: str
    postal_code: str
    address: str
    leaked: str
    check_code: str


class LetterReport(StrEnum):
    """What may be reported of a letter."""

    POSTED = "posted"
    RETURNED = "returned"
    READDRESSED = "readdressed"


_FROM: dict[LetterReport, tuple[str, ...]] = {
    LetterReport.POSTED: (_PRINTED,),
    LetterReport.RETURNED: (_POSTED, _PRINTED),
    LetterReport.READDRESSED: (_RETURNED, _POSTED, _PRINTED),
}


@dataclass(frozen=True, slots=True, repr=False)
class LetterLine:
    """One line of a list of letters; the address is for those that go elsewhere."""

    line: int
    number: str
    postal_code: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a list: how many lines were entered, were so before, or why they cannot be."""

    entered: int
    known: int
    refused: tuple[tuple[int, str], ...]


def letters_of(
    connection: Connection, sealer: ValueSealer, run: str, party_id: str
) -> Iterator[LetterPerson]:
    """The people of one merchant in one print run, in the order of their letters."""
    rows = connection.execute(
        select(
            attempts.c.position,
            people.c.data_set_id,
            people.c.line,
            people.c.name,
            people.c.postal,
            people.c.addressee,
            func.coalesce(notices.c.told_items, people.c["items"]).label("leaked"),
            notices.c.check_code,
            letter_runs.c.number.label("run"),
            waves.c.number.label("wave"),
            new_addresses.c.postal.label("new"),
        )
        .join(notices, notices.c.person_id == people.c.id)
        .join(attempts, attempts.c.notice_id == notices.c.id)
        .join(letter_runs, letter_runs.c.id == attempts.c.request_id)
        .join(waves, waves.c.id == letter_runs.c.wave_id)
        .outerjoin(
            new_addresses,
            and_(
                new_addresses.c.request_id == attempts.c.request_id,
                new_addresses.c.position == attempts.c.position,
            ),
        )
        .where(attempts.c.request_id == run, notices.c.party_id == party_id)
        .order_by(attempts.c.position)
    )
    for row in rows:
        place = f"{row.data_set_id}:{row.line}"
        postal: dict[str, str] = json.loads(
            sealer.open("people", "postal", place, row.postal)
            if row.new is None
            else sealer.open("new_addresses", "postal", f"{run}:{row.position}", row.new)
        )
        yield LetterPerson(
            number=LetterNumber(row.wave, row.run, row.position),
            name=addressed(sealer.open("people", "name", place, row.name), row.addressee),
            postal_code=postal["postal_code"],
            address=postal["address"],
            leaked=row.leaked,
            check_code=row.check_code,
        )


def take_letters(
    connection: Connection,
    sealer: ValueSealer,
    wave_id: str,
    report: LetterReport,
    lines: Sequence[LetterLine],
    now: datetime,
) -> Taken:
    """Enter what a list says of letters of this wave, line by line; wrong lines change nothing.

    A letter that goes to another address is a new letter in a new print run.
    """
    wave = connection.execute(select(waves.c.number).where(waves.c.id == wave_id)).scalar_one()
    known = _known(connection, wave_id, wave, lines)
    refused: list[tuple[int, str]] = []
    moving: dict[tuple[str, int], LetterLine] = {}
    repeated = 0
    for line in lines:
        found = known.get(parse_letter_number(line.number) or line.number)
        problem = _problem(line, found, report, wave)
        if problem:
            refused.append((line.line, problem))
        elif found is None or found.state == report.value:
            repeated += 1
        elif (found.request_id, found.position) in moving:
            refused.append((line.line, "this letter stands in the list twice"))
        else:
            moving[found.request_id, found.position] = line
    _move(connection, moving, AttemptState(report.value), now)
    if report is LetterReport.READDRESSED and moving:
        _write_anew(connection, sealer, wave_id, moving, now)
    return Taken(len(moving), repeated, tuple(refused))


def _known(
    connection: Connection, wave_id: str, wave: int, lines: Iterable[LetterLine]
) -> dict[LetterNumber | str, Row[Any]]:
    numbers = [number for line in lines if (number := parse_letter_number(line.number))]
    runs = {
        number: run
        for run, number in connection.execute(
            select(letter_runs.c.id, letter_runs.c.number).where(letter_runs.c.wave_id == wave_id)
        )
    }
    found: dict[LetterNumber | str, Row[Any]] = {}
    for run_number, run in runs.items():
        places = [n.position for n in numbers if (n.wave, n.run) == (wave, run_number)]
        for start in range(0, len(places), LOOKED_UP_AT_ONCE):
            rows = connection.execute(
                select(attempts).where(
                    attempts.c.request_id == run,
                    attempts.c.position.in_(places[start : start + LOOKED_UP_AT_ONCE]),
                )
            )
            found |= {LetterNumber(wave, run_number, row.position): row for row in rows}
    return found


def _problem(line: LetterLine, found: Row[Any] | None, report: LetterReport, wave: int) -> str:
    number = parse_letter_number(line.number)
    if number is None:
        return "this is no letter number, or it is mistyped"
    if number.wave != wave:
        return f"this letter belongs to wave {number.wave}"
    if found is None:
        return "no letter of this wave has this number"
    if report is LetterReport.READDRESSED and not (line.address and line.postal_code):
        return "a new address needs a postal code and an address"
    if found.state not in {report.value, *_FROM[report]}:
        return f"this letter is '{found.state}' already"
    return ""


def _move(
    connection: Connection,
    moving: Collection[tuple[str, int]],
    state: AttemptState,
    now: datetime,
) -> None:
    keys = [{"run": run, "place": place} for run, place in moving]
    if not keys:
        return
    connection.execute(
        update(attempts)
        .where(attempts.c.request_id == bindparam("run"), attempts.c.position == bindparam("place"))
        .values(state=state.value, rank=LETTER_RANK[state], updated_at=now),
        keys,
    )
    refresh_notices(connection, _of_runs({run for run, _ in moving}))


def _write_anew(
    connection: Connection,
    sealer: ValueSealer,
    wave_id: str,
    moving: dict[tuple[str, int], LetterLine],
    now: datetime,
) -> None:
    run = str(ULID())
    old = _notices_of(connection, moving)
    letters, addresses = [], []
    for position, (key, line) in enumerate(moving.items()):
        postal = json.dumps(
            {"postal_code": line.postal_code, "address": line.address}, ensure_ascii=False
        )
        sealed = sealer.seal("new_addresses", "postal", f"{run}:{position}", postal)
        place = {"request_id": run, "position": position}
        addresses.append({**place, "postal": sealed})
        letters.append(
            {
                **place,
                "notice_id": old[key],
                "channel": Channel.LETTER.value,
                "state": _PRINTED,
                "rank": LETTER_RANK[AttemptState.PRINTED],
                "updated_at": now,
            }
        )
    connection.execute(insert(attempts), letters)
    connection.execute(insert(new_addresses), addresses)
    add_run(connection, wave_id, run)
    written = _of_runs({run})
    connection.execute(update(notices).where(written).values(channel=Channel.LETTER.value))
    refresh_notices(connection, written)


def _notices_of(
    connection: Connection, letters: Iterable[tuple[str, int]]
) -> dict[tuple[str, int], int]:
    wanted = set(letters)
    rows = connection.execute(
        select(attempts.c.request_id, attempts.c.position, attempts.c.notice_id).where(
            attempts.c.request_id.in_({run for run, _ in wanted})
        )
    )
    return {(run, at): notice for run, at, notice in rows if (run, at) in wanted}


def _of_runs(runs: Iterable[str]) -> Any:
    written = select(attempts.c.notice_id).where(attempts.c.request_id.in_(sorted(runs)))
    return notices.c.id.in_(written)
