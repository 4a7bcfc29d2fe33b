"""Short stories, cut out of the published case, for what needs no two months of it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from contracts import story
from contracts.incident_file import IncidentFile

STEP = timedelta(minutes=1)
MAIL, LETTER, WAVE = "mail-1", "letter-1", "wave-1"


def up_to_the_merchants_told(file: IncidentFile) -> tuple[story.StoryAct, ...]:
    """From the first word to the notice that reached all merchants; at the case's own times."""
    acts: list[story.StoryAct] = []
    for act in file.story:
        acts.append(act)
        if isinstance(act, story.Issue):
            return tuple(acts)
    raise AssertionError("the case issues nothing")


def mandates(file: IncidentFile, *merchants: str) -> tuple[story.StoryAct, ...]:
    """The mandates of these merchants, a minute apart, in the evening of the notice."""
    return _soon(
        file,
        lambda act: isinstance(act, story.MerchantChooses) and act.merchant in merchants,
    )


def first_wave(file: IncidentFile) -> tuple[story.StoryAct, ...]:
    """Five mandates and the facts of the second week, then the documents and the approved plan."""
    chosen = next(a for a in file.story if isinstance(a, story.PlanWave)).merchants
    documents = {MAIL, LETTER}

    def belongs(act: story.StoryAct) -> bool:
        match act:
            case story.MerchantChooses():
                return act.merchant in chosen
            case story.PrepareDocument() | story.Approve():
                return act.document in documents
            case story.PlanWave():
                return act.wave == WAVE
            case story.TestDesk() | story.StateSender():
                return True
            case story.RecordFacts():
                return any(fact.key == "figure.people" for fact in act.facts)
        return False

    return _soon(file, belongs)


def filing(file: IncidentFile) -> tuple[story.StoryAct, ...]:
    """The preliminary report by proxy of five merchants, from its draft to its receipt."""
    kinds = (story.PrepareDocument, story.Approve, story.Issue, story.RecordReceipt)
    return _soon(file, lambda act: isinstance(act, kinds) and act.document == "preliminary-five")


def after_the_mails(file: IncidentFile) -> tuple[story.StoryAct, ...]:
    """Letters are posted, people called, and whom nothing reaches is told by publication."""
    kinds = (story.LettersPosted, story.CallPeople, story.Substitute)
    return _soon(file, lambda act: isinstance(act, kinds) and act.wave == WAVE)


def _soon(
    file: IncidentFile, belongs: Callable[[story.StoryAct], bool]
) -> tuple[story.StoryAct, ...]:
    """Acts of the case, moved to the evening of the notice, so that no clock rings between them."""
    told_at = up_to_the_merchants_told(file)[-1].at
    return tuple(_minute_by_minute(filter(belongs, file.story), told_at + STEP))


def _minute_by_minute(acts: Iterable[story.StoryAct], at: datetime) -> Iterator[story.StoryAct]:

    for act in acts:
        yield act.model_copy(update={"at": at})
        at += STEP
