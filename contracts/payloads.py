"""The base of everything that travels through Temporal."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class Payload(BaseModel):
    """Ids, counts, digests, dates and decisions; never a word about a person.

    Unknown fields are ignored, so that an older worker can read a newer message.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Command(Payload):
    """A human decision on its way to a workflow.

    `command_id` is minted once by the client: the same id is handled once, whatever is retried.
    The words that go with it stand in the register under that id. `case_time` turns a rehearsal's
    clock to the moment in which the command is given; a live incident ignores it.
    """

    command_id: str
    actor: str
    case_time: datetime | None = None


class Outcome(Payload):
    """What became of a command; `sentence` is for the person who gave it."""

    command_id: str
    accepted: bool
    sentence: str = ""
