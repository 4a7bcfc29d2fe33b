"""Plain text: what may come in from outside as words.

Names and statements reach mails, letters and filings. Three kinds of character must not travel
with them: controls (a line break in a name would forge a mail header or a line of a report),
writing-direction marks (they show a reader something else than what was approved), and the
private-use characters, with which the fields of a person are marked (see `person_fields`).
"""

import re
import unicodedata

GETA = "〓"
"""The printers' sign for "a character that we do not have": private characters become visible."""

_LINE_ENDS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\x85": "\n", "\v": "\n", "\f": "\n"})
_SHOWN_AS_GETA = frozenset({"Co", "Cs"})
_REMOVED = frozenset({"Cc", "Cf"})
_PLANE_ENDS = frozenset({0xFFFE, 0xFFFF})


# Runs of these need no look at each character; nearly all names and statements are such runs.
_PLAIN_RUN = re.compile(r"[ -~\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fff\u3000-\u3002\uff01-\uff5e]*")


def clean_prose(text: str) -> str:
    """Text of any number of lines, with line feeds as its only control character.

    Tabs become spaces, blank lines at the ends go. Private-use characters (外字 in old
    customer lists) and halves of surrogate pairs become 〓; direction marks and other invisible
    format characters are removed. Variation selectors stay: names are written with them.
    """
    if _PLAIN_RUN.fullmatch(text):
        return text.rstrip()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_ENDS).replace("\t", " ")
    kept = "".join(_shown(character) for character in lines)
    return "\n".join(line.rstrip() for line in kept.split("\n")).strip("\n")


def clean_line(text: str) -> str:
    """Text of one line: as `clean_prose`, its line breaks become single spaces."""
    if _PLAIN_RUN.fullmatch(text):
        return text.strip()
    return " ".join(part.strip() for part in clean_prose(text).split("\n") if part.strip())


def _shown(character: str) -> str:
    if character == "\n":
        return character
    category = unicodedata.category(character)
    if category in _SHOWN_AS_GETA or _is_noncharacter(character):
        return GETA
    return "" if category in _REMOVED else character


def _is_noncharacter(character: str) -> bool:
    """The code points that Unicode sets aside for good: U+FDD0 to U+FDEF, and two a plane."""
    ends_its_plane = ord(character) & 0xFFFF in _PLANE_ENDS
    return ends_its_plane or "\ufdd0" <= character <= "\ufdef"
