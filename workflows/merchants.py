"""Merchants of one shard: told, reminded, escalated, acknowledged, chosen, reported."""

import asyncio
from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts.incident_activities import AlertActivities, MerchantActivities
    from contracts.incident_payloads import CaseClockMoved, SomethingChanged
    from contracts.merchant_payloads import (
        AcknowledgeMerchant,
        ChooseForPeople,
        EscalateMerchants,
        MerchantAct,
        MerchantEntry,
        MerchantReport,
        MerchantsChanged,
        MerchantsInput,
        MerchantsTold,
        RemindMerchants,
    )
    from contracts.payloads import Command, Outcome
    from contracts.retries import REGISTER, WORDS_AND_MAIL
    from domain.parties import MerchantChoice
    from workflows.case_clock import WorkflowClock
    from workflows.commands import CommandLog, Refusals
    from workflows.length import is_long
    from workflows.telling import tell_incident

REPORTS = frozenset(
    {
        *("published", "preliminary_filed", "final_filed", "people_notified"),
        *("retraction_received", "people_corrected"),
    }
)


@workflow.defn
class MerchantsWorkflow:
    """Sees to it that every merchant answers; a silent one is escalated, never taken as willing."""

    @workflow.init
    def __init__(self, given: MerchantsInput) -> None:
        self._input = given
        self._care = given.care
        self._clock = WorkflowClock(given.clock)
        self._entries = {entry.merchant_id: entry for entry in given.entries}
        self._commands = CommandLog(given.handled, self._clock)
        self._refusals = Refusals(given.incident_id, "merchant", self._clock)
        # Between looking at a choice and recording one, no other may come in.
        self._choosing = asyncio.Lock()
        self._changed = False
        self._closed = False

    @workflow.run
    async def run(self, given: MerchantsInput) -> None:
        """Until the incident closes; continues as new before its history grows long."""
        del given
        while not self._closed:
            await self._follow_up()
            if is_long():
                await workflow.wait_condition(workflow.all_handlers_finished)
                if not self._closed:
                    workflow.continue_as_new(self._carried_on())
            await self._wait_for_next_step()
        await workflow.wait_condition(workflow.all_handlers_finished)

    @workflow.signal
    def merchants_told(self, told: MerchantsTold) -> None:
        """The notice left for these merchants: their time to answer begins."""
        for merchant_id in told.merchant_ids:
            entry = self._entries.get(merchant_id)
            if entry and entry.told_at is None:
                self._entries[merchant_id] = entry.model_copy(update={"told_at": told.at})
        self._changed = True

    @workflow.signal
    def merchants_changed(self, change: MerchantsChanged) -> None:
        """Merchants have come in, or have taken their mandate back and have to choose anew."""
        for merchant_id in change.added:
            self._entries.setdefault(merchant_id, MerchantEntry(merchant_id=merchant_id))
        for merchant_id in change.undecided:
            if merchant_id in self._entries:
                self._update(merchant_id, choice="", escalated=False)
        self._changed = True

    @workflow.signal
    def case_clock_moved(self, moved: CaseClockMoved) -> None:
        """A rehearsal has turned its clock forward."""
        self._clock.turn_to(moved.case_time)
        self._changed = True

    @workflow.signal
    def incident_ended(self) -> None:
        """Nobody has to answer any more."""
        self._closed = True

    @workflow.query
    def entries(self) -> tuple[MerchantEntry, ...]:
        """Where each merchant of this shard stands."""
        return tuple(self._entries.values())

    @workflow.update
    async def acknowledge(self, command: AcknowledgeMerchant) -> Outcome:
        """The merchant has the notice. Refused for a merchant that was not told."""
        return await self._commands.once(command, lambda: self._acknowledge(command))

    @workflow.update
    async def choose(self, command: ChooseForPeople) -> Outcome:
        """The merchant notifies its people itself, or gives its mandate; never changed silently."""
        return await self._commands.once(command, lambda: self._choose(command))

    @workflow.update
    async def report(self, command: MerchantReport) -> Outcome:
        """What the merchant did itself, as it states it."""
        return await self._commands.once(command, lambda: self._report(command))

    async def _acknowledge(self, command: AcknowledgeMerchant) -> str:
        entry = await self._told(command, command.merchant_id, "acknowledge")
        await self._record(command, entry.merchant_id, "acknowledged")
        self._update(entry.merchant_id, acknowledged=True)
        return "acknowledged"

    async def _choose(self, command: ChooseForPeople) -> str:
        async with self._choosing:
            return await self._choose_alone(command)

    async def _choose_alone(self, command: ChooseForPeople) -> str:
        entry = await self._told(command, command.merchant_id, "choose")
        if command.choice not in set(MerchantChoice):
            sentence = "choose own_notice or mandate"
            await self._refusals.refuse(command, "choose", entry.merchant_id, sentence)
        if entry.choice and entry.choice != command.choice:
            sentence = "the merchant has already chosen; withdraw that choice first"
            await self._refusals.refuse(command, "choose", entry.merchant_id, sentence)
        await self._record(
            command, entry.merchant_id, "chosen", command.choice, filing=command.includes_filing
        )
        # Whoever decides has read the notice.
        self._update(entry.merchant_id, acknowledged=True, choice=command.choice)
        return command.choice

    async def _report(self, command: MerchantReport) -> str:
        entry = await self._told(command, command.merchant_id, "report")
        if command.what not in REPORTS:
            sentence = f"a merchant reports one of: {', '.join(sorted(REPORTS))}"
            await self._refusals.refuse(command, "report", entry.merchant_id, sentence)
        await self._record(command, entry.merchant_id, command.what)
        return command.what

    async def _told(self, command: Command, merchant_id: str, action: str) -> MerchantEntry:
        entry = self._entries.get(merchant_id)
        if entry is None:
            sentence = "no such merchant in this incident"
            await self._refusals.refuse(command, action, merchant_id, sentence)
        if entry.told_at is None:
            sentence = "this merchant was not told yet"
            await self._refusals.refuse(command, action, merchant_id, sentence)
        return entry

    async def _record(
        self,
        command: Command,
        merchant_id: str,
        act: str,
        choice: str = "",
        *,
        filing: bool = False,
    ) -> None:
        await workflow.execute_activity_method(
            MerchantActivities.record_merchant_act,
            MerchantAct(
                incident_id=self._input.incident_id,
                merchant_id=merchant_id,
                command_id=command.command_id,
                actor=command.actor,
                act=act,
                choice=choice,
                includes_filing=filing,
                at=self._clock.now(),
            ),
            **REGISTER,
        )
        change = SomethingChanged(what="merchants", at=self._clock.now())
        await tell_incident(self._input.incident_id, change)

    async def _follow_up(self) -> None:
        """Remind and escalate whoever is due; several passed reminders become one."""
        now = self._clock.now()
        by_number: dict[int, list[str]] = {}
        silent: list[str] = []
        for entry in self._entries.values():
            if entry.told_at is None or entry.choice or entry.escalated:
                continue
            number = self._care.reminders_due(entry.told_at, now)
            if number > entry.reminders:
                by_number.setdefault(number, []).append(entry.merchant_id)
            if now >= entry.told_at + self._care.escalate_after:
                silent.append(entry.merchant_id)
        for number, merchant_ids in sorted(by_number.items()):
            await self._remind(merchant_ids, number, now)
        if silent:
            await self._escalate(silent, now)

    async def _remind(self, merchant_ids: list[str], number: int, now: datetime) -> None:
        for merchant_id in merchant_ids:
            self._update(merchant_id, reminders=number)
        reminder = RemindMerchants(
            incident_id=self._input.incident_id,
            merchant_ids=tuple(merchant_ids),
            number=number,
            at=now,
        )
        await workflow.execute_activity_method(
            AlertActivities.remind_merchants, reminder, **WORDS_AND_MAIL
        )

    async def _escalate(self, merchant_ids: list[str], now: datetime) -> None:
        for merchant_id in merchant_ids:
            self._update(merchant_id, escalated=True)
        escalation = EscalateMerchants(
            incident_id=self._input.incident_id,
            merchant_ids=tuple(merchant_ids),
            roles=self._care.escalate_to,
            at=now,
        )
        await workflow.execute_activity_method(
            AlertActivities.escalate_merchants, escalation, **WORDS_AND_MAIL
        )

    async def _wait_for_next_step(self) -> None:
        now = self._clock.now()
        steps = [at for e in self._entries.values() if (at := self._next_step_at(e, now))]
        self._changed = False
        wait = min(steps) - now if steps else None
        if wait is not None and wait.total_seconds() <= 0:
            return
        try:
            await workflow.wait_condition(lambda: self._changed or self._closed, timeout=wait)
        except TimeoutError:
            return

    def _next_step_at(self, entry: MerchantEntry, now: datetime) -> datetime | None:
        """When this merchant is next reminded or escalated; `now` for whatever is overdue."""
        if entry.told_at is None or entry.choice or entry.escalated:
            return None
        at = entry.told_at + self._care.escalate_after
        if entry.reminders < self._care.reminders:
            at = min(at, entry.told_at + self._care.remind_after * (entry.reminders + 1))
        return max(at, now)

    def _update(self, merchant_id: str, **changes: object) -> None:
        self._entries[merchant_id] = self._entries[merchant_id].model_copy(update=changes)
        self._changed = True

    def _carried_on(self) -> MerchantsInput:
        return self._input.model_copy(
            update={
                "clock": self._clock.state,
                "entries": tuple(self._entries.values()),
                "handled": self._commands.handled,
            }
        )
