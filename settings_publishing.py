"""The settings of the public site: where it lies, and under which address people read it."""

from pathlib import Path

from pydantic import Field, field_validator

from settings_smtp import SmtpSettings


class PublishingSettings(SmtpSettings):
    """Where releases are published; without a folder nothing is published by itself."""

    site_dir: Path | None = Field(
        None, description="a folder for the public site that does not exist yet or was made by it"
    )
    site_url: str | None = Field(
        None,
        pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?$",
        description="the address under which people read the public site, such as "
        "https://notice.your-company.co.jp",
    )

    @property
    def site_address(self) -> str:
        """The address of the public site without a slash at its end; empty when it is not set."""
        return (self.site_url or "").rstrip("/")

    @field_validator("site_dir")
    @classmethod
    def _of_the_root(cls, value: Path | None) -> Path | None:
        return value and value.expanduser().absolute()
