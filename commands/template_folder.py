"""A folder of one's own templates, looked at as files: what overrides nothing, what must not be.

Rendering cannot find either: a file under a wrong name is never read, and markup that runs or
fetches renders as well as any other.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from activities.words_environment import OURS, references_of
from activities.words_errors import WordsError
from commands.sentences import ScreenLanguage

SUFFIX = ".j2"
_NAMES_AT_MOST = 2
_ACTIVE = ("script", "iframe", "frame", "object", "embed", "applet", "base", "svg")
_FORMS = ("form", "input", "button", "select", "textarea")
_FETCHING = ("src", "srcset", "href", "action", "formaction", "background", "poster", "data")
_HARMLESS = re.compile(r"\s*(?:#|mailto:|tel:|data:image/(?:png|jpeg|gif);)", re.IGNORECASE)
_TAGS = "|".join((*_ACTIVE, *_FORMS, "link"))
_UNSAFE = (
    ("tag", re.compile(rf"<\s*/?\s*({_TAGS})\b", re.IGNORECASE)),
    ("tag", re.compile(r"<\s*(meta)\b[^>]*http-equiv", re.IGNORECASE)),
    ("handler", re.compile(r"<[^>]*?[\s\"'/](on[a-z]+)\s*=", re.IGNORECASE)),
    ("handler", re.compile(r"(?:^|[\s\"'])(on[a-z]+)\s*=\s*[\"']", re.IGNORECASE)),
    ("remote", re.compile(r"(javascript:|vbscript:|@import\b)", re.IGNORECASE)),
    ("remote", re.compile(r"url\(\s*[\"']?\s*((?!data:image/)[^)\"'\s]+)", re.IGNORECASE)),
)
_FETCHES = re.compile(
    rf"(?:^|[\s\"'<])(?:{'|'.join(_FETCHING)})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))",
    re.IGNORECASE,
)
_WHAT: dict[str, dict[ScreenLanguage, tuple[str, str]]] = {
    "tag": {
        "ja": ("文書に使えない要素 <{0}> があります", "この要素を取り除き、文章だけにしてください"),
        "en": ("<{0}> may not stand in a document", "take it out: a document is words alone"),
    },
    "handler": {
        "ja": ("動作を起こす属性 {0} があります", "この属性を取り除いてください"),
        "en": ("'{0}' would run something", "take this attribute out"),
    },
    "remote": {
        "ja": (
            "外部を参照しています({0})",
            "リンクや外部の画像は使えません。mailto:、tel:、埋め込みの画像(data:image/…)だけ使えます",
        ),
        "en": (
            "refers to something outside ({0})",
            "no links and no remote images: only mailto:, tel: and images within (data:image/...)",
        ),
    },
}


class FileFault(NamedTuple):
    """What is wrong with a file, and what would be right; line 0 is the file itself."""

    file: Path
    line: int
    what: str
    remedy: str


def faults_of_folder(folder: Path, language: ScreenLanguage) -> Iterator[FileFault]:
    """Every fault of every file in it; hidden files and a README are nobody's templates."""
    own = sorted(path for path in folder.rglob("*") if path.is_file() and _counts(path, folder))
    ours = {path.relative_to(OURS).as_posix() for path in OURS.rglob(f"*{SUFFIX}")}
    used = _used({path.relative_to(folder).as_posix() for path in own}, ours)
    for path in own:
        name = path.relative_to(folder).as_posix()
        if name not in used:
            yield FileFault(path, 0, *_overrides_nothing(name, ours, language))
        if path.suffix == SUFFIX:
            yield from _unsafe_lines(path, language)


def unsafe_markup(html: str, language: ScreenLanguage) -> Iterator[tuple[str, str]]:
    """What a rendered page holds that it may not, however its template put it together."""
    looking = _Looking()
    looking.feed(html)
    looking.close()
    for kind, found in dict.fromkeys(looking.found):
        what, remedy = _WHAT[kind][language]
        yield what.format(found), remedy


class _Looking(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        if tag in {*_ACTIVE, *_FORMS, "link"} or (tag == "meta" and "http-equiv" in names):
            self.found.append(("tag", tag))
        for name, value in attrs:
            if name.startswith("on"):
                self.found.append(("handler", name))
            if name in _FETCHING and value and not _HARMLESS.match(value):
                self.found.append(("remote", value))


def _counts(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    return not any(part.startswith(".") for part in parts) and path.stem.upper() != "README"


def _used(own: set[str], ours: set[str]) -> set[str]:
    """The files that stand in front of ours, and what these take in."""
    used: set[str] = set()
    waiting = sorted(own & ours)
    while waiting:
        name = waiting.pop()
        if name in used:
            continue
        used.add(name)
        waiting.extend(one for one in _taken_in(name) if one in own)
    return used


def _taken_in(name: str) -> list[str]:
    try:
        return references_of(name)
    except (WordsError, ValueError, UnicodeError):
        # A file that cannot be read as a template is named when it is rendered.
        return []


def _overrides_nothing(name: str, ours: set[str], language: ScreenLanguage) -> tuple[str, str]:
    near = get_close_matches(name, ours, n=_NAMES_AT_MOST, cutoff=0.0)
    listed = ", ".join(near)
    return {
        "ja": (
            "どのひな形の代わりにもなりません",
            f"名前を直すか、取り除いてください。近い名前: {listed}",
        ),
        "en": ("it stands in place of no template", f"rename it or take it out; near: {listed}"),
    }[language]


def _unsafe_lines(path: Path, language: ScreenLanguage) -> Iterator[FileFault]:
    source = path.read_text(encoding="utf-8", errors="replace")
    seen: set[tuple[int, str, str]] = set()
    for at, kind, found in _unsafe(source):
        line = source.count("\n", 0, at) + 1
        if (line, kind, found.casefold()) not in seen:
            seen.add((line, kind, found.casefold()))
            what, remedy = _WHAT[kind][language]
            yield FileFault(path, line, what.format(found), remedy)


def _unsafe(source: str) -> Iterator[tuple[int, str, str]]:
    for kind, pattern in _UNSAFE:
        for match in pattern.finditer(source):
            yield match.start(1), kind, match.group(1)
    for match in _FETCHES.finditer(source):
        value = next((group for group in match.groups() if group is not None), "")
        if value and not _HARMLESS.match(value):
            yield match.start(), "remote", value
