"""A mail of a notice that a crash left in doubt: looked at again, sent again by a person only."""

from datetime import timedelta

from contracts.document_payloads import DecideMails, Issue, IssueDocument, MailsDecision
from contracts.names import document_workflow_id
from domain.documents import MAILS_IN_DOUBT, DocumentState
from tests.workflows.document_acts import Document, approve, drafted, issue, said
from tests.workflows.samples import DOCUMENT, INCIDENT, QUEUE, document, given
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


async def test_after_some_days_it_waits_for_a_person_who_decides(world: World) -> None:
    incident = await world.listen()
    world.fakes.documents.unsettled = [1]
    text = await drafted(world)
    await issued(text)
    await world.skip(timedelta(days=30))
    looks = world.calls.of("issue_document", Issue)
    assert 10 < len(looks) < 100
    assert (await said(incident))[-1] == MAILS_IN_DOUBT

    world.fakes.documents.unsettled = [0]
    decided = given("commander")
    command = DecideMails(**decided, decision="send_again")
    outcome = await text.execute_update(DocumentWorkflow.decide_mails, command)

    assert outcome.sentence == "decided; 0 of its merchants are not told yet"
    assert await text.result() == DocumentState.ISSUED.value
    (decision,) = world.calls.of("decide_mails", MailsDecision)
    assert (decision.command_id, decision.decision) == (decided["command_id"], "send_again")
    last = world.calls.of("issue_document", Issue)[-1]
    assert last.at == looks[0].at
    assert last.looked_at is not None
    assert last.looked_at >= decision.at
    assert (await said(incident))[-1] == DocumentState.ISSUED.value


async def test_the_end_of_the_incident_ends_the_waiting(world: World) -> None:
    world.fakes.documents.unsettled = [1]
    text = await drafted(world)
    await issued(text)
    await world.skip(timedelta(days=30))
    await text.signal(DocumentWorkflow.incident_ended)
    assert await text.result() == DocumentState.ISSUED.value


async def test_a_rebuilt_document_looks_after_its_mails_in_doubt(world: World) -> None:
    world.fakes.documents.unsettled = [1, 0]
    given_issue = Issue(
        incident_id=INCIDENT,
        document_id=DOCUMENT,
        command_id=DOCUMENT,
        actor="commander",
        approvers=(),
        at=await world.now(),
    )
    start = document().model_copy(update={"state": "issued", "issue": given_issue})
    text = await world.client.start_workflow(
        DocumentWorkflow.run, start, id=document_workflow_id(INCIDENT, 1), task_queue=QUEUE
    )
    assert await text.result() == DocumentState.ISSUED.value
    assert len(world.calls.of("issue_document", Issue)) == 2


async def issued(text: Document) -> None:
    await approve(text, "counsel")
    await approve(text, "commander")
    await issue(text)
