"""`shirase up`: the whole house in one terminal until Ctrl-C.

Says in one table what runs where; starts a part that dies again after a pause and says so; ends
everything in order. Speaks the language of the settings.
"""

import asyncio
import signal
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Literal

from rich.console import Console
from rich.table import Table

from hosting.failures import HostingError
from hosting.house import House, Part
from hosting.temporal_server import TemporalServer
from settings import Settings

_FIRST_PAUSE_SECONDS = 1.0
_LONGEST_PAUSE_SECONDS = 60.0
_HEALTHY_AFTER_SECONDS = 60.0
_LOOK_SECONDS = 0.5
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_NAMES = {
    "ja": {
        "temporal": "Temporal サーバー",
        "codec": "復号サーバー(Temporal 画面用)",
        "mailroom": "郵便室(メールは外へ出ません)",
        "intake": "配信結果の受付",
        "worker": "ワーカー",
    },
    "en": {
        "temporal": "Temporal server",
        "codec": "codec server (for the Temporal UI)",
        "mailroom": "mailroom (no mail leaves)",
        "intake": "intake of delivery events",
        "worker": "worker",
    },
}
_WORDS = {
    "ja": {
        "title": "Shirase 稼働中",
        "part": "部品",
        "where": "場所",
        "process": "プロセス",
        "log": "記録",
        "data": "データフォルダー: {folder}",
        "outside": "Temporal は環境変数またはプロファイルで指定されたクラスターを使います。",
        "stop": "Ctrl-C で止めます。",
        "stopping": "止めています…",
        "stopped": "すべて止めました。",
        "died": "{name}が終了しました。記録: {log} — {pause:g} 秒後に再開します。",
        "again": "{name}を再開しました。",
    },
    "en": {
        "title": "Shirase is up",
        "part": "part",
        "where": "where",
        "process": "process",
        "log": "log",
        "data": "Data folder: {folder}",
        "outside": "Temporal is the cluster that the environment or the profile names.",
        "stop": "Ctrl-C stops it.",
        "stopping": "Stopping…",
        "stopped": "Everything is stopped.",
        "died": "The {name} has ended. Log: {log} — it is started again in {pause:g} s.",
        "again": "The {name} runs again.",
    },
}


def run_until_stopped(settings: Settings, console: Console | None = None) -> None:
    """Run the house until Ctrl-C, SIGTERM or the closing of the terminal.

    Raises:
        HostingError: a part could not start at all; nothing is left running.
    """
    asyncio.run(_Session(settings, console or Console()).run())


class _Session:
    def __init__(self, settings: Settings, console: Console) -> None:
        self._house = House(settings)
        self._console = console
        self._names = _NAMES[settings.language]
        self._words = _WORDS[settings.language]
        self._language = settings.language

    async def run(self) -> None:
        """Start, watch and stop; a signal ends whichever of the first two is going on."""
        work = asyncio.ensure_future(self._start_and_watch())
        loop = asyncio.get_running_loop()
        for number in _STOP_SIGNALS:
            loop.add_signal_handler(number, work.cancel)
        try:
            with suppress(asyncio.CancelledError):
                await work
        finally:
            self._say("stopping")
            await self._house.stop()
            self._say("stopped")

    async def _start_and_watch(self) -> None:
        await self._house.start()
        self._console.print(self._table())
        self._say("data", folder=self._house.settings.data_dir)
        if self._house.uses_outside_cluster:
            self._say("outside")
        self._say("stop")
        parts = self._house.parts.items()
        await asyncio.gather(*(self._keep_running(name, part) for name, part in parts))

    async def _keep_running(self, name: str, part: Part) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while True:
            started = time.monotonic()
            while part.is_running:  # noqa: ASYNC110 - a process has no event to wait for
                await asyncio.sleep(_LOOK_SECONDS)
            if time.monotonic() - started > _HEALTHY_AFTER_SECONDS:
                pause = _FIRST_PAUSE_SECONDS
            log = self._house.settings.log_file(name)
            self._say("died", name=self._names[name], log=log, pause=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
            try:
                await part.start()
            except HostingError as error:
                self._console.print(error.in_language(self._language), markup=False)
            else:
                self._say("again", name=self._names[name])

    def _table(self) -> Table:
        folder = self._house.settings.data_dir
        rows = (
            (
                self._names[name],
                self._place(name, part),
                str(part.pid),
                str(self._house.settings.log_file(name).relative_to(folder)),
            )
            for name, part in self._house.parts.items()
        )
        return parts_table(self._language, rows)

    def _place(self, name: str, part: Part) -> str:
        if isinstance(part, TemporalServer):
            return f"{part.ui_url}\n{part.address} (gRPC)"
        settings = self._house.settings
        places = {
            "codec": settings.codec_url,
            "mailroom": settings.mailroom_url,
            "intake": settings.intake_url,
        }
        return places.get(name, "—")

    def _say(self, word: str, **values: object) -> None:
        self._console.print(self._words[word].format(**values), markup=False, highlight=False)


def parts_table(language: Literal["ja", "en"], rows: Iterable[tuple[str, str, str, str]]) -> Table:
    """The parts with place, process and log; a place is copied whole, so it is never broken."""
    words = _WORDS[language]
    table = Table(title=words["title"], title_justify="left")
    for column in ("part", "where", "process", "log"):
        table.add_column(words[column], overflow="fold", no_wrap=column == "where")
    for row in rows:
        table.add_row(*row)
    return table
