"""No word about a person or a merchant stands where it does not belong, on the worst of days.

The incident that is looked at had failing activities of every kind; what failed spoke the names of
a person and of a merchant aloud (see `bad_days`).
"""

import json
import re
from collections.abc import Callable

import pytest

from domain.phases import Phase
from hosting.keyring import keyring_of
from register import audit
from register.board import read_board
from register.duties import ENDED
from tests.endtoend.bad_days import PEOPLE, REFUSED_MAIL, SPOKEN, BadDays
from tests.endtoend.histories import Kept, everything_kept, opened
from tests.endtoend.mailroom_store import MailroomStore
from tests.endtoend.needles import Search, needles_of
from tests.endtoend.running_house import RunningHouse

# Its set-up is a whole story on real servers.
pytestmark = pytest.mark.timeout(300)

FAILED_BY_THE_WAY = {"RegisterUnavailable", "ProviderUnavailable", "Unexpected"}
# What only letters and files hold is not in any mail.
NOT_IN_MAILS = {
    "person phones",
    "person addresses",
    "contact names",
    "contact phones",
    "party addresses",
}


@pytest.fixture(scope="module")
def search(running_house: RunningHouse) -> Search:
    needles = needles_of(running_house.file, PEOPLE)
    return Search({**needles, "refused": {REFUSED_MAIL}, "spoken aloud": set(SPOKEN)})


@pytest.fixture(scope="module")
def search_in_stores(running_house: RunningHouse) -> Search:
    """The trigger that spoke in the register's stead stands in its file, with what it said."""
    return Search({**needles_of(running_house.file, PEOPLE), "refused": {REFUSED_MAIL}})


@pytest.fixture(scope="module")
def kept(running_house: RunningHouse, bad_days: BadDays) -> Kept:
    keyring = keyring_of(running_house.settings)
    work = everything_kept(running_house.temporal, keyring, bad_days.incident.id)
    return running_house.run(work)


def test_the_needles_are_found_where_they_belong(
    running_house: RunningHouse, bad_days: BadDays, search: Search
) -> None:
    """Else their absence elsewhere would prove nothing."""
    needles = needles_of(running_house.file, PEOPLE)
    store = MailroomStore(running_house.settings.data_dir / "mailroom")
    found = search.found_in(json.dumps(store.bodies()))
    for kind in needles.keys() - NOT_IN_MAILS:
        assert [text for found_kind, text in found if found_kind == kind], kind
    mailed = [text for kind, text in found if kind == "person mails"]
    assert len(mailed) > PEOPLE // 3
    outbox = running_house.settings.data_dir / "outbox" / bad_days.incident.id
    texts = [p for p in outbox.rglob("*") if p.suffix in {".html", ".txt", ".csv"}]
    papers = "".join(p.read_text("utf-8") for p in texts)
    assert [text for kind, text in search.found_in(papers) if kind == "person addresses"]


@pytest.mark.parametrize("write", [str, json.dumps, lambda text: text.encode("unicode_escape")])
def test_the_search_finds_every_kind_however_it_is_written(
    running_house: RunningHouse, search: Search, write: Callable[[str], str | bytes]
) -> None:
    needles = needles_of(running_house.file, PEOPLE)
    hay = [write(f"<{text}>") for texts in needles.values() for text in texts]
    found = search.found_in(b"\n".join(w if isinstance(w, bytes) else w.encode() for w in hay))
    assert found == {(kind, text) for kind, texts in needles.items() for text in texts}


def test_the_bad_days_were_bad(bad_days: BadDays, kept: Kept) -> None:
    kinds = {kind for text in kept.failures for kind in FAILED_BY_THE_WAY if kind in text}
    by_type = {kind for text in kept.opened for kind in FAILED_BY_THE_WAY if f'"{kind}"' in text}
    assert kinds | by_type == FAILED_BY_THE_WAY
    assert {"temporal_restarts", "answers_are_lost"} <= set(bad_days.had)
    assert len(bad_days.had) == 7
    assert len(bad_days.shown) == 4
    assert len(kept.failures) >= len(bad_days.shown)


def test_the_incident_went_on_to_its_end(running_house: RunningHouse, bad_days: BadDays) -> None:
    """Whatever failed on the way, every duty ended, every sum closed, and the log verifies."""
    incident_id = bad_days.incident.id
    board = read_board(running_house.register, incident_id)
    assert board.incident.phase is Phase.CLOSED
    assert {duty.status for duty in board.duties} <= ENDED
    for wave in board.waves:
        assert wave.finished_at
        assert sum(wave.counts.values()) == wave.population
    assert sum(board.notices.values()) == PEOPLE
    store = MailroomStore(running_house.settings.data_dir / "mailroom")
    assert store.doubles(incident_id) == 0
    with running_house.register.reading() as connection:
        assert audit.verify(connection, incident_id) is None
    lines = running_house.audit_lines(incident_id)
    assert lines[-1].action == "incident.ended"
    assert {line.outcome for line in lines} == {"done"}


def test_every_workflow_of_the_incident_was_looked_at(bad_days: BadDays, kept: Kept) -> None:
    begin = f"incident/{bad_days.incident.id}"
    parts = {
        workflow_id.removeprefix(begin).split("/")[1:2][0] if workflow_id != begin else ""
        for workflow_id in kept.workflow_ids
    }
    assert parts == {"", "clocks", "merchants", "document", "wave"}
    assert len(kept.workflow_ids) == 15
    assert kept.runs >= len(kept.workflow_ids)
    assert kept.events > 1_000


def test_histories_hold_no_personal_data(kept: Kept, search: Search) -> None:
    """Payloads, failures, stack traces, summaries, memos and search attributes, all opened."""
    assert search.found_in("\n".join(kept.opened)) == set()


def test_pending_activities_showed_no_personal_data(
    running_house: RunningHouse, bad_days: BadDays, search: Search
) -> None:
    """What Temporal's pages show of an activity while it fails, opened."""
    keyring = keyring_of(running_house.settings)
    shown = [running_house.run(opened(keyring, message)) for message in bad_days.shown]
    for one in shown:
        assert any(kind in text for text in one.opened for kind in FAILED_BY_THE_WAY)
        assert search.found_in("\n".join(one.opened)) == set()


def test_workflow_ids_are_opaque(kept: Kept, search: Search) -> None:
    pattern = re.compile(r"incident/[0-9A-Z]{26}(/(clocks|merchants|document|wave)/[0-9]+)?")
    assert all(pattern.fullmatch(workflow_id) for workflow_id in kept.workflow_ids)


def test_histories_are_sealed(kept: Kept) -> None:
    """Nothing of ours can be read without the key: no field, no code, no role, no digest."""
    assert kept.unsealed == []
    stored = b"\n".join(kept.stored)
    readable = "\n".join(kept.opened)
    for word in ("incident_id", "command_id", "binding_digest", "population_digest", "due_at"):
        assert f'"{word}"' in readable
        assert word.encode() not in stored
    for word in ("commander", "counsel", "own_notice", "jp-appi/individual"):
        assert word in readable
        assert word.encode() not in stored


def test_logs_hold_no_personal_data(
    running_house: RunningHouse, bad_days: BadDays, search: Search
) -> None:
    logs = sorted((running_house.settings.data_dir / "logs").iterdir())
    assert {log.stem for log in logs} >= {"worker", "intake", "temporal", "codec"}
    worker = running_house.settings.log_file("worker").read_text()
    assert "RegisterUnavailable" in worker
    assert "IntegrityError" in worker
    assert search.found_in_files(log for log in logs if log.stem != "mailroom") == {}


def test_stores_hold_no_personal_data_in_the_clear(
    running_house: RunningHouse, kept: Kept, search_in_stores: Search
) -> None:
    """The register's and Temporal's own files, and whatever else lies in the data folder."""
    folder = running_house.settings.data_dir
    words = {"mailroom", "outbox"}
    files = [
        path
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).parts[0] not in words
    ]
    assert {"register.db", "temporal.db"} <= {path.name for path in files}
    assert search_in_stores.found_in_files(files) == {}


def test_the_provider_gets_opaque_arguments(
    running_house: RunningHouse, bad_days: BadDays, search: Search
) -> None:
    store = MailroomStore(running_house.settings.data_dir / "mailroom")
    told = store.arguments_and_categories()
    assert len(told) > PEOPLE // 3
    assert search.found_in("\n".join(told)) == set()
    merchants = {party.key for party in running_house.file.merchants}
    assert not any(key in text for text in told for key in merchants)


def test_file_names_tell_nothing(
    running_house: RunningHouse, bad_days: BadDays, search: Search
) -> None:
    outbox = running_house.settings.data_dir / "outbox"
    names = [str(path.relative_to(outbox)) for path in outbox.rglob("*")]
    assert any("addresses-" in name for name in names)
    assert search.found_in("\n".join(names)) == set()


def test_what_people_are_told_lies_open_to_its_owner_only(
    running_house: RunningHouse, bad_days: BadDays
) -> None:
    data_dir = running_house.settings.data_dir
    papers = list((data_dir / "outbox" / bad_days.incident.id).rglob("*"))
    assert {path.suffix for path in papers if path.is_file()} == {
        *(".html", ".txt", ".csv", ".pdf", ".xlsx"),
    }
    assert {path.stat().st_mode & 0o077 for path in (*papers, data_dir)} == {0}
