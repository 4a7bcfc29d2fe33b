"""The order of telling: who hears of an incident before everybody can read of it.

The order is policy. A step is open while somebody of it is still to be told; the step `web` is the
release itself, and whatever stands after it waits for nobody.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")


class TellingStep(StrEnum):
    """Whom a step tells: 当局, 委託元・契約店舗, ご本人, 適時開示, ウェブサイト."""

    AUTHORITY = "authority"
    BUSINESSES = "businesses"
    PEOPLE = "people"
    TIMELY_DISCLOSURE = "timely_disclosure"
    WEB = "web"


def open_before_web(
    order: Sequence[str], still_open: Mapping[TellingStep, T]
) -> dict[TellingStep, T]:
    """The open steps that stand before the release, in the order of the policy."""
    steps = [TellingStep(step) for step in order]
    before = steps[: steps.index(TellingStep.WEB)] if TellingStep.WEB in steps else []
    return {step: still_open[step] for step in before if step in still_open}


def order_problem(order: Sequence[str]) -> str:
    """Why an order cannot be followed; empty when it can. No order at all stops nothing."""
    known = [step.value for step in TellingStep]
    foreign = sorted(set(order) - set(known))
    if foreign:
        return f"no step is called {', '.join(foreign)}; right would be {', '.join(known)}"
    if len(set(order)) < len(order):
        return "each step stands in the order once"
    if order and TellingStep.WEB not in order:
        return f"'{TellingStep.WEB}' is missing: what stands before it stops a release"
    return ""


def spoken_steps(steps: Mapping[TellingStep, str] | Iterable[tuple[TellingStep, str]]) -> str:
    """Steps with who is still to be told: `authority (ppc); businesses (2 not told)`."""
    return "; ".join(f"{step} ({who})" for step, who in dict(steps).items())
