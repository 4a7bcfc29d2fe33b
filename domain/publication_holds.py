"""Holds on publishing: who asked that something be not yet public, what, and until when.

A hold stops what everybody would read. It never stops a filing: an authority is told in time
whoever asks otherwise. Time alone ends no hold; when its time has come, a person is asked.
"""

from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from domain.documents import FOR_EVERYBODY, DocumentKind


class HoldGround(StrEnum):
    """Why publishing waits: 捜査への協力, 脆弱性情報等の公表時期の調整, その他."""

    POLICE = "police"
    COORDINATED_DISCLOSURE = "coordinated_disclosure"
    OTHER = "other"


class PublicationHold(BaseModel):
    """A hold as it stands; without kinds it covers everything public."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    id: str
    number: int
    requester: str
    ground: HoldGround
    scope: str = Field(repr=False)
    kinds: tuple[DocumentKind, ...]
    until: AwareDatetime
    added_at: AwareDatetime
    added_by: str
    ended_at: AwareDatetime | None = None
    ended_by: str = ""
    end_reason: str = Field(default="", repr=False)

    @property
    def in_force(self) -> bool:
        """Until a person ends it, also after its time."""
        return self.ended_at is None

    def stops(self, kind: DocumentKind) -> bool:
        """Whether this kind may not be published now; whatever is not public never is stopped."""
        covered = kind in self.kinds if self.kinds else True
        return self.in_force and kind in FOR_EVERYBODY and covered
