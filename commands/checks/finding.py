"""What a check found: fine, worth knowing, or to be mended, with what to do."""

from dataclasses import dataclass
from typing import Any, Literal

from hosting.failures import HostingError
from screens.words import ScreenLanguage

Status = Literal["ok", "warn", "fail"]
CheckName = Literal[
    "settings",
    "data_folder",
    "disk",
    "key",
    "register",
    "clock_database",
    "temporal",
    "search_attributes",
    "worker",
    "clock_temporal",
    "intake",
    "mail",
    "webhook",
    "sender",
    "holidays",
]


@dataclass(frozen=True)
class Said:
    """A sentence in both languages; `ja` falls back on the English of the house's own errors."""

    en: str
    ja: str = ""

    def in_language(self, language: ScreenLanguage) -> str:
        """The sentence in the wanted language."""
        return self.ja or self.en if language == "ja" else self.en


@dataclass(frozen=True)
class Finding:
    """One check's outcome. `found` says what is, and where something is wrong what to do."""

    check: CheckName
    status: Status
    found: Said

    def as_json(self) -> dict[str, Any]:
        """For a program."""
        found = {"ja": self.found.in_language("ja"), "en": self.found.en}
        return {"check": self.check, "status": self.status, "found": found}


def fine(check: CheckName, en: str, ja: str) -> Finding:
    """Nothing to do."""
    return Finding(check, "ok", Said(en, ja))


def worth_knowing(check: CheckName, en: str, ja: str) -> Finding:
    """It works, but somebody should know."""
    return Finding(check, "warn", Said(en, ja))


def to_mend(check: CheckName, en: str, ja: str) -> Finding:
    """It does not work."""
    return Finding(check, "fail", Said(en, ja))


def failed(check: CheckName, error: Exception) -> Finding:
    """What an error of the house says; its sentences hold the remedy and no secret."""
    if isinstance(error, HostingError):
        return to_mend(check, error.in_language("en"), error.in_language("ja"))
    return to_mend(check, str(error), "")
