"""Nothing unapproved leaves: every kind of document, whichever way it is called."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update

from activities import wave_acts
from contracts.wave_payloads import WaveGate
from domain.documents import LETTERS, PERSON_DOCUMENTS, DocumentKind, DocumentState
from policies.loader import load_policy
from register.documents import set_state
from register.refusals import NotAllowedError
from register.tables_incident import dispatches, incidents, merchants
from register.tables_people import attempts, requests, waves
from register.wave_states import WaveState
from tests.activities.paper_case import PaperCase, refusal
from tests.register_fixtures import AT, Case, create_register, people_rows

BOTH = ("counsel", "commander")
STATED = {
    "overview": "見本の事案です。",
    "data.items": "氏名",
    "false_alarm.ground": "公開されたファイルは、架空の名簿でした。",
}


class House:
    """An incident with a merchant, its people and whatever a document of any kind needs."""

    def __init__(self, folder: Path, *stated: str) -> None:
        self.case = Case(create_register(folder)).open()
        self.register = self.case.register
        self.case.add(people_rows(2))
        with self.register.writing() as connection:
            policy = load_policy().model_dump(mode="json")
            connection.execute(update(incidents).values(policy=policy))
            for party_id in self.case.merchant_ids:
                row = {"party_id": party_id, "incident_id": self.case.incident_id, "shard": 0}
                connection.execute(insert(merchants).values(row))
            ppc = self.case._party(connection, "ppc", "authority", "見本当局", {})
        self.papers = PaperCase(
            self.register,
            folder / "outbox",
            incident_id=self.case.incident_id,
            ppc=ppc,
            now=AT,
            site=folder / "site",
            papers=2,
        )
        for key in stated:
            self.moves(key)

    def moves(self, key: str) -> None:
        """A fact is stated anew, with another time at least."""
        self.papers.states(key, statement=STATED[key], source="ourselves")

    def draft(self, kind: DocumentKind, known: str = "") -> str:
        merchants_of_it = tuple(self.case.merchant_ids)
        return self.papers.draft(kind.value, known, addressees=merchants_of_it)

    def approve(self, paper: str) -> None:
        for actor in BOTH:
            self.papers.approve(paper, actor)

    def bound_fact(self, paper: str) -> str:
        """A fact that the text of this document reads."""
        return next(key for key in STATED if key in self.papers.document(paper).facts_read)

    @contextmanager
    def nothing_leaves(self) -> Iterator[None]:
        """One refused line, and neither a file, a page, a mail nor a claim."""
        before = len(self.papers.decider.lines())
        yield
        [line] = self.papers.decider.lines()[before:]
        assert line.outcome == "refused"
        assert not list(self.papers.outbox.rglob("*"))
        assert self.papers.site is not None
        assert not self.papers.site.exists()
        with self.register.reading() as connection:
            for table in (dispatches, requests, attempts):
                counted = select(func.count()).select_from(table)
                assert connection.execute(counted).scalar_one() == 0


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """One for all kinds: nothing ever leaves it."""
    return House(tmp_path_factory.mktemp("house"), *STATED)


@pytest.mark.parametrize("kind", DocumentKind)
def test_no_kind_is_issued_unapproved(house: House, kind: DocumentKind) -> None:
    papers, paper = house.papers, house.draft(kind)

    def stays(reason: str, actor: str = "commander") -> None:
        with house.nothing_leaves():
            said = refusal(lambda: papers.issue(paper, approvers=(), actor=actor))
        if kind in PERSON_DOCUMENTS and actor == "commander":
            reason = "leaves with its wave"
        assert re.search(reason, said)
        assert papers.document(paper).state is not DocumentState.ISSUED

    stays("missing: counsel, commander")
    papers.approve(paper, "counsel")
    stays("missing: commander")
    papers.approve(paper, "commander")
    assert papers.document(paper).state is DocumentState.APPROVED
    stays("only", actor="contact_desk")
    house.moves(house.bound_fact(paper))
    # An assurance has a gate of its own before this one.
    stays("have moved since it was written|2 people affected are not told yet")
    house.draft(kind, paper)
    stays("missing: counsel, commander")


def test_a_wave_takes_no_text_that_is_not_for_people(house: House) -> None:
    case = house.case
    case.letter_document_id = house.draft(DocumentKind.PERSON_LETTER)
    for kind in sorted(set(DocumentKind) - PERSON_DOCUMENTS | LETTERS):
        case.mail_document_id = house.draft(kind)
        house.approve(case.mail_document_id)
        with pytest.raises(NotAllowedError, match="a notice to people"):
            case.plan(case.plan_input())


NOTICES = (DocumentKind.PERSON_NOTICE, DocumentKind.PERSON_LETTER)


@pytest.mark.parametrize("spoilt", [0, 1])
def test_no_wave_starts_with_a_text_that_is_not_approved(tmp_path: Path, spoilt: int) -> None:
    house = House(tmp_path, "overview")
    papers, case = house.papers, house.case
    texts = [house.draft(kind) for kind in NOTICES]
    case.mail_document_id, case.letter_document_id = texts
    wave_id = case.plan(case.plan_input()).wave_id
    word = ("mail", "letter")[spoilt]
    not_approved = f"The {word} of this wave is not approved as it stands."

    def start(actor: str = "commander") -> tuple[str, ...]:
        gate = WaveGate(incident_id=papers.incident_id, wave_id=wave_id, actor=actor, at=AT)
        return wave_acts.start(house.register, gate).reasons

    def stays(*reasons: str, actor: str = "commander") -> None:
        with house.nothing_leaves():
            found = start(actor)
        assert [any(reason in one for one in found) for reason in reasons] == [True] * len(reasons)
        with house.register.reading() as connection:
            assert connection.execute(select(waves.c.state)).scalar_one() == WaveState.PLANNED

    house.approve(texts[1 - spoilt])
    stays(not_approved)
    with house.register.writing() as connection:
        set_state(connection, texts[spoilt], DocumentState.APPROVED)
    stays(not_approved)
    papers.approve(texts[spoilt], "counsel")
    stays(not_approved)
    papers.approve(texts[spoilt], "commander")
    stays("only", actor="contact_desk")
    house.moves(house.bound_fact(texts[spoilt]))
    stays("have moved since it was written")
    for kind, text in zip(NOTICES, texts, strict=True):
        house.draft(kind, text)
    house.approve(texts[1 - spoilt])
    stays(not_approved)
    house.approve(texts[spoilt])
    assert start() == ()
