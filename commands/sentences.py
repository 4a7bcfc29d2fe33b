"""Whatever goes wrong in a command becomes one sentence and an exit code.

Exit codes: 0 done, 1 looked and found something wrong, 2 refused or not possible, 130 Ctrl-C.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Literal

import typer

ScreenLanguage = Literal["ja", "en"]

EXIT_FOUND_WRONG = 1
EXIT_REFUSED = 2
EXIT_INTERRUPTED = 130
UNAVAILABLE_JA = (
    "エンジンが操作を受け取りません。サーバーとワーカーが動いているかを `shirase doctor` で確認し"
    "(記録はデータフォルダーにあります)、同じ操作を繰り返してください。"
)


class Language(StrEnum):
    """Languages of the screen."""

    JAPANESE = "ja"
    ENGLISH = "en"


class NotPossible(Exception):  # noqa: N818 - says what was found, as on screen
    """What was asked for cannot be done as it was asked; each text says what would be right."""

    def __init__(self, *, en: str, ja: str) -> None:
        super().__init__(en)
        self._sentences: dict[ScreenLanguage, str] = {"en": en, "ja": ja}

    def in_language(self, language: ScreenLanguage) -> str:
        """The sentence in the wanted language."""
        return self._sentences[language]


@contextmanager
def one_sentence(language: Language | None = None) -> Iterator[None]:
    """Turn errors of the house into a sentence and an exit code; any other is a bug of ours.

    Without a language the sentence is in that of the settings.
    """
    try:
        yield
    except KeyboardInterrupt:
        raise typer.Exit(EXIT_INTERRUPTED) from None
    except BrokenPipeError:
        # Whoever reads us (`| head`) has seen enough; click ends quietly then.
        raise
    except Exception as error:
        sentence = _sentence(error, screen_language(language))
        if sentence is None:
            raise
        typer.echo(sentence, err=True)
        raise typer.Exit(EXIT_REFUSED) from None


def screen_language(language: Language | None) -> ScreenLanguage:
    """The language asked for, else that of the settings, else Japanese."""
    if language is not None:
        return language.value
    from settings import Settings
    from settings_complaints import SettingsError

    try:
        return Settings.load().language
    except SettingsError:
        return "ja"


def _sentence(error: Exception, language: ScreenLanguage) -> str | None:
    """What to tell about an error of the house or of the machine; None for any other."""
    if isinstance(error, NotPossible):
        # Said at once: what follows loads the engine's parts.
        return error.in_language(language)
    from sqlalchemy.exc import OperationalError
    from temporalio.service import RPCError

    from command_channel import UNAVAILABLE, CommandRefused, EngineUnavailableError
    from commands.refusal_words import in_japanese
    from commands.refusals_of_policies import policy_in_japanese
    from demo.waits import EngineTooSlow
    from hosting.failures import HostingError
    from incident_file import IncidentFileError
    from maintenance import REGISTER_ERRORS
    from policies.loader import PolicyError
    from regimes.loader import RegimeFileError
    from sealing.errors import SealingError
    from settings_complaints import SettingsError

    if isinstance(error, HostingError):
        return error.in_language(language)
    if isinstance(error, OperationalError):
        # The driver's first line names files and hosts, but no values of rows.
        cause = str(error.orig).splitlines()[0]
        return {
            "ja": f"記録簿を開けません。SHIRASE_DATABASE_URL を確認してください({cause})。",
            "en": f"The register cannot be opened. Check SHIRASE_DATABASE_URL ({cause}).",
        }[language]
    if isinstance(error, RPCError | EngineUnavailableError):
        return {"ja": UNAVAILABLE_JA, "en": UNAVAILABLE}[language]
    if isinstance(error, OSError) and error.strerror:
        return ": ".join(part for part in (error.strerror, error.filename) if part)
    house = (
        *(CommandRefused, EngineTooSlow, IncidentFileError, PolicyError, RegimeFileError),
        *(*REGISTER_ERRORS, SealingError, SettingsError),
    )
    said = str(error) if isinstance(error, house) else None
    in_words = policy_in_japanese if isinstance(error, PolicyError) else in_japanese
    translated = language == "ja" and isinstance(error, CommandRefused | PolicyError)
    return in_words(str(error)) if translated else said
