"""A whole small incident as lines for the terminal, and what it has come to in the end."""

import json
import re
import shlex
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import LargeBinary, literal, select, update
from typer.testing import Result
from ulid import ULID

from demo.waits import until
from register.columns import Instant, metadata
from register.parties import read_contacts, read_parties
from register.tables_incident import incidents
from tests.endtoend.command_line import CommandLine
from tests.endtoend.mailroom_store import MailroomStore
from tests.endtoend.set_scenes import import_few, open_incident, wait_for_drafts

PATIENCE_SECONDS = 90.0
PAUSE_SECONDS = 0.4
OURS, THEIRS = "--merchant merchant-a", "--authority ppc"

Wait = Callable[["Played"], None]
Disturb = Callable[["Played", list[str]], None]


@dataclass(frozen=True)
class Step:
    """A line, and what has to be seen before it; `{name}` stands for the incident."""

    line: str
    after: Wait = lambda _: None

    @property
    def title(self) -> str:
        """For a test's name."""
        return self.line.replace("{name} ", "")[:48]


@dataclass
class Played:
    """One run of the script: the terminal, and the incident that it plays in."""

    terminal: CommandLine
    folder: Path
    name: str
    incident_id: str = ""

    def words(self, step: Step) -> list[str]:
        """The step as typed in this run."""
        return shlex.split(step.line.format(name=self.name))

    def see(self, what: Callable[[], bool], title: str) -> None:
        """Wait for what the register shows."""
        self.terminal.house.run(until(what, title, seconds=PATIENCE_SECONDS))

    def open(self) -> None:
        """Open the incident and give it its people."""
        self.incident_id = open_incident(self.terminal, self.folder, self.name)
        import_few(self.terminal, self.incident_id)
        self._decide_soon()

    def _decide_soon(self) -> None:
        """A quarter of an hour is too long for a test to wait before a doubt is decided."""
        with self.terminal.house.register.writing() as connection:
            mine = incidents.c.id == self.incident_id
            policy = connection.execute(select(incidents.c.policy).where(mine)).scalar_one()
            care = {**policy["merchant_care"], "settle_after": "PT3S"}
            frozen = {**policy, "merchant_care": care}
            connection.execute(update(incidents).where(mine).values(policy=frozen))

    def send_again_what_never_left(self) -> None:
        """Look into the provider's record, as a person does, and decide about what is not there."""
        doubts = self.terminal.read("merchants", "settle", self.name, "1")["mails"]
        lost = [doubt["merchant"] for doubt in doubts if doubt["may_be_decided"]]
        lost = [merchant for merchant in lost if not self._reached(merchant)]
        if lost:
            chosen = [word for merchant in lost for word in ("--merchant", merchant)]
            self.terminal.told("merchants", "settle", self.name, "1", "send_again", *chosen)

    def _reached(self, merchant: str) -> bool:
        store = MailroomStore(self.terminal.house.settings.data_dir / "mailroom")
        taken = {recipient for recipient, _ in store.kinds(self.incident_id)}
        register = self.terminal.house.register
        with register.reading() as connection:
            sealer = register.sealer(self.incident_id, connection)
            parties = read_parties(connection, sealer, self.incident_id)
            written = read_contacts(connection, sealer, self.incident_id)
        theirs = {c.mail.lower() for c in written if parties[c.party_id].key == merchant}
        return bool(theirs & taken)

    def duties(self) -> list[dict[str, Any]]:
        """The duties as they stand."""
        found: list[dict[str, Any]] = self.terminal.read("clocks", self.name)["duties"]
        return found


def drafted(number: int) -> Wait:
    """So many documents are drafted."""
    return lambda played: wait_for_drafts(played.terminal, played.name, number)


def every_merchant_told(played: Played) -> None:
    """No notice is in doubt: the provider's report has come, or somebody has sent it again."""

    def told() -> bool:
        standing = played.terminal.read("status", played.name)["merchants"]
        if all(merchant["told_at"] for merchant in standing):
            return True
        played.send_again_what_never_left()
        return False

    played.see(told, "the merchants told")


def mails_at_rest(played: Played) -> None:
    """The letters are printed, which follows the last mail's report."""
    outbox = played.terminal.house.settings.data_dir / "outbox" / played.incident_id
    played.see(lambda: any(outbox.glob("wave-1/addresses-*.csv")), "printed letters")


def wave_finished(played: Played) -> None:
    """The final report says that the people were told; a text written before is written anew."""
    played.see(
        lambda: all(
            wave["finished_at"] for wave in played.terminal.read("status", played.name)["waves"]
        ),
        "the end of the wave",
    )


def proposed(*rules: str) -> Wait:
    """Duties of ours are proposed as not applicable, since the entrustors were told."""
    wanted = {f"jp-appi/{rule}" for rule in rules}

    def seen(played: Played) -> bool:
        return wanted <= {
            duty["rule"] for duty in played.duties() if duty["status"] == "proposed_not_applicable"
        }

    return lambda played: played.see(lambda: seen(played), f"{wanted} proposed")


def every_duty_ended(played: Played) -> None:
    """Nothing is owed any more."""
    played.see(
        lambda: all(duty["status"] in {"met", "not_applicable"} for duty in played.duties()),
        "the end of every duty",
    )


DESK = (
    "--phone 0120-000-001 --hours 9時から18時 --per-hour 5000 --per-day 9000 --independent 別系統"
)
GROUND = "--ground 委託元への通知を完了したため(法26条1項ただし書)"
SCRIPT = (
    Step("phase {name} assessing"),
    Step("fact {name} cause --say 提供会社の設定の誤り --source app-vendor"),
    Step("severity {name} critical"),
    Step("task add {name} 店舗への電話 --owner counsel --due 2099-01-09T12:00+09:00"),
    Step("task done {name} 1 --evidence 通話記録 --as counsel"),
    Step("party add {name} insurer insurer --name 見本保険"),
    Step("thread asked {name} app-vendor --summary 名簿を求めた"),
    Step("thread answered {name} app-vendor 1 --summary 受け取った"),
    Step("note {name} 対策本部を設置した"),
    Step("phase {name} notifying"),
    Step("prepare {name} merchant_notice --as merchant_care"),
    Step("approve {name} 1 --as counsel", drafted(1)),
    Step("approve {name} 1 --as commander"),
    Step("issue {name} 1"),
    Step("ack {name} merchant-b", every_merchant_told),
    Step("mandate {name} merchant-a --given-by 総務部長 --accepts-provider --filing"),
    Step("own-notice {name} merchant-b"),
    Step(
        "report {name} merchant-b preliminary_filed --receipt 2026-101"
        " --submitted-at 2026-01-05T09:00+09:00"
    ),
    Step("report {name} merchant-b people_notified --count 12"),
    Step(
        "report {name} merchant-b final_filed --no-receipt 受付番号の通知を待っている"
        " --submitted-at 2026-01-05T09:00+09:00"
    ),
    Step(f"prepare {{name}} preliminary_report {OURS} {THEIRS}"),
    Step("approve {name} 2 --as counsel", drafted(2)),
    Step("approve {name} 2 --as commander"),
    Step("issue {name} 2"),
    Step("receipt {name} 2 2026-103"),
    Step(f"prepare {{name}} person_notice {OURS}"),
    Step(f"prepare {{name}} person_letter {OURS}"),
    Step(f"wave plan {{name}} {OURS} --mail 3 --letter 4", drafted(4)),
    Step("approve {name} 3 --as counsel"),
    Step("approve {name} 3 --as commander"),
    Step("approve {name} 4 --as counsel"),
    Step("approve {name} 4 --as commander"),
    Step("wave outside {name} --domain 別系統 --account 別系統 --provider 外部の事業者"),
    Step(f"desk test {{name}} {DESK}"),
    Step("wave start {name} 1"),
    Step("wave posted {name} 1", mails_at_rest),
    Step("wave substitute {name} 1 --reason 連絡先がないため"),
    Step(f"prepare {{name}} final_report {OURS} {THEIRS}", wave_finished),
    Step("approve {name} 5 --as counsel", drafted(5)),
    Step("approve {name} 5 --as commander"),
    Step("issue {name} 5"),
    Step("receipt {name} 5 2026-104"),
    Step(
        f"settle {{name}} preliminary:platform:ppc {GROUND}",
        proposed("preliminary", "individual", "final-wrongful"),
    ),
    Step(f"settle {{name}} individual:platform:individuals {GROUND}"),
    Step(f"settle {{name}} final-wrongful:platform:ppc {GROUND}"),
    Step("phase {name} following_up"),
    Step("retention decide {name} merchant-a delete --reason 通知を終えたため"),
    Step("close {name}", every_duty_ended),
)


def play(played: Played, disturb: Mapping[int, Disturb]) -> None:
    """Give every line, as it stands or with a disturbance at its place, and wait for its answer."""
    played.open()
    for number, step in enumerate(SCRIPT):
        step.after(played)
        line = [*played.words(step), "--command-id", str(ULID())]
        if number in disturb:
            disturb[number](played, line)
        give(played, line)


def give(played: Played, line: list[str]) -> Result:
    """Give a line until it is done, as somebody would who has the same line in the terminal."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        result = played.terminal.run(*line)
        if result.exit_code == 0 or time.monotonic() > deadline:
            assert result.exit_code == 0, (line, result.output, result.exception)
            return result
        assert is_passing(result.stderr), (line, result.output)
        time.sleep(PAUSE_SECONDS)


def is_passing(sentence: str) -> bool:
    """Whether a refusal is the engine's absence and no decision."""
    return "No Temporal server answers" in sentence or "does not take the command" in sentence


def end_of(played: Played) -> dict[str, Any]:
    """Everything that the incident has come to, without times, ids and digests of its own."""
    store = MailroomStore(played.terminal.house.settings.data_dir / "mailroom")
    mails = store.kinds(played.incident_id)
    return {**dict(_tables(played)), "mails": mails, "log": _log(played)}


_OWN = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}|\b[0-9a-f]{16,64}\b|\d{4}-\d\d-\d\d[T ][\d:.+]+|\d+ms")
_DECIDED = re.compile(r"'decide_mails'|'merchant_notice', .*'cancelled'")
_AGAIN = re.compile(r"(?<=merchant_notice:…:…:…):\d")
"""What a mail costs that a crash cut off before it left: a decision, and a second claim."""
_LEFT_OUT = {
    # What a crash may cost: another attempt under a new epoch, a batch of events taken twice.
    "raw_events": None,
    "wave_shards": {"epoch"},
    "requests": {"epoch"},
    "notices": {"check_code"},
    "incidents": {"code_name"},
    # They name the minute, and the day, of what each run did itself.
    "duties": {"explanation", "due_on"},
}


def _tables(played: Played) -> Iterator[tuple[str, Counter[str]]]:
    with played.terminal.house.register.reading() as connection:
        for table in metadata.sorted_tables:
            skipped = _LEFT_OUT.get(table.name, set())
            if "incident_id" not in table.c or skipped is None or table.name == "audit":
                continue
            columns = [column for column in table.c if _is_content(column, skipped)]
            rows = connection.execute(
                select(literal(1), *columns).where(table.c.incident_id == played.incident_id)
            )
            said = (_without_own(played, repr(tuple(row))) for row in rows)
            yield table.name, Counter(text for text in said if not _DECIDED.search(text))


def _is_content(column: Any, skipped: set[str]) -> bool:
    own = column.name == "id" or column.name.endswith(("_id", "_digest"))
    sealed_or_time = isinstance(column.type, Instant | LargeBinary)
    return not (own or sealed_or_time or column.name in skipped)


def _log(played: Played) -> Counter[str]:
    lines = json.loads(played.terminal.told("log", played.name, "--json"))["lines"]
    kept = ("actor", "action", "subject", "outcome", "detail")
    return Counter(
        _without_own(played, json.dumps([line[name] for name in kept], ensure_ascii=False))
        for line in map(_without_doubts, lines)
        # Of two changes that come close together, one assessment may speak for both.
        if line["action"] not in {"duties.assessed", "document.mails_decided"}
    )


def _without_doubts(line: dict[str, Any]) -> dict[str, Any]:
    """How many merchants were told at once; that all were told in the end is waited for."""
    if line["action"] != "document.issued":
        return line
    detail = {k: v for k, v in line["detail"].items() if k not in {"told", "unsettled"}}
    return {**line, "detail": detail}


def _without_own(played: Played, text: str) -> str:
    return _AGAIN.sub("", _OWN.sub("…", text)).replace(played.name, "NAME")
