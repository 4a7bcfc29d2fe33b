"""What commands on channels say: the desk, the sender, letters, lists and their results.

Lists come as lines: what stands in a line is checked by the handler, line by line, so that one
wrong line does not keep the others out.
"""

from typing import Annotated

from pydantic import Field

from contracts.decision_words import DecisionWords, Number, Words
from contracts.file_fields import CaseTime, Line, PhoneNumber

MOST_LINES = 2_000_000
Contacts = Annotated[int, Field(ge=0, le=1_000_000)]
Cell = Annotated[str, Field(max_length=1_000)]


class DeskTested(DecisionWords):
    """`desk_tested`: somebody called the contact desk under its own number, and how it went.

    `per_mille`: how many of a thousand people told are expected to get in touch; by the policy
    where nothing is said. `independent`: why the desk's telephone and files are not hit.
    """

    phone: PhoneNumber
    hours: Line
    contacts_an_hour: Contacts
    contacts_a_day: Contacts
    independent: Words = ""
    per_mille: Annotated[int, Field(ge=1, le=1000)] | None = None
    failed: Words = ""
    tested_at: CaseTime | None = None


class SenderOutside(DecisionWords):
    """`sender_outside`: domain, account and provider of a sender are outside the incident.

    `hit` takes it back: what is known of the sender being hit.
    """

    sender: Annotated[str, Field(min_length=1, max_length=40)] = "main"
    domain: Words = ""
    account: Words = ""
    provider: Words = ""
    hit: Words = ""


class ReportedLetter(DecisionWords):
    """One line of a list of letters."""

    line: Annotated[int, Field(ge=1)]
    number: Cell
    postal_code: Cell = ""
    address: Cell = ""


class LettersReported(DecisionWords):
    """`letters_reported`: what printer and post say of letters; none named means all printed."""

    wave: Number
    report: Annotated[str, Field(pattern="^(posted|returned|readdressed)$")]
    lines: Annotated[tuple[ReportedLetter, ...], Field(max_length=MOST_LINES)]


class ListMade(DecisionWords):
    """`list_made`: whose turn it is goes on a list of this channel."""

    wave: Number
    channel: Annotated[str, Field(max_length=12)]


class ReportedResult(DecisionWords):
    """One line of a list of results. `at` is empty where it cannot be read."""

    line: Annotated[int, Field(ge=1)]
    code: Cell
    outcome: Cell
    at: CaseTime | None = None
    by: Cell = ""
    note: Cell = ""


class ResultsReported(DecisionWords):
    """`results_reported`: who was reached, when and by whom."""

    wave: Number
    channel: Annotated[str, Field(max_length=12)]
    lines: Annotated[tuple[ReportedResult, ...], Field(max_length=MOST_LINES)]


class SubstituteRecorded(DecisionWords):
    """`substitute_recorded`: the substitute notice for whom no held contact reaches."""

    wave: Number
    reason: Words = ""


class FileProduced(DecisionWords):
    """`file_produced`: what was written for somebody outside, and whose people it names.

    `document` and `binding` are those of the words in a kit.
    """

    kind: Annotated[str, Field(min_length=1, max_length=20)]
    path: Annotated[str, Field(min_length=1, max_length=300)]
    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    people: Annotated[int, Field(ge=0)]
    merchant: str = ""
    wave: Number | None = None
    document: Number | None = None
    binding: Annotated[str, Field(pattern="^([0-9a-f]{64})?$")] = ""
