"""The demo: a published breach, played by people who do not exist against the real engine."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
from rich.console import Console
from temporalio.client import Client
from ulid import ULID

from activities.issuing import document_path, outbox_in
from client import Shirase
from contracts.incident_file import IncidentFile
from contracts.names import (
    clock_workflow_id,
    document_workflow_id,
    merchants_workflow_id,
    wave_workflow_id,
)
from demo.actions import TemporalCounts, count_actions
from demo.crash import crash_in_wave
from demo.interrupts import Interrupts
from demo.live import LiveView
from demo.mailroom_control import set_behaviour
from demo.options import DemoOptions
from demo.player import Player
from demo.stage import (
    import_case_people,
    open_stage_register,
    prepare_stage,
    rehearsal_policy,
)
from demo.summary import MailCounts, Summary, print_summary, summary
from demo.telling import Teller
from demo.told import write_told
from domain.casetime import rehearsal_clock
from domain.documents import FILINGS, RELEASES
from hosting.failures import HostingError
from hosting.house import House
from hosting.keyring import keyring_of
from hosting.temporal_connection import connect
from incident_file import load_incident_file
from opening import new_incident, party_ids
from register.audit_counts import engine_acts_after
from register.board import Board, read_board
from register.store import Register
from screens.words import short_name
from sealing.data_converter import shirase_data_converter

STOP = {"ja": "Ctrl-C で終了します。", "en": "Ctrl-C ends it."}
SHOW_SECONDS = 0.7
# Addresses grow stale: some mails come back, and their people get a letter or are told otherwise.
BOUNCES_PER_MILLE = 9


@dataclass
class Rehearsal:
    """What one run of the demo works with."""

    options: DemoOptions
    file: IncidentFile
    house: House
    register: Register
    incident_id: str
    opened_at: datetime
    parties: dict[str, str]
    view: LiveView
    teller: Teller
    told_up_to: int = 0


async def run_demo(
    options: DemoOptions, console: Console, hand_over: Callable[[DemoOptions, Summary], None]
) -> None:
    """Play the case to its end, print the closing tables and hand their sums over.

    Raises whatever keeps the house from starting, and CommandRefused or EngineTooSlow where the
    engine does not follow the story. Every process is ended in any case.
    """
    started = time.monotonic()
    file = load_incident_file(options.case)
    if not file.story:
        raise HostingError(
            en="This file has no story to play. A real incident is opened by `shirase open FILE`.",
            ja="このファイルには再現する筋書きがありません。"
            "実際の事案は `shirase open FILE` で開始します。",
        )
    sender = file.organisation.sender
    settings = prepare_stage(options.data_dir, sender.mail, sender.name)
    register = open_stage_register(settings)
    house = House(settings)
    interrupts = Interrupts()
    try:
        with LiveView(console, options.language) as view:
            view.say("サーバー、郵便室、受付、ワーカーを起動", "starting the house")
            await house.start()
            await set_behaviour(house, bounce_per_mille=BOUNCES_PER_MILLE)
            rehearsal = _rehearsal(options, file, house, register, view)
            temporal = await _connected(house)
            await _play(rehearsal, temporal)
            board = read_board(register, rehearsal.incident_id)
            write_told(register, rehearsal.incident_id, outbox_in(house.settings.data_dir))
        counts = await count_actions(temporal, rehearsal.incident_id, _children(board))
        wall_seconds = time.monotonic() - started
        result = await _summed_up(rehearsal, board, counts, wall_seconds)
        print_summary(console, result, board, _places(rehearsal), options.language)
        hand_over(options, result)
        if options.open:
            console.print(STOP[options.language])
            await asyncio.Event().wait()
    except asyncio.CancelledError:
        if not interrupts.came:
            raise
    finally:
        interrupts.cleaning_up()
        await house.stop()
        register.dispose()
    if interrupts.came:
        raise KeyboardInterrupt


def _rehearsal(
    options: DemoOptions, file: IncidentFile, house: House, register: Register, view: LiveView
) -> Rehearsal:
    incident_id = str(ULID())
    return Rehearsal(
        options=options,
        file=file,
        house=house,
        register=register,
        incident_id=incident_id,
        opened_at=file.incident.opened_at or file.story[0].at,
        parties=dict(party_ids(file, incident_id)),
        view=view,
        teller=Teller({party.key: short_name(party.name) for party in file.parties}),
    )


async def _connected(house: House) -> Client:
    return await connect(house.settings, shirase_data_converter(keyring_of(house.settings)))


async def _play(rehearsal: Rehearsal, temporal: Client) -> None:
    """Open the incident, bring in the people, then act by act."""
    settings, file, view = rehearsal.house.settings, rehearsal.file, rehearsal.view
    policy = rehearsal_policy(settings)
    marking = rehearsal.options.marking
    new = new_incident(file, rehearsal.incident_id, marking, policy, rehearsal.opened_at)
    shirase = Shirase(temporal, rehearsal.register, settings.task_queue)
    await shirase.open(new, rehearsal_clock(rehearsal.opened_at, datetime.now(UTC)))
    view.say("事案を登録", "incident opened", at=rehearsal.opened_at)
    await asyncio.to_thread(_import_people, rehearsal)
    player = Player(
        shirase,
        rehearsal.register,
        file,
        policy,
        rehearsal.incident_id,
        rehearsal.parties,
        lambda act: view.say(*rehearsal.teller.act(act), at=act.at),
    )
    async with _beside(_show(rehearsal, player)), _beside(_crash(rehearsal)):
        await player.play()
    _show_once(rehearsal, player.case_time)


def _import_people(rehearsal: Rehearsal) -> None:
    imported = import_case_people(
        rehearsal.register,
        rehearsal.file,
        rehearsal.parties,
        rehearsal.incident_id,
        rehearsal.opened_at,
        rehearsal.options.total,
    )
    for merchant, people in imported:
        rehearsal.view.say(
            f"{rehearsal.teller.name(merchant)} の対象者{people:,}名を封緘して登録",
            f"{people:,} people of {rehearsal.teller.name(merchant)} sealed into the register",
        )


async def _show(rehearsal: Rehearsal, player: Player) -> None:
    while True:
        await asyncio.to_thread(_show_once, rehearsal, player.case_time)
        await asyncio.sleep(SHOW_SECONDS)


def _show_once(rehearsal: Rehearsal, case_time: datetime) -> None:
    """The board, and whatever the engine has done by itself since the last look."""
    board = read_board(rehearsal.register, rehearsal.incident_id, with_people=False)
    keys = {party_id: key for key, party_id in rehearsal.parties.items()}
    with rehearsal.register.reading() as connection:
        acts = engine_acts_after(connection, rehearsal.incident_id, rehearsal.told_up_to)
    for act in acts:
        rehearsal.view.say(*rehearsal.teller.engine(act, keys), kind="engine", at=act.at)
        rehearsal.told_up_to = act.sequence
    rehearsal.view.show(board, case_time)


async def _crash(rehearsal: Rehearsal) -> None:
    if rehearsal.options.crash:
        await crash_in_wave(
            rehearsal.house,
            rehearsal.register,
            rehearsal.incident_id,
            lambda ja, en: rehearsal.view.say(ja, en, kind="warning"),
        )


@asynccontextmanager
async def _beside(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Run `work` beside the block; it ends with it, and its failure is the block's."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _children(board: Board) -> list[str]:
    """The ids of every workflow of the incident but its own."""
    incident_id = board.incident.id
    return [
        clock_workflow_id(incident_id, 0),
        merchants_workflow_id(incident_id, 0),
        *(document_workflow_id(incident_id, document.number) for document in board.documents),
        *(wave_workflow_id(incident_id, wave.number) for wave in board.waves),
    ]


async def _summed_up(
    rehearsal: Rehearsal, board: Board, counts: TemporalCounts, wall_seconds: float
) -> Summary:
    outbox = outbox_in(rehearsal.house.settings.data_dir)
    issued = [document for document in board.documents if document.issued_at]
    async with httpx.AsyncClient(trust_env=False) as client:
        status = (await client.get(rehearsal.house.settings.mailroom_url + "/status")).json()
    return summary(
        board,
        MailCounts(
            requests=status["requests"],
            messages=status["messages"],
            duplicates=status["duplicates"],
        ),
        counts,
        wall_seconds,
        {d.number: document_path(outbox, d) for d in issued if d.kind in FILINGS},
        {d.number: document_path(outbox, d) for d in issued if d.kind in RELEASES},
    )


def _places(rehearsal: Rehearsal) -> dict[str, str]:
    """Where everything lies; servers only while they are left open."""
    settings = rehearsal.house.settings
    outbox = outbox_in(settings.data_dir) / rehearsal.incident_id
    kept = {
        "outbox": str(outbox),
        "register": str(settings.data_dir / "register.db"),
        "logs": str(settings.log_file("worker").parent),
    }
    if not rehearsal.options.open:
        return kept
    ui = f"http://127.0.0.1:{settings.temporal_ui_port}"
    return kept | {"temporal": ui, "mailroom": settings.mailroom_url}
