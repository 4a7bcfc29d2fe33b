"""A mail of a notice that a crash left in doubt: looked at again, never sent again."""

from contracts.document_payloads import Issue, IssueDocument
from domain.documents import DocumentState
from tests.workflows.document_acts import approve, drafted
from tests.workflows.samples import given
from tests.workflows.world import World
from workflows.document import DocumentWorkflow


async def test_it_looks_again_until_the_provider_has_told(world: World) -> None:
    world.fakes.documents.unsettled = [2, 1, 0]
    text = await drafted(world)
    await approve(text, "counsel")
    await approve(text, "commander")

    await text.execute_update(DocumentWorkflow.issue, IssueDocument(**given("commander")))

    assert await text.result() == DocumentState.ISSUED.value
    issues = world.calls.of("issue_document", Issue)
    assert len(issues) == 3
    assert len({issue.command_id for issue in issues}) == 1


async def test_it_gives_up_looking_after_some_days(world: World) -> None:
    world.fakes.documents.unsettled = [1]
    text = await drafted(world)
    await approve(text, "counsel")
    await approve(text, "commander")

    await text.execute_update(DocumentWorkflow.issue, IssueDocument(**given("commander")))

    assert await text.result() == DocumentState.ISSUED.value
    assert 10 < len(world.calls.of("issue_document", Issue)) < 100
