"""A whole incident on bad days: on its way nearly everything fails once, and comes back.

What fails says aloud, wherever it can, what must not be repeated: a name, a mail address and a
merchant stand in the errors of the database, as real ones quote the rows that they refuse.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import httpx
from google.protobuf.message import Message
from sqlalchemy import select, update

from contracts import story
from contracts.names import (
    EVENTS_PATH,
    document_workflow_id,
    incident_workflow_id,
    merchants_workflow_id,
)
from demo.waits import until
from register.incidents import NewContact, NewIncident
from register.tables_incident import facts
from register.tables_people import raw_events
from tests.endtoend.running_house import (
    Incident,
    RunningHouse,
    attempts_have_failed,
    play,
)

PEOPLE = 300
# The provider takes addresses of two labels only; nothing before it refuses this one.
REFUSED_MAIL = "kojin-no-ate@komorebi"
UNTELLABLE = "overview"
# What errors and strangers say aloud: names of nobody else, so that it is known who spoke them.
SPOKEN = ("御手洗 架空子", "mitarai.kakuko@example.jp", "株式会社みたらし架空堂")
SPOKEN_ALOUD = f"DETAIL: Key (name, mail, merchant)=({', '.join(SPOKEN)}) already exists."
SECOND_DOCUMENT = 2


@dataclass
class BadDays:
    """The incident, what was shown of its failing activities, and which troubles it has had."""

    incident: Incident
    shown: list[Message] = field(default_factory=list)
    had: list[str] = field(default_factory=list)


async def live_through_bad_days(house: RunningHouse) -> BadDays:
    """Play the whole published case, with each trouble at its place, to the closing."""
    incident = await house.open(house.file.story, people=PEOPLE, changed=_with_refused_contact)
    days = BadDays(incident)
    for act in house.file.story:
        trouble = _trouble_at(act, days)
        if trouble is None:
            await play(incident, [act])
        else:
            await trouble(house, days, act)
            days.had.append(trouble.__name__)
    return days


Trouble = Callable[[RunningHouse, BadDays, story.StoryAct], Awaitable[None]]


def _trouble_at(act: story.StoryAct, days: BadDays) -> Trouble | None:
    """Each trouble comes once, at the first act that it can hit."""
    troubles: list[tuple[Trouble, bool]] = [
        (register_takes_no_facts, isinstance(act, story.RecordFacts)),
        (
            mail_account_suspended,
            isinstance(act, story.Issue) and act.document == "notice-to-merchants",
        ),
        (
            draft_cannot_be_rendered,
            isinstance(act, story.PrepareDocument) and act.document == "release-1",
        ),
        (
            reminders_find_no_register,
            isinstance(act, story.MerchantReports) and act.what == "preliminary_filed",
        ),
        (temporal_restarts, isinstance(act, story.RecordReceipt)),
        (answers_are_lost, isinstance(act, story.StartWave)),
        (
            register_takes_no_events,
            isinstance(act, story.StartWave) and act.wave == "wave-2",
        ),
    ]
    return next((t for t, fits in troubles if fits and t.__name__ not in days.had), None)


async def register_takes_no_facts(house: RunningHouse, days: BadDays, act: story.StoryAct) -> None:
    """The register fails in the middle of a transaction, and quotes the row."""
    playing = asyncio.create_task(play(days.incident, [act]))
    with house.refusing("facts", SPOKEN_ALOUD):
        workflow_id = incident_workflow_id(days.incident.id)
        days.shown.append(await attempts_have_failed(house, workflow_id))
    await playing


async def mail_account_suspended(house: RunningHouse, days: BadDays, act: story.StoryAct) -> None:
    """The provider refuses us as a customer, in the middle of telling the merchants."""
    await house.behave(suspended=True)
    playing = asyncio.create_task(play(days.incident, [act]))
    workflow_id = document_workflow_id(days.incident.id, 1)
    days.shown.append(await attempts_have_failed(house, workflow_id))
    await house.behave()
    await playing


async def draft_cannot_be_rendered(house: RunningHouse, days: BadDays, act: story.StoryAct) -> None:
    """A sealed fact that the release reads was damaged on the disk, until a backup comes back."""
    damaged = (facts.c.incident_id == days.incident.id) & (facts.c.key == UNTELLABLE)
    with house.register.writing() as connection:
        whole = connection.execute(select(facts.c.id, facts.c.body).where(damaged)).all()
        connection.execute(update(facts).where(damaged).values(body=SPOKEN_ALOUD.encode()))
    playing = asyncio.create_task(play(days.incident, [act]))
    workflow_id = document_workflow_id(days.incident.id, SECOND_DOCUMENT)
    days.shown.append(await attempts_have_failed(house, workflow_id))
    with house.register.writing() as connection:
        for row in whole:
            connection.execute(update(facts).where(facts.c.id == row.id).values(body=row.body))
    await playing


async def reminders_find_no_register(
    house: RunningHouse, days: BadDays, act: story.StoryAct
) -> None:
    """A silent merchant is to be reminded while the register takes no mail of ours."""
    playing = asyncio.create_task(play(days.incident, [act]))
    with house.refusing("dispatches", SPOKEN_ALOUD):
        workflow_id = merchants_workflow_id(days.incident.id, 0)
        days.shown.append(await attempts_have_failed(house, workflow_id))
    await playing


async def temporal_restarts(house: RunningHouse, days: BadDays, act: story.StoryAct) -> None:
    """The Temporal server ends and comes back on the same file."""
    await house.restart("temporal")
    await play(days.incident, [act])


async def answers_are_lost(house: RunningHouse, days: BadDays, act: story.StoryAct) -> None:
    """The provider is out of order for one request, and then loses an answer that it owes."""
    await house.behave(answer_next=[503], reset_after_acceptance=1, bounce_per_mille=60)
    await play(days.incident, [act])
    await house.behave()


async def register_takes_no_events(house: RunningHouse, days: BadDays, act: story.StoryAct) -> None:
    """Events come from the provider, and from somebody else, while the register is full."""
    before = _posts(house)
    playing = asyncio.create_task(play(days.incident, [act]))
    with house.refusing("raw_events", SPOKEN_ALOUD):
        log = house.settings.log_file("intake")
        await until(lambda: "took no events" in log.read_text(), "a refused post")
        async with httpx.AsyncClient(trust_env=False) as http:
            answer = await http.post(house.settings.intake_url + EVENTS_PATH, content=SPOKEN_ALOUD)
        assert answer.status_code == httpx.codes.FORBIDDEN
    await until(lambda: _posts(house) > before, "the events once more")
    await playing


def _posts(house: RunningHouse) -> int:
    with house.register.reading() as connection:
        return len(connection.execute(select(raw_events.c.id)).all())


def _with_refused_contact(new: NewIncident) -> NewIncident:
    """Give the third merchant a second contact whom the provider refuses."""
    merchant = next(party for party in new.parties if party.key == "merchant-c")
    other = NewContact(
        id=new.id[:-1] + ("0" if new.id[-1] != "0" else "1"),
        name="木暮 あかね",
        mail=REFUSED_MAIL,
    )
    told = merchant.model_copy(update={"contacts": (*merchant.contacts, other)})
    parties = tuple(told if party.id == told.id else party for party in new.parties)
    return new.model_copy(update={"parties": parties})
