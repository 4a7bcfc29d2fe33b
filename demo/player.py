"""Plays the people of a case: commander, counsel, press office, merchants, the contact desk.

It only gives commands through the typed front door and waits for what the register shows; it
never writes the register and never knows more than they would.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from client import Given, Shirase
from contracts import story
from contracts.decision_kinds import DecisionKind
from contracts.decision_words import DecisionWords, RetentionDecided, ThreadWords
from contracts.duty_decision_words import DutiesConfirmed
from contracts.incident_file import IncidentFile
from contracts.policy import IncidentPolicy
from contracts.release_words import ReleaseDespite
from demo.case_clock import SHORTEST_STEP, before, next_stop
from demo.look import Look
from demo.waits import until
from demo.wave_player import WavePlayer
from domain.claims import duty_key
from domain.documents import FILINGS
from domain.mandates import MandateTerms
from domain.parties import MerchantChoice
from domain.phases import Phase
from domain.threads import Direction, Speaker
from register.duties import ENDED, PROPOSED, DutyRow
from register.store import Register

Play = Callable[[Any], Awaitable[None]]
Tell = Callable[[story.StoryAct], None]


class Player:
    """Gives a story's acts, in order, as commands."""

    def __init__(
        self,
        shirase: Shirase,
        register: Register,
        file: IncidentFile,
        policy: IncidentPolicy,
        incident_id: str,
        parties: dict[str, str],
        tell: Tell,
    ) -> None:
        self._shirase = shirase
        self._register = register
        self._policy = policy
        self._id = incident_id
        self._parties = parties
        self._tell = tell
        self._look = Look(register, incident_id, policy)
        self._story = file.story
        self._names = {party.key: party.name for party in file.parties}
        self._desk = file.organisation.desk.name
        self._now = file.incident.opened_at or file.story[0].at
        self._documents: dict[str, int] = {}
        self._waves = WavePlayer(shirase, register, incident_id, self._look)

    @property
    def case_time(self) -> datetime:
        """Where the played case has arrived."""
        return self._now

    async def play(self) -> None:
        """All acts; raises CommandRefused or EngineTooSlow where the engine does not follow."""
        for act in self._story:
            await self._pass_time(act.at)
            # A wave is worth telling when it goes out, everything else when it is done.
            starts = isinstance(act, story.StartWave)
            if starts:
                self._tell(act)
            await self._act(act)
            if not starts:
                self._tell(act)

    async def _pass_time(self, to: datetime) -> None:
        """Stop wherever the engine acts by itself, so that it acts at its own time."""
        while stop := self._next_stop(self._now, to):
            await self._stop_at(stop)
        if to - self._now >= SHORTEST_STEP:
            await self._shirase.turn_clock(self._id, to)
        self._now = to

    async def _stop_at(self, stop: datetime) -> None:
        """Let the engine act at this moment; what was met just before needs no act any more."""
        acts = self._look.engine_acts()
        await self._shirase.turn_clock(self._id, stop)
        await until(
            lambda: self._look.engine_acts() > acts or self._next_stop(before(stop), stop) != stop,
            f"what is due at {stop.isoformat()}",
        )
        self._now = stop

    def _next_stop(self, after: datetime, at_most: datetime) -> datetime | None:
        return next_stop(self._register, self._id, self._policy, after, at_most)

    async def _act(self, act: story.StoryAct) -> None:
        plays: dict[type, Play] = {
            story.RecordFacts: self._record_facts,
            story.ChangePhase: self._change_phase,
            story.PrepareDocument: self._prepare,
            story.Approve: self._approve,
            story.Issue: self._issue,
            story.MerchantAcknowledges: self._acknowledge,
            story.MerchantChooses: self._choose,
            story.MerchantReports: self._report,
            story.RecordReceipt: self._receipt,
            story.SettleDuty: self._settle_duty,
            story.ConfirmDuty: self._confirm_duty,
            story.Thread: self._thread,
            story.DecideRetention: self._retention,
            story.TestDesk: self._waves.test_desk,
            story.StateSender: self._waves.state_sender,
            story.PlanWave: self._plan_wave,
            story.StartWave: self._waves.start,
            story.LettersPosted: self._waves.letters_posted,
            story.CallPeople: self._waves.call_people,
            story.Substitute: self._waves.substitute,
            story.Close: self._close,
        }
        await plays[type(act)](act)

    def _given(self, act: story.Act) -> Given:
        return Given(actor=act.by, case_time=act.at)

    async def _record_facts(self, act: story.RecordFacts) -> None:
        organisation = next(iter(self._parties))
        facts = [
            entry.as_fact(at=act.at, organisation=organisation, recorder=act.by)
            for entry in act.facts
        ]
        await self._shirase.record_facts(self._id, facts, self._given(act))

    async def _change_phase(self, act: story.ChangePhase) -> None:
        await self._shirase.change_phase(self._id, act.to, self._given(act))

    async def _prepare(self, act: story.PrepareDocument) -> None:
        merchants = tuple(self._parties[key] for key in act.merchants)
        filing = act.kind in FILINGS
        authority = (self._parties[act.authority],) if act.authority else ()
        prepared = await self._shirase.prepare_document(
            self._id,
            act.kind.value,
            self._given(act),
            addressees=authority if filing else merchants,
            on_behalf_of=merchants if filing else (),
        )
        self._documents[act.document] = prepared.number
        await until(
            lambda: self._look.document(prepared.number) is not None, f"draft {prepared.number}"
        )

    async def _approve(self, act: story.Approve) -> None:
        await self._shirase.approve(self._id, self._documents[act.document], self._given(act))

    async def _issue(self, act: story.Issue) -> None:
        if act.despite is not None:
            release = self._look.release_number(self._documents[act.document])
            words = ReleaseDespite(release=release, reason=act.despite)
            await self._carry_out(DecisionKind.RELEASE_DESPITE, words, self._given(act))
        await self._shirase.issue(self._id, self._documents[act.document], self._given(act))

    async def _acknowledge(self, act: story.MerchantAcknowledges) -> None:
        merchant_id = self._parties[act.merchant]
        await self._shirase.acknowledge(self._id, merchant_id, self._given(act))

    async def _choose(self, act: story.MerchantChooses) -> None:
        await self._shirase.choose(
            self._id,
            self._parties[act.merchant],
            act.choice.value,
            self._given(act),
            terms=self._terms(act),
            includes_filing=act.includes_filing,
        )

    def _terms(self, act: story.MerchantChooses) -> MandateTerms | None:
        """A mandate shows its people the merchant's own name, and our desk."""
        if act.choice is not MerchantChoice.MANDATE:
            return None
        return MandateTerms(
            given_by=act.given_by,
            sender_name=self._names[act.merchant],
            desk=self._desk,
            sub_processors_accepted=True,
        )

    async def _report(self, act: story.MerchantReports) -> None:
        filed = act.at.isoformat() if act.what.endswith("_filed") else None
        details = {
            "receipt_number": act.receipt_number,
            "count": act.count,
            "submitted_at": filed,
        }
        await self._shirase.report(
            self._id,
            self._parties[act.merchant],
            act.what,
            self._given(act),
            {name: value for name, value in details.items() if value is not None},
        )

    async def _receipt(self, act: story.RecordReceipt) -> None:
        await self._shirase.record_receipt(
            self._id,
            self._documents[act.document],
            act.receipt_number,
            act.at,
            self._given(act),
        )

    async def _settle_duty(self, act: story.SettleDuty) -> None:
        """Counsel settles every duty of the rule that the engine proposes as not applicable."""
        debtor = self._parties[act.party]

        def proposed() -> list[DutyRow]:
            prefix = duty_key(act.rule, debtor, "")
            return [
                d for d in self._look.duties() if d.key.startswith(prefix) and d.status == PROPOSED
            ]

        await until(lambda: bool(proposed()), f"{act.rule} proposed as not applicable")
        for duty in proposed():
            await self._shirase.settle_duty(self._id, duty.key, act.ground, self._given(act))

    async def _confirm_duty(self, act: story.ConfirmDuty) -> None:
        """Counsel confirms the later dates of the rule as the engine shows them."""
        prefix = duty_key(act.rule, self._parties[act.party], "")

        await until(lambda: bool(self._look.later_dates(prefix)), f"a later date of {act.rule}")
        words = DutiesConfirmed(duties=self._look.later_dates(prefix), reason=act.reason)
        await self._carry_out(DecisionKind.DUTIES_CONFIRMED, words, self._given(act))

    async def _thread(self, act: story.Thread) -> None:
        theirs = act.by == act.party
        words = ThreadWords(
            party=act.party,
            direction=Direction(act.direction),
            text=act.summary,
            by=Speaker.THEM if theirs else Speaker.US,
            answers=act.answers,
            complete=True if act.direction == "answered" else None,
        )
        await self._carry_out(DecisionKind.THREAD_ENTRY, words, self._given(act))

    async def _retention(self, act: story.DecideRetention) -> None:
        for merchant in act.merchants:
            words = RetentionDecided(data_set=merchant, decision=act.decision, reason=act.reason)
            await self._carry_out(DecisionKind.RETENTION_DECIDED, words, self._given(act))

    async def _carry_out(self, kind: DecisionKind, words: DecisionWords, given: Given) -> None:
        said = words.model_dump(mode="json", exclude_none=True)
        await self._shirase.carry_out(self._id, kind, said, given)

    async def _plan_wave(self, act: story.PlanWave) -> None:
        documents = [self._documents[handle] for handle in (act.document, act.letter)]
        await self._waves.plan(act, tuple(self._parties[key] for key in act.merchants), documents)

    async def _close(self, act: story.Close) -> None:
        await until(
            lambda: all(duty.status in ENDED for duty in self._look.duties()), "every duty's end"
        )
        await self._shirase.close(self._id, self._given(act), Phase.CLOSED)
