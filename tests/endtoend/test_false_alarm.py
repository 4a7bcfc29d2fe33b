"""Merchants and people were warned, and nothing had leaked: exactly they are told so, once."""

import csv
from collections import Counter
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Row, select

from client import CommandRefused, Given
from contracts import story
from demo.waits import until
from domain.documents import DocumentKind
from domain.facts import Fact, FactStatus
from domain.notices import AttemptState, Channel
from domain.phases import Phase
from register.channel_lists import list_ids, people_of_list
from register.documents import DocumentRow
from register.incidents import read_incident
from register.tables_people import waves
from tests.endtoend import stories
from tests.endtoend.mailroom_store import MailroomStore
from tests.endtoend.refusing import Refusing
from tests.endtoend.running_house import Incident, RunningHouse, play

PEOPLE = 60
MERCHANTS = ("merchant-a", "merchant-b")
FIRST, SECOND = 1, 2
CALL = Channel.CALL
OUT_OF_REACH = ("bounced", "blocked", "dropped")
GROUND = {
    "false_alarm.ground": "公開されたファイルは、架空の名簿でした。",
    "false_alarm.examined": "全件を会員情報と照合し、一致がないことを確認しました。",
}


@dataclass(frozen=True)
class Retracted:
    """The incident, what its closing was refused with, and the documents that took back."""

    incident: Incident
    refusal: str
    documents: dict[DocumentKind, DocumentRow]


@pytest.fixture(scope="module")
def retracted(running_house: RunningHouse) -> Retracted:
    house = running_house
    incident = house.run(warn(house))
    refusal = house.run(refused_to_close(house, incident))
    house.run(house.shirase.record_facts(incident.id, ground(house), Given("privacy_officer")))
    papers = Refusing(house, incident)
    documents = {
        kind: papers.prepared(kind)
        for kind in (
            DocumentKind.MERCHANT_RETRACTION,
            DocumentKind.PERSON_RETRACTION,
            DocumentKind.PERSON_RETRACTION_LETTER,
            DocumentKind.RETRACTION_RELEASE,
            DocumentKind.WITHDRAWAL_REPORT,
        )
    }
    house.run(send(house, incident, documents))
    house.run(house.shirase.close(incident.id, Given("commander"), Phase.FALSE_ALARM))
    return Retracted(incident, refusal, documents)


def test_the_merchants_that_were_told_get_one_retraction_and_then_it_ends(
    running_house: RunningHouse,
) -> None:
    house = running_house
    incident = house.run(house.open())
    papers = Refusing(house, incident)
    leave(papers, papers.prepared(DocumentKind.MERCHANT_NOTICE, *MERCHANTS))
    refusal = house.run(refused_to_close(house, incident))
    assert "2 merchants were told: they are owed a retraction" in refusal
    papers.refuses(retracting(papers), "privacy_officer", "'false_alarm.ground' is missing")
    house.run(house.shirase.record_facts(incident.id, ground(house), Given("privacy_officer")))

    retraction = papers.prepared(DocumentKind.MERCHANT_RETRACTION)
    assert set(retraction.addressees) == {incident.parties[key] for key in MERCHANTS}
    stray = papers.prepared(DocumentKind.MERCHANT_NOTICE, "merchant-c")
    withdrawn = house.shirase.withdraw_document(
        incident.id, stray.number, "誤報", Given("commander")
    )
    assert house.run(withdrawn).sentence == "withdrawn"
    papers.refuses(retracting(papers), "privacy_officer", "nobody is left")
    leave(papers, retraction)

    house.run(house.shirase.close(incident.id, Given("commander"), Phase.FALSE_ALARM))
    mails = MailroomStore(house.settings.data_dir / "mailroom").mails(incident.id)
    warned = Counter(m.recipient for m in mails if "個人データの漏えい" in m.subject)
    told = Counter(m.recipient for m in mails if "に関するご連絡の訂正とお詫び" in m.subject)
    assert len(warned) == len(MERCHANTS)
    assert told == warned
    with house.register.reading() as connection:
        row = read_incident(connection, house.register.sealer(incident.id), incident.id)
    assert (row.phase, row.closed_at is not None) == (Phase.FALSE_ALARM, True)


@pytest.mark.long
def test_closing_was_refused_with_all_that_was_owed(retracted: Retracted) -> None:
    for line in (
        "shirase fact KAWASEMI false_alarm.ground --say WORDS --public",
        "8 merchants were told: they are owed a retraction -> ",
        "shirase prepare KAWASEMI merchant_retraction",
        "shirase prepare KAWASEMI person_retraction",
        "shirase prepare KAWASEMI retraction_release",
        "shirase prepare KAWASEMI withdrawal_report",
    ):
        assert line in retracted.refusal


@pytest.mark.long
def test_exactly_the_warned_addresses_got_exactly_one_retraction(
    running_house: RunningHouse, retracted: Retracted
) -> None:
    store = MailroomStore(running_house.settings.data_dir / "mailroom")
    mails = store.mails(retracted.incident.id)
    for warning, retraction in (
        ("個人データの漏えい", "に関するご連絡の訂正とお詫び"),
        ("お客様の個人情報の漏えい", "お客様の個人情報に関するお知らせの訂正とお詫び"),
    ):
        # Relatives may share an address: each of them was warned, so each is told.
        warned = Counter(
            m.recipient for m in mails if warning in m.subject and m.outcome not in OUT_OF_REACH
        )
        told = Counter(m.recipient for m in mails if retraction in m.subject)
        assert warned
        assert told == warned
    assert [m for m in mails if m.outcome in OUT_OF_REACH]


@pytest.mark.long
def test_who_had_a_letter_got_a_letter(running_house: RunningHouse, retracted: Retracted) -> None:
    outbox = running_house.settings.data_dir / "outbox" / retracted.incident.id
    first, second = (
        Counter(
            (row["住所"], row["宛名"])
            for file in (outbox / f"wave-{number}").glob("addresses-*.csv")
            for row in csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())
        )
        for number in (FIRST, SECOND)
    )
    assert first
    assert first == second


@pytest.mark.long
def test_who_was_called_is_called_again(running_house: RunningHouse, retracted: Retracted) -> None:
    house, incident = running_house, retracted.incident
    with house.register.reading() as connection:
        sealer = house.register.sealer(incident.id, connection)
        first, second = (
            [
                person.check_code
                for list_id in list_ids(connection, wave_of(house, incident, number).id, CALL)
                for person in people_of_list(connection, sealer, list_id)
                if person.state is AttemptState.REACHED
            ]
            for number in (FIRST, SECOND)
        )
    assert first
    assert sorted(first) == sorted(second)


def leave(papers: Refusing, document: DocumentRow) -> None:
    """Approve a document and let it leave."""
    for actor in ("counsel", "commander"):
        papers.house.run(papers.shirase.approve(papers.id, document.number, Given(actor)))
    papers.house.run(papers.shirase.issue(papers.id, document.number, Given("commander")))


def retracting(papers: Refusing) -> Awaitable[object]:
    kind = DocumentKind.MERCHANT_RETRACTION.value
    return papers.shirase.prepare_document(papers.id, kind, Given("privacy_officer"))


async def warn(house: RunningHouse) -> Incident:
    """Eight merchants, and the people of five of them; some mails come back."""
    told, wave = stories.up_to_the_merchants_told(house.file), stories.first_wave(house.file)
    start = next(a for a in house.file.story if isinstance(a, story.StartWave))
    filed = stories.filing(house.file)
    acts = (*told, *wave, *filed, start.model_copy(update={"at": wave[-1].at + stories.STEP}))
    incident = await house.open(acts, people=PEOPLE)
    await play(incident, acts[:-1])
    await house.behave(bounce_per_mille=200)
    await play(incident, acts[-1:])
    await house.behave()
    await play(incident, stories.after_the_mails(house.file))
    await finished(house, incident, FIRST)
    return incident


async def refused_to_close(house: RunningHouse, incident: Incident) -> str:
    with pytest.raises(CommandRefused) as refusal:
        await house.shirase.close(incident.id, Given("commander"), Phase.FALSE_ALARM)
    return str(refusal.value)


def ground(house: RunningHouse) -> list[Fact]:
    return [
        Fact(
            key=key,
            status=FactStatus.KNOWN,
            statement=statement,
            as_of=house.file.story[-1].at,
            source=house.file.organisation.key,
            vouched_by="privacy_officer",
            public=True,
        )
        for key, statement in GROUND.items()
    ]


async def send(
    house: RunningHouse, incident: Incident, documents: dict[DocumentKind, DocumentRow]
) -> None:
    """Plan the people, approve everything, and let it all leave."""
    shirase, privacy = house.shirase, Given("privacy_officer")
    numbers = {kind: document.number for kind, document in documents.items()}
    mail = documents[DocumentKind.PERSON_RETRACTION]
    letter = documents[DocumentKind.PERSON_RETRACTION_LETTER]
    await shirase.plan_wave(incident.id, (), mail.id, letter.id, privacy, retraction=True)
    for number in numbers.values():
        for actor in ("counsel", "commander"):
            await shirase.approve(incident.id, number, Given(actor))
    for kind in (
        DocumentKind.MERCHANT_RETRACTION,
        DocumentKind.RETRACTION_RELEASE,
        DocumentKind.WITHDRAWAL_REPORT,
    ):
        await shirase.issue(incident.id, numbers[kind], Given("commander"))
    withdrawal, at = numbers[DocumentKind.WITHDRAWAL_REPORT], house.file.story[-1].at
    await shirase.record_receipt(incident.id, withdrawal, "見本-9", at, Given("privacy_officer"))
    await shirase.start_wave(incident.id, SECOND, Given("commander"))
    wave_id = wave_of(house, incident, SECOND).id
    await until(lambda: bool(incident.player._look.standing(wave_id).letters_to_post), "letters")
    await shirase.letters_posted(incident.id, SECOND, Given("contact_desk"))
    calls = next(a for a in stories.after_the_mails(house.file) if isinstance(a, story.CallPeople))
    incident.player._waves._waves[calls.wave] = (SECOND, wave_id)
    await incident.player._waves.call_people(calls.model_copy(update={"reached_per_mille": 1000}))
    await finished(house, incident, SECOND)


async def finished(house: RunningHouse, incident: Incident, number: int) -> None:
    await until(
        lambda: wave_of(house, incident, number).finished_at is not None, f"the end of {number}"
    )


def wave_of(house: RunningHouse, incident: Incident, number: int) -> Row[Any]:
    query = select(waves).where(waves.c.incident_id == incident.id, waves.c.number == number)
    with house.register.reading() as connection:
        return connection.execute(query).one()
