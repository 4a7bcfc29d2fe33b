"""The source of a rule, which its file cites in two languages, in that of the screen.

A citation is written `個人情報保護法第26条第1項 / APPI Art. 26(1) (https://…)`, several of them
parted by semicolons. The address stays; what is cited in one language only stays as it is.
"""

import re

from screens.words import ScreenLanguage

_CITED = re.compile(
    r"(?P<ja>[^/]*[ぁ-んァ-ヶ一-龠][^/]*?) / (?P<en>.*?)(?P<url>(?: \(|; )https?://\S+\)?)?",
    re.DOTALL,
)
_BETWEEN = re.compile(r"; (?!https?://)")


def source_in(source: str, language: ScreenLanguage) -> str:
    """The citations as the screen's language names them."""
    return "; ".join(_one(part.strip(), language) for part in _BETWEEN.split(source))


def _one(citation: str, language: ScreenLanguage) -> str:
    found = _CITED.fullmatch(citation)
    return f"{found[language].strip()}{found['url'] or ''}" if found else citation
