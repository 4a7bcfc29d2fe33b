"""Plays what people do about waves: gates, sending, letters, calls, the substitute notice."""

from client import Given, Shirase
from contracts import story
from contracts.channel_words import DeskTested, ListMade, ResultsReported, SenderOutside
from contracts.decision_kinds import DecisionKind
from contracts.decision_words import DecisionWords
from contracts.wave_payloads import WaveStanding
from demo.look import Look, is_at_rest
from demo.waits import until
from domain.claims import duty_key
from domain.notices import Channel
from register.channel_lists import list_ids, people_of_list
from register.duties import ENDED
from register.store import Register

WAVE_SECONDS = 600.0
CALLER = "窓口の担当"


class WavePlayer:
    """The waves of one played incident, by the names that the story gives them."""

    def __init__(self, shirase: Shirase, register: Register, incident_id: str, look: Look) -> None:
        self._shirase = shirase
        self._register = register
        self._id = incident_id
        self._look = look
        self._waves: dict[str, tuple[int, str]] = {}
        self._merchants_of: dict[str, tuple[str, ...]] = {}

    async def test_desk(self, act: story.TestDesk) -> None:
        """The desk is called, and found to work."""
        words = DeskTested(
            phone=act.phone,
            hours=act.hours,
            contacts_an_hour=act.contacts_an_hour,
            contacts_a_day=act.contacts_a_day,
            per_mille=act.per_mille,
            independent=act.independent,
        )
        await self._record(DecisionKind.DESK_TESTED, words, act)

    async def state_sender(self, act: story.StateSender) -> None:
        """The sender is stated to be outside the incident."""
        words = SenderOutside(domain=act.domain, account=act.account, provider=act.provider)
        await self._record(DecisionKind.SENDER_OUTSIDE, words, act)

    async def plan(
        self, act: story.PlanWave, merchants: tuple[str, ...], documents: list[int]
    ) -> None:
        """The people of these merchants are frozen; the documents are those of mail and letter."""
        mail, letter = (self._look.document_id(number) for number in documents)
        plan = await self._shirase.plan_wave(self._id, merchants, mail, letter, _given(act))
        self._waves[act.wave] = (len(self._waves) + 1, plan.wave_id)
        self._merchants_of[plan.wave_id] = merchants

    async def start(self, act: story.StartWave) -> None:
        """Start it, and stand by until the mails have come to rest, as an operator would."""
        number, wave_id = self._waves[act.wave]
        await self._shirase.start_wave(self._id, number, _given(act))
        while doubtful := await self._mails_at_rest(wave_id):
            # Nobody had an event while later requests had: they surely were not taken.
            await self._shirase.decide_unknown(
                self._id, number, doubtful, "send_again", _given(act)
            )

    async def letters_posted(self, act: story.LettersPosted) -> None:
        """Every printed letter was handed to the post."""
        number, _ = self._waves[act.wave]
        await self._shirase.letters_posted(self._id, number, _given(act))

    async def call_people(self, act: story.CallPeople) -> None:
        """Everybody on the list is called; the reached are spread evenly over it."""
        number, wave_id = self._waves[act.wave]
        channel = Channel.CALL.value
        await self._record(DecisionKind.LIST_MADE, ListMade(wave=number, channel=channel), act)
        with self._register.reading() as connection:
            sealer = self._register.sealer(self._id, connection)
            codes = [
                person.check_code
                for list_id in list_ids(connection, wave_id, Channel.CALL)
                for person in people_of_list(connection, sealer, list_id)
            ]
        rate, told = act.reached_per_mille, act.at.isoformat()
        lines = [
            {
                "line": place + 2,
                "code": code,
                "outcome": "reached"
                if (place + 1) * rate // 1000 > place * rate // 1000
                else "unreachable",
                "at": told,
                "by": CALLER,
            }
            for place, code in enumerate(codes)
        ]
        if lines:
            said = {"wave": number, "channel": channel, "lines": lines}
            words = ResultsReported.model_validate(said)
            await self._record(DecisionKind.RESULTS_REPORTED, words, act)

    async def substitute(self, act: story.Substitute) -> None:
        """Whom nothing reaches is told by publication; the duties of the merchants end with it."""
        number, wave_id = self._waves[act.wave]
        # Of few people every one may have been reached before.
        if not self._look.standing(wave_id).adds_up:
            await self._shirase.substitute(self._id, number, act.reason, _given(act))
        told = {
            duty_key("jp-appi/individual", merchant, "individuals")
            for merchant in self._merchants_of[wave_id]
        }
        await until(
            lambda: all(d.status in ENDED for d in self._look.duties() if d.key in told),
            f"the duties that wave {number} meets",
        )

    async def _record(self, kind: DecisionKind, words: DecisionWords, act: story.Act) -> None:
        said = words.model_dump(mode="json", exclude_none=True)
        await self._shirase.carry_out(self._id, kind, said, _given(act))

    async def _mails_at_rest(self, wave_id: str) -> tuple[str, ...]:
        """Wait until the mails are at rest, or the engine asks about doubtful requests."""
        seen: list[WaveStanding] = []

        def at_rest() -> bool:
            seen[:] = [self._look.standing(wave_id)]
            return bool(seen[0].doubtful_requests) or is_at_rest(seen[0])

        await until(at_rest, "the mails of a wave", seconds=WAVE_SECONDS)
        return seen[0].doubtful_requests


def _given(act: story.Act) -> Given:
    return Given(actor=act.by, case_time=act.at)
