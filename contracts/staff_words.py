"""What commands on our own people say; see `decision_words`."""

from datetime import date

from contracts.decision_words import DecisionWords
from contracts.file_fields import MailAddress
from domain.parties import StaffRole


class StaffAway(DecisionWords):
    """`staff_away`: a holder of a role is away on these days, both included, in that person's zone.

    Without `since` from today. `back`: from today nobody of the role is away any more, and no days
    are given. `mail` says which holder is meant, where there are several. Why somebody is away is
    nobody's business here.
    """

    role: StaffRole
    since: date | None = None
    until: date | None = None
    mail: MailAddress | None = None
    back: bool = False
