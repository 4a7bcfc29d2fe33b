"""How fast people may be told, so that those who then call or write find somebody who answers."""

from fractions import Fraction


def people_per_hour_cap(capacity_per_hour: int, expected_contact_rate: float) -> int:
    """The most people an hour whose expected contacts the desk can take; at least one.

    `capacity_per_hour` is contacts that the desk answers in an hour, `expected_contact_rate` how
    many contacts each person told is expected to cause (0.05: five of a hundred get in touch).

    Raises:
        ValueError: the desk answers nobody, or the rate is not above nought.
    """
    if capacity_per_hour < 1:
        raise ValueError("a desk answers at least one contact an hour")
    if not expected_contact_rate > 0:
        raise ValueError("an expected contact rate is above nought")
    # As it is written, so that 0.1 is a tenth and 100 contacts are 1,000 people, not 999.
    return max(int(capacity_per_hour / Fraction(str(expected_contact_rate))), 1)
