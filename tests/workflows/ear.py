"""A stand-in for the incident that hears what its children say; nothing else."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts.incident_payloads import SomethingChanged


@workflow.defn
class IncidentEar:
    """Lives under an incident's id until told to end."""

    def __init__(self) -> None:
        self._heard: list[SomethingChanged] = []

    @workflow.run
    async def run(self) -> None:
        await workflow.wait_condition(lambda: False)

    @workflow.signal
    def something_changed(self, change: SomethingChanged) -> None:
        self._heard.append(change)

    @workflow.query
    def heard(self) -> list[SomethingChanged]:
        return self._heard
