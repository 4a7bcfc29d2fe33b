"""A data folder as `make up` leaves it, with one incident, and `shirase` run in it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.cells import cell_len
from sqlalchemy import insert, update
from typer.testing import CliRunner, Result

import cli
from hosting.data_folder import prepare_data_folder
from hosting.keyring import keyring_of
from maintenance import upgrade_register
from policies.loader import load_policy
from register.duties import DutyRow, write_duties
from register.store import Register, open_register
from register.tables_incident import incidents, merchants
from settings import Settings
from tests.register_fixtures import AT, Case

MERCHANTS = 2


@dataclass
class Folder:
    """A data folder, its register and its one incident, KAWASEMI with two merchants."""

    path: Path
    register: Register
    case: Case
    variables: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, typed: str | None = None) -> Result:
        """Run a command in a shell whose only Shirase settings are this folder's."""
        return run(self.path, *arguments, typed=typed, **self.variables)

    def told(self, *arguments: str) -> str:
        """The standard output of a command that is done."""
        result = self.run(*arguments)
        assert result.exit_code == 0, result.output
        return result.stdout

    def refused(self, *arguments: str) -> str:
        """The one sentence of a refusal."""
        result = self.run(*arguments)
        assert result.exit_code == 2, result.output
        assert result.stdout == ""
        (sentence,) = result.stderr.splitlines()
        return sentence

    def duties(self, *rows: DutyRow) -> None:
        """Let the register hold exactly these duties."""
        with self.register.writing() as connection:
            write_duties(connection, self.case.incident_id, rows, AT)

    def duty(self, rule: str, days: int | None, **values: object) -> DutyRow:
        """A duty of the first merchant to the commission, due so many days after the opening."""
        debtor = str(values.pop("debtor_id", self.case.merchant_ids[0]))
        owed_to = str(values.pop("owed_to", "ppc"))
        known = {
            "key": f"{rule}|{debtor}|{owed_to}",
            "rule": rule,
            "debtor_id": debtor,
            "owed_to": owed_to,
            "anchor": "known",
            "anchor_at": AT,
            "target_at": None,
            "due_at": None if days is None else AT + timedelta(days=days),
            "due_on": None,
            "hard": True,
            "status": "open",
            "explanation": {"ja": "知った日から数えて5日目。", "en": "Day 5 from knowing."},
            "source": "個人情報保護法26条1項",
            "verified": False,
            "revision": 1,
        }
        return DutyRow.model_validate({**known, **values})

    def merchant(self, number: int, **values: object) -> None:
        """Change where a merchant stands."""
        which = merchants.c.party_id == self.case.merchant_ids[number]
        with self.register.writing() as connection:
            connection.execute(update(merchants).where(which).values(**values))

    def incident(self, **values: object) -> None:
        """Change a field of the incident."""
        which = incidents.c.id == self.case.incident_id
        with self.register.writing() as connection:
            connection.execute(update(incidents).where(which).values(**values))


def run(path: Path, *arguments: str, typed: str | None = None, **variables: str) -> Result:
    """Run `shirase` in this process, as in a shell that knows nothing but this folder."""
    others = {name: None for name in os.environ if name.startswith(("SHIRASE_", "TEMPORAL_"))}
    own = {"SHIRASE_DATA_DIR": str(path), "COLUMNS": "80", "HOME": str(path)}
    return CliRunner().invoke(cli.app, arguments, input=typed, env={**others, **own, **variables})


@contextmanager
def open_folder(path: Path) -> Iterator[Folder]:
    """A folder with its register at the newest schema, and the incident in it."""
    settings = Settings.rehearsal(path, temporal_namespace="shirase")
    prepare_data_folder(path)
    register_file(settings).write_bytes(newest_register())
    register = open_register(settings.database_url, keyring_of(settings), "shirase")
    case = Case(register).open(merchants=MERCHANTS)
    folder = Folder(path, register, case)
    with register.writing() as connection:
        for party_id in case.merchant_ids:
            connection.execute(
                insert(merchants).values(party_id=party_id, incident_id=case.incident_id, shard=0)
            )
    folder.incident(policy=load_policy().model_dump(mode="json"), marking="live")
    yield folder
    register.dispose()


def register_file(settings: Settings) -> Path:
    """Where a rehearsal's register is."""
    return Path(settings.database_url.removeprefix("sqlite:///"))


@cache
def newest_register() -> bytes:
    """The file of a register at the newest schema; copied, since an upgrade takes long."""
    with TemporaryDirectory() as folder:
        settings = Settings.rehearsal(Path(folder) / "data")
        upgrade_register(settings)
        return register_file(settings).read_bytes()


def widest(text: str) -> int:
    """How many columns the widest line takes."""
    return max(cell_len(line) for line in text.splitlines())
