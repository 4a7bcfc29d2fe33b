"""A wave whose worker is killed in the middle of a request, and another that takes over."""

from dataclasses import dataclass

from sqlalchemy import func, select

from client import Given
from contracts.decision_kinds import DecisionKind
from contracts.wave_payloads import WaveStanding
from demo.waits import until
from register.requests import RequestState
from register.tables_people import requests, waves
from tests.endtoend import stories
from tests.endtoend.running_house import Incident, RunningHouse, play

PEOPLE = 300
ANSWER_AFTER_MILLISECONDS = 250
ACCEPTED_BEFORE_THE_KILL = 3
NOTED_BY = "counsel"


@dataclass(frozen=True)
class KilledWave:
    """The incident, and how many requests had been accepted at the kill."""

    incident: Incident
    wave_id: str
    requests_at_the_kill: int


async def kill_a_wave(house: RunningHouse) -> KilledWave:
    """Start a wave at a slow provider, kill the worker within a request, start another.

    A command is given before the kill and, under the same id, to the worker after it.
    """
    told, wave = stories.up_to_the_merchants_told(house.file), stories.first_wave(house.file)
    incident = await house.open((*told, *wave), people=PEOPLE)
    await play(incident, (*told, *wave))
    repeated = Given(NOTED_BY)
    await note(house, incident, repeated)
    await house.behave(answer_delay_ms=ANSWER_AFTER_MILLISECONDS)
    await house.shirase.start_wave(incident.id, 1, Given("commander"))
    await until(
        lambda: _count(house, incident, RequestState.ACCEPTED) >= ACCEPTED_BEFORE_THE_KILL,
        "the first answers",
    )
    await until(lambda: _count(house, incident, RequestState.CLAIMED) > 0, "a request under way")
    await house.restart("worker", by_crash=True)
    accepted = _count(house, incident, RequestState.ACCEPTED)
    await house.behave()
    await note(house, incident, repeated)
    with house.register.reading() as connection:
        query = select(waves.c.id).where(waves.c.incident_id == incident.id)
        wave_id = connection.execute(query).scalar_one()
    return KilledWave(incident, wave_id, accepted)


async def note(house: RunningHouse, incident: Incident, given: Given) -> None:
    """A command without any other effect than its audit line."""
    words = {"text": "電話した。"}
    await house.shirase.carry_out(incident.id, DecisionKind.NOTE, words, given)


async def see_it_through(house: RunningHouse, killed: KilledWave) -> WaveStanding:
    """Wait for the takeover and the events, decide what nobody can know, finish the wave."""
    incident = killed.incident
    while doubtful := await incident.player._waves._mails_at_rest(killed.wave_id):
        await house.shirase.decide_unknown(
            incident.id, 1, doubtful, "send_again", Given("commander")
        )
    incident.player._waves._waves[stories.WAVE] = (1, killed.wave_id)
    await play(incident, stories.after_the_mails(house.file))
    await until(lambda: _is_finished(house, killed.wave_id), "the end of the wave")
    return incident.player._look.standing(killed.wave_id)


def _is_finished(house: RunningHouse, wave_id: str) -> bool:
    with house.register.reading() as connection:
        query = select(waves.c.finished_at).where(waves.c.id == wave_id)
        return connection.execute(query).scalar_one() is not None


def _count(house: RunningHouse, incident: Incident, state: RequestState) -> int:
    query = select(func.count()).where(
        requests.c.incident_id == incident.id, requests.c.state == state.value
    )
    with house.register.reading() as connection:
        return connection.execute(query).scalar_one()
