"""Mandates (委任): a merchant's recorded order to notify its people for it.

Without one nobody's customers are written to; silence is never taken for one.
"""

from pydantic import BaseModel, ConfigDict, Field


class MandateTerms(BaseModel):
    """What a merchant has agreed to.

    `given_by` is a role in words, never a name. `sender_name` and `desk` are what its people are
    shown. `text_digest` is the text that it was shown, empty where none existed yet; the words
    that leave are approved on their own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    given_by: str = Field(default="", max_length=120)
    sender_name: str = Field(default="", max_length=120)
    desk: str = Field(default="", max_length=120)
    sub_processors_accepted: bool = False
    text_digest: str = Field(default="", max_length=64)

    def missing(self) -> tuple[str, ...]:
        """What still lacks before this is a mandate, in words; none when it is one."""
        answers = {
            "who gave it": self.given_by,
            "the sender name that its people will see": self.sender_name,
            "the contact desk that its people will see": self.desk,
            "its consent to our mail provider as a sub-processor": self.sub_processors_accepted,
        }
        return tuple(name for name, answer in answers.items() if not answer)
