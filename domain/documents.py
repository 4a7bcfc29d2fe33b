"""Documents: their kinds, states and what binds an approval to them."""

import hashlib
from collections.abc import Iterable
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class DocumentKind(StrEnum):
    """Anything issued in words; the value is also the folder of its templates."""

    MERCHANT_NOTICE = "merchant_notice"
    PERSON_NOTICE = "person_notice"
    PERSON_LETTER = "person_letter"
    PRELIMINARY_REPORT = "preliminary_report"
    FINAL_REPORT = "final_report"
    FIRST_RELEASE = "first_release"
    FOLLOW_UP_RELEASE = "follow_up_release"
    MERCHANT_RETRACTION = "merchant_retraction"
    PERSON_RETRACTION = "person_retraction"
    PERSON_RETRACTION_LETTER = "person_retraction_letter"
    RETRACTION_RELEASE = "retraction_release"
    WITHDRAWAL_REPORT = "withdrawal_report"
    FINAL_RELEASE = "final_release"
    AMENDED_REPORT = "amended_report"
    ENTRUSTOR_NOTICE = "entrustor_notice"
    NEGATIVE_ASSURANCE = "negative_assurance"
    FAQ = "faq"
    DESK_SCRIPT = "desk_script"
    TIMELY_DISCLOSURE = "timely_disclosure"
    BOARD_MEMO = "board_memo"
    MERCHANT_KIT = "merchant_kit"


FILINGS = frozenset(
    {
        DocumentKind.PRELIMINARY_REPORT,
        DocumentKind.FINAL_REPORT,
        DocumentKind.WITHDRAWAL_REPORT,
        DocumentKind.AMENDED_REPORT,
    }
)
RELEASES = frozenset(
    {
        DocumentKind.FIRST_RELEASE,
        DocumentKind.FOLLOW_UP_RELEASE,
        DocumentKind.RETRACTION_RELEASE,
        DocumentKind.FINAL_RELEASE,
    }
)
PUBLIC_PAPERS = frozenset(
    {
        DocumentKind.NEGATIVE_ASSURANCE,
        DocumentKind.FAQ,
        DocumentKind.TIMELY_DISCLOSURE,
    }
)
"""What everybody may read beside the numbered releases."""
FOR_EVERYBODY = RELEASES | PUBLIC_PAPERS
"""What holds public facts only."""
IN_HOUSE = frozenset({DocumentKind.DESK_SCRIPT, DocumentKind.BOARD_MEMO})
"""What our own people read."""
MAILS_IN_DOUBT = "mails_in_doubt"
"""The workflow state of an issued document with a mail of which nobody knows whether it left."""
PERSON_DOCUMENTS = frozenset(
    {
        DocumentKind.PERSON_NOTICE,
        DocumentKind.PERSON_LETTER,
        DocumentKind.PERSON_RETRACTION,
        DocumentKind.PERSON_RETRACTION_LETTER,
    }
)
LETTERS = frozenset({DocumentKind.PERSON_LETTER, DocumentKind.PERSON_RETRACTION_LETTER})
MERCHANT_DOCUMENTS = frozenset(
    {
        DocumentKind.MERCHANT_NOTICE,
        DocumentKind.ENTRUSTOR_NOTICE,
        DocumentKind.MERCHANT_RETRACTION,
    }
)
TO_ONE_MERCHANT = MERCHANT_DOCUMENTS | {DocumentKind.MERCHANT_KIT}
"""What speaks to a merchant about its own people; a kit is handed over and never mailed."""
WRITTEN_OUT = FILINGS | FOR_EVERYBODY | IN_HOUSE
"""What leaves as a file in the outbox and not by our own mail."""
RETRACTIONS = frozenset(
    {
        DocumentKind.MERCHANT_RETRACTION,
        DocumentKind.PERSON_RETRACTION,
        DocumentKind.PERSON_RETRACTION_LETTER,
        DocumentKind.RETRACTION_RELEASE,
        DocumentKind.WITHDRAWAL_REPORT,
    }
)
"""Documents that take back what earlier ones said, because it was a false alarm.

Whom they go to is not chosen: it follows from who was warned.
"""


class DocumentState(StrEnum):
    """Where a document stands. `void` is an approval lost because something bound moved."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"


class Binding(BaseModel):
    """What an approval stands for, as digests; the approval binds `digest()` of all of it.

    The ledger revision is recorded beside an approval but not bound: a revision that changes
    nothing this document reads keeps the approval.
    """

    model_config = ConfigDict(frozen=True)

    text: str
    template: str
    facts: str
    population: str = ""
    plan: str = ""
    # What the house itself did, where the text says it (`domain.house_record`).
    record: str = ""

    def digest(self) -> str:
        """SHA-256 over the named parts, hexadecimal.

        A text without a record of the house is bound as before there were any.
        """
        parts = self.model_dump(exclude=None if self.record else {"record"})
        return digest_of(f"{name}={value}" for name, value in sorted(parts.items()))


def digest_of(parts: Iterable[str]) -> str:
    """SHA-256 (hexadecimal) over parts, each with its length so that no two lists collide."""
    sha = hashlib.sha256()
    for part in parts:
        raw = part.encode()
        sha.update(len(raw).to_bytes(8, "big"))
        sha.update(raw)
    return sha.hexdigest()
