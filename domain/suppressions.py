"""Lists of a mail provider that turn a mail into nothing, and which of them a notice goes past."""

from enum import StrEnum


class Bypass(StrEnum):
    """A list that a notice may go past, by policy.

    Who declined marketing mail is still owed a notice that the law demands. An address that
    bounced once may work again. Whoever complained about our mail gets none: that list has no
    name here, so no policy can ask for it, nor for "all lists", which would hold it.
    """

    UNSUBSCRIBES = "unsubscribes"
    BOUNCES = "bounces"
