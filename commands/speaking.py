"""Commands that answer in sentences: what goes wrong before, or in, a command never shows a trace.

`act` turns the refusals of a running command into a sentence; here stand the two places around
it: the words that a command puts together itself, and the line that could not be read at all.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any

import typer
from typer._click.exceptions import NoArgsIsHelpError, UsageError
from typer.core import TyperGroup

from commands.sentences import EXIT_REFUSED, Language, one_sentence, screen_language
from commands.usage_words import usage_sentence

OPTION = "--language"
_FIRST_SENTENCE = re.compile(r"[^。]*?。|[^。]*?[.;:](?= |$)|.+")


def speaking(command: Any) -> Any:
    """The command, or every command of a group, with its refusals as sentences."""
    if isinstance(command, TyperGroup):
        for part in command.commands.values():
            part.short_help = part.short_help or whole_words(part.help)
            speaking(part)
    elif command.callback is not None:
        command.callback = _in_one_sentence(command.callback)
    return command


def whole_words(text: str | None) -> str:
    """The first sentence of each language of a help text: a list of commands cuts no word."""
    paragraphs = (text or "").split("\n\n")
    said = [" ".join(part.split()) for part in paragraphs if part.strip() and "\b" not in part]
    firsts = (_FIRST_SENTENCE.match(part) for part in said[:2])
    return " ".join(found[0].strip().rstrip(";:") for found in firsts if found)


def _in_one_sentence(callback: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(callback)
    def told(**given: Any) -> Any:
        with one_sentence(given.get("language")):
            return callback(**given)

    return told


@contextmanager
def readable_line(ctx: Any) -> Iterator[None]:
    """Answer a line that cannot be read in one sentence, with exit code 2."""
    # Before it runs: running the command takes its words out of the context.
    arguments = [*ctx._protected_args, *ctx.args]  # noqa: SLF001 - Typer shows them nowhere else
    try:
        yield
    except NoArgsIsHelpError:
        # A group without a command: its help is the answer.
        raise
    except UsageError as error:
        known = _commands_at(error)
        language = screen_language(_language_in(arguments))
        typer.echo(usage_sentence(error, language, known), err=True)
        raise typer.Exit(EXIT_REFUSED) from None


def _commands_at(error: UsageError) -> list[str]:
    """The commands that there are where the line could not be read any further."""
    if error.ctx is None or not isinstance(error.ctx.command, TyperGroup):
        return []
    return error.ctx.command.list_commands(error.ctx)


def _language_in(arguments: Sequence[str]) -> Language | None:
    """What `--language` says in a line that could not be read."""
    for option, value in zip(arguments, [*arguments[1:], ""], strict=True):
        name, _, joined = option.partition("=")
        if name == OPTION and (joined or value) in set(Language):
            return Language(joined or value)
    return None
