"""Facts as somebody types them with what a party said: `--fact cause=設定の誤り`."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from pydantic import ValidationError

from commands.fact_keys import is_moment
from commands.sentences import NotPossible
from contracts.decision_words import StatedFact
from domain.fact_catalogue import FACT_CATALOGUE
from domain.facts import FactStatus
from domain.figures import FigureKind, FigureUnit

FIGURE = "figure."
_UNITS = {
    "figure.people": FigureUnit.PEOPLE,
    "figure.claimed": FigureUnit.PEOPLE,
    "figure.accounts": FigureUnit.ACCOUNTS,
    "figure.merchants": FigureUnit.COMPANIES,
}
_NUMBER = re.compile(r"(?:(exact|approximate|at_least|at_most):)?([0-9][0-9,]*)")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?([+-]\d{2}:\d{2}|Z)")


def stated_facts(typed: Sequence[str], status: FactStatus) -> tuple[StatedFact, ...]:
    """Each `key=value` as a fact of this status; an empty value says that it is not known.

    A figure is a number, or `at_most:800` and the like; a time with its zone is a moment.

    Raises:
        NotPossible: no such key in the catalogue (with the nearest), or a value that does not fit.
    """
    return tuple(_stated(text, status) for text in typed)


def _stated(text: str, status: FactStatus) -> StatedFact:
    key, equals, value = (part.strip() for part in text.partition("="))
    if not equals or key not in FACT_CATALOGUE:
        raise _no_such_key(key)
    fields: dict[str, object] = {"key": key, "status": status if value else FactStatus.UNKNOWN}
    if value and key.startswith(FIGURE):
        fields["figure"] = _figure(key, value)
    elif _TIME.fullmatch(value):
        fields["moment"] = value
    elif value and is_moment(key):
        raise _no_such_value()
    else:
        fields["statement"] = value
    try:
        return StatedFact.model_validate(fields)
    except ValidationError:
        raise _no_such_value() from None


def _figure(key: str, value: str) -> dict[str, object]:
    match = _NUMBER.fullmatch(value)
    if match is None:
        raise _no_such_value()
    return {
        "kind": match[1] or FigureKind.EXACT,
        "unit": _UNITS.get(key, FigureUnit.RECORDS),
        "number": int(match[2].replace(",", "")),
    }


def _no_such_key(key: str) -> NotPossible:
    near = get_close_matches(key, FACT_CATALOGUE, n=4, cutoff=0.4) or list(FACT_CATALOGUE)[:4]
    listed = ", ".join(near)
    return NotPossible(
        en=f"--fact is KEY=VALUE with a key of the catalogue; near it are: {listed}",
        ja=f"--fact は 鍵=値 の形で、鍵は事実の一覧にあるものです。近いもの: {listed}",
    )


def _no_such_value() -> NotPossible:
    return NotPossible(
        en="The value of --fact does not fit: a figure is a number or such as at_most:800, a time "
        "such as 2026-01-08T20:50:00+09:00.",
        ja="--fact の値が合いません。件数は 800 または at_most:800、日時は "
        "2026-01-08T20:50:00+09:00 のように書いてください。",
    )
