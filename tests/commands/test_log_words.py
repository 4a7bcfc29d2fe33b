"""Every line of the log has words in both languages, and says nothing raw."""

import re
from pathlib import Path

import cli
from screens.act_words import ACTS, BOOKKEEPING

PROJECT = Path(cli.__file__).parent
LITERAL = re.compile(r'action="([a-z_.]+)"')


def test_both_languages_call_the_same_acts() -> None:
    assert ACTS["ja"].keys() == ACTS["en"].keys()


def test_every_act_that_the_code_names_has_words() -> None:
    sources = [
        path for part in ("activities", "register") for path in (PROJECT / part).glob("*.py")
    ]
    named = {found for path in sources for found in LITERAL.findall(path.read_text())}

    assert len(named) > 20
    assert named - ACTS["en"].keys() - BOOKKEEPING == set()
