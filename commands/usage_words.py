"""What is wrong with a line that was typed, in one sentence and in the language of the screen.

The parser's own words name formats like `%Y-%m-%d`; here stands what to write instead.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from difflib import get_close_matches

from typer._click.exceptions import BadParameter, MissingParameter, UsageError

from commands.sentences import ScreenLanguage

NAMED_AT_MOST = 5
"""So many commands near to a mistyped one are named, the nearest first."""
_SAMPLE = datetime(2026, 1, 9, 12, 0, tzinfo=UTC)
_FORMATS = re.compile(r"does not match the formats? (.*)")
_CHOICES = re.compile(r"'(.*)' is not one of (.*?)\.?$")
_AT_LEAST = re.compile(r"greater than or equal to (-?\d+)")
_NUMBER = re.compile(r"valid (integer|number)")
_QUOTED = re.compile(r"'([^']*)'")
_NO_COMMAND = re.compile(r"No such command '([^']*)'")
_NO_OPTION = re.compile(r"No such option:? '?(-[\w-]+)")
_EXTRA = re.compile(r"unexpected extra argument")

_WORDS_OF_TIME = frozenset({"--at", "--date", "--on", "--since", "--time", "--when"})

Sentence = dict[ScreenLanguage, str]


def usage_sentence(error: UsageError, language: ScreenLanguage, known: Sequence[str]) -> str:
    """One sentence with what would be right; `known` are the commands that there are."""
    said = _parameter(error) if isinstance(error, BadParameter) else _line(error, known)
    path = error.ctx.command_path if error.ctx else "shirase"
    more = {"ja": f"使い方は `{path} --help` にあります。", "en": f"See `{path} --help`."}
    return f"{said[language]} {more[language]}"


def _parameter(error: BadParameter) -> Sentence:
    name = _name(error)
    name_ja = _japanese_name(error, name)
    if isinstance(error, MissingParameter):
        return {"ja": f"{name_ja} が必要です。", "en": f"{name} is missing."}
    right = _right(str(error.message))
    return {
        "ja": f"{name_ja} の値が合いません。{right['ja']}。",
        "en": f"{name} does not fit: {right['en']}.",
    }


def _right(message: str) -> Sentence:
    """What would be right for a value that the parser refused."""
    if found := _FORMATS.search(message):
        sample = _sample(_QUOTED.findall(found[1])[0])
        return {
            "ja": f"{sample} のように書いてください",
            "en": f"write it like {sample}",
        }
    if found := _CHOICES.search(message):
        return _one_of(found[1], _QUOTED.findall(found[2]))
    if found := _AT_LEAST.search(message):
        return {"ja": f"{found[1]} 以上の数です", "en": f"it is a number from {found[1]} on"}
    if _NUMBER.search(message):
        return {"ja": "数字で書いてください", "en": "write a whole number"}
    return {"ja": message, "en": message}


def _sample(pattern: str) -> str:
    return _SAMPLE.strftime(pattern.replace("%z", "+09:00"))


def _one_of(typed: str, choices: Sequence[str]) -> Sentence:
    listed = ", ".join(choices)
    nearest = get_close_matches(typed, choices, n=1)
    ja = f"({nearest[0]} のことですか)" if nearest else ""
    en = f"; did you mean {nearest[0]}?" if nearest else ""
    return {"ja": f"次のいずれかです: {listed}{ja}", "en": f"it is one of {listed}{en}"}


def _line(error: UsageError, known: Sequence[str]) -> Sentence:
    """What is wrong with the line itself: its command, an option, something too many."""
    message = error.format_message()
    if found := _NO_COMMAND.search(message):
        nearest = ", ".join(get_close_matches(found[1], known, n=NAMED_AT_MOST))
        return {
            "ja": "この名前のコマンドはありません。"
            + (f"近いもの: {nearest}。" if nearest else ""),
            "en": "There is no such command" + (f"; near it: {nearest}." if nearest else "."),
        }
    if found := _NO_OPTION.search(message):
        near = ", ".join(_options_near(error, found[1]))
        return {
            "ja": f"{found[1]} というオプションはありません。"
            + (f"次のことではありませんか: {near}。" if near else ""),
            "en": f"There is no option {found[1]}." + (f" Did you mean {near}?" if near else ""),
        }
    if _EXTRA.search(message):
        return {"ja": "余分な語があります。", "en": "There is a word too many."}
    return {"ja": message, "en": message}


def _options_near(error: UsageError, typed: str) -> list[str]:
    """The options that may be meant: those like it, and for a word of time those that take one."""
    params = error.ctx.command.params if error.ctx else []
    options = {
        param.opts[0]: getattr(getattr(param, "type_descriptor", None), "annotation", None)
        for param in params
        if param.opts[0].startswith("--")
    }
    if typed in _WORDS_OF_TIME:
        return [name for name, kind in options.items() if kind is datetime]
    return get_close_matches(typed, options, n=NAMED_AT_MOST, cutoff=0.7)


def _japanese_name(error: BadParameter, name: str) -> str:
    """What its help says in Japanese, before its English and any example; the name behind it."""
    said = str(getattr(error.param, "help", None) or "")
    found = re.match(r"[^。(（]+", said)
    if found is None or found[0].isascii():
        return name
    return f"{found[0]}({name})"


def _name(error: BadParameter) -> str:
    if error.param is None:
        return "?"
    options = [name for name in error.param.opts if name.startswith("--")]
    shown = (error.param.metavar or "").strip("[]")
    return options[0] if options else shown or str(error.param.name).upper()
