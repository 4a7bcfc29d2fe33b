"""What the working mails are rendered from: alerts to staff, reminders to a merchant."""

from typing import Annotated

from pydantic import AwareDatetime, Field

from contracts.document_context import (
    ClockView,
    ContextPart,
    Line,
    Organisation,
    ReplyWay,
    RequiredLine,
)
from domain.markings import Marking
from domain.roster import JAPAN
from domain.wording import Language


class AlertLine(ContextPart):
    """One duty that needs somebody now.

    `party` and `owed_to` are opaque labels or authorities, never the name of a merchant: alerts
    leave the house. `step` says where the duty stands on its ladder, `handed_on` why somebody else
    than before is asked. `acknowledge` is the command that takes it over. `missed` are times of
    rungs that nobody was told of, `missed_more` counts those beyond.
    """

    code_name: RequiredLine
    duty: RequiredLine
    due: AwareDatetime
    party: Line = ""
    owed_to: Line = ""
    step: Line = ""
    handed_on: Line = ""
    acknowledge: Line = ""
    missed: tuple[AwareDatetime, ...] = ()
    missed_more: int = Field(default=0, ge=0)


class AlertContext(ContextPart):
    """One mail for everything that came due for one person within the same minute.

    `zone` is the reader's, in which limits are said. `all_with` is the command that lists all.
    """

    marking: Marking
    issued_at: AwareDatetime
    lines: Annotated[tuple[AlertLine, ...], Field(min_length=1)]
    language: Language = Language.JAPANESE
    zone: str = JAPAN
    all_with: Line = ""


class ReminderContext(ContextPart):
    """A reminder to a merchant that has not acknowledged, or not chosen.

    `number` counts the reminders; `told_at` is the time of the first notice.
    """

    marking: Marking
    issued_at: AwareDatetime
    sender: Organisation
    merchant_name: RequiredLine
    incident_title: RequiredLine
    number: int = Field(ge=1)
    told_at: AwareDatetime
    reply: ReplyWay
    acknowledged: bool = False
    clocks: tuple[ClockView, ...] = ()
    language: Language = Language.JAPANESE


class ApprovalContext(ContextPart):
    """A request to approve one text.

    `binding` is the start of the digest that the approval is for; roles are named, never people.
    """

    marking: Marking
    issued_at: AwareDatetime
    code_name: RequiredLine
    document: RequiredLine
    author: RequiredLine
    approvers: RequiredLine
    binding: RequiredLine
    approve_with: RequiredLine
    language: Language = Language.JAPANESE
