"""The number that an authority gives for a filing: what can be one, and what cannot.

Numbers look as each authority likes (2026-000123, 個情-2026/123), so only what cannot be one is
refused: it stands in filings, tables and files, and is the evidence that a duty was met.
"""

import unicodedata

LONGEST = 60
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def receipt_problem(number: str) -> str:
    """Why these words cannot be a receipt number, and what would be right; empty where they can."""
    if not number.strip():
        return "a receipt needs its number"
    if any(unicodedata.category(letter) in _UNSEEN for letter in number):
        return (
            "this receipt number holds characters that cannot be seen, or a line break: write it "
            "as the authority gave it, in one line"
        )
    if ".." in number:
        return (
            "two dots in a row lead to a folder and are in no receipt number: write it as the "
            "authority gave it"
        )
    if len(number) > LONGEST:
        return (
            f"a receipt number has at most {LONGEST} characters, and this has {len(number)}: write "
            "the number alone, as the authority gave it"
        )
    return ""
