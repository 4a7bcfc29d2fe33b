"""Asks one question on the screen until the answer fits; `<` goes back to the one before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import typer

from screens.words import ScreenLanguage

Reading = Callable[[str], str | None]
"""The answer in its one form; None for one that does not fit."""
A_LINE = 3
BACK = ("<", "＜")
_YES = frozenset({"", "y", "yes", "はい"})
_NO = frozenset({"n", "no", "いいえ"})
_YES_OR_NO: Mapping[ScreenLanguage, str] = {
    "ja": "y(はい)か n(いいえ)で答えてください。",
    "en": "Answer y or n.",
}


class GoBack(Exception):  # noqa: N818 - what somebody wants, and no error
    """Whoever answers wants the question before once more."""


@dataclass(frozen=True)
class Question:
    """One question: the name of its answer, what fits, what is said to one that does not."""

    name: str
    read: Reading
    remedy: str
    default: str | None = None


def answer_to(question: Question, words: Mapping[str, str]) -> str:
    """The answer in its one form; GoBack where the question before is wanted."""
    while True:
        # With a default of nothing an empty answer comes to us, and is told what would be right.
        said: str = typer.prompt(
            words[question.name],
            default=question.default or "",
            show_default=bool(question.default),
        )
        if said.strip() in BACK:
            raise GoBack
        answer = question.read(said.strip())
        if answer is not None:
            return answer
        typer.echo(f"  {words[question.remedy]}")


def agreed(question: str, language: ScreenLanguage) -> bool:
    """Yes, which Enter says too, or no."""
    while True:
        said: str = typer.prompt(f"{question} [Y/n]", default="", show_default=False)
        word = said.strip().casefold()
        if word in _YES or word in _NO:
            return word in _YES
        typer.echo(f"  {_YES_OR_NO[language]}")


def one_of(choices: Mapping[str, str]) -> Reading:
    """A key, its number in the order they are shown, or the word it is shown by."""
    keys = list(choices)

    def read(text: str) -> str | None:
        if text.isdecimal() and 1 <= int(text) <= len(keys):
            return keys[int(text) - 1]
        return next((key for key in keys if text in {key, choices[key]}), None)

    return read


def shown(choices: Mapping[str, str]) -> str:
    """Choices with their numbers, on lines that fit a screen."""
    listed = [f"{number} {word}" for number, word in enumerate(choices.values(), start=1)]
    lines = (listed[start : start + A_LINE] for start in range(0, len(listed), A_LINE))
    return "\n  ".join(" / ".join(line) for line in lines)
