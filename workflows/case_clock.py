"""The one function through which workflows read the time."""

from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.casetime import CaseClock


class WorkflowClock:
    """Case time inside a workflow; in a rehearsal it can be turned forward."""

    def __init__(self, clock: CaseClock) -> None:
        self.state = clock

    def now(self) -> datetime:
        """Case time, the same at every replay of the history."""
        return self.state.case_time(workflow.now())

    def turn_to(self, case_time: datetime | None) -> None:
        """Turn a rehearsal's clock; a live incident's stays, whatever it is told.

        A time without a zone is no moment and changes nothing; an error here, in a handler, would
        halt the whole workflow.
        """
        if case_time is not None and case_time.tzinfo is not None:
            self.state = self.state.turned_to(case_time, workflow.now())
