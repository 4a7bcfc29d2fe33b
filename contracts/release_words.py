"""What commands say about publishing: one model for each kind, as in `decision_words`."""

from typing import Annotated

from pydantic import Field

from contracts.decision_words import DecisionWords, Named, Number, Words
from contracts.file_fields import CaseTime
from domain.documents import DocumentKind
from domain.publication_holds import HoldGround

Called = Annotated[str, Field(min_length=1, max_length=200)]


class ReleaseDespite(DecisionWords):
    """`release_despite`: a release may leave although somebody is still to be told before it."""

    release: Number
    reason: Words = ""


class ReleasePlanned(DecisionWords):
    """`release_planned`: when a person is asked to publish; without a time the plan is given up."""

    release: Number
    publish_at: CaseTime | None = None


class PublicationHeld(DecisionWords):
    """`publication_held`: nothing of the scope is published; without kinds nothing public at all.

    `requester` is a party or a staff role; `until` is when it is asked again, for a hold ends by a
    person's word only.
    """

    requester: Named
    ground: HoldGround
    scope: Words = ""
    until: CaseTime
    kinds: tuple[DocumentKind, ...] = ()


class PublicationFreed(DecisionWords):
    """`publication_freed`: a hold ends, or with `until` is prolonged, for a reason."""

    hold: Number
    reason: Words = ""
    until: CaseTime | None = None


class ReleaseCorrected(DecisionWords):
    """`release_corrected`: a published release says visibly that a later one corrects it."""

    release: Number
    corrected_in: Number


class InsiderTold(DecisionWords):
    """`insider_told`: somebody outside of the engine's own ways was told, and when."""

    name: Called
    organisation: Annotated[str, Field(max_length=200)] = ""
    way: Annotated[str, Field(max_length=500)] = ""
    told_at: CaseTime


class CodeLookedInto(DecisionWords):
    """`code_looked_into`: what was found about a check code that was asked abnormally often."""

    check_code: Annotated[str, Field(min_length=4, max_length=20)]
    finding: Words = ""
