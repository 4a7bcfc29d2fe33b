"""Reads a Word file that came back from somebody's desk: its words, and which text it was.

Whatever such a file holds, it is only read as words. A file that is built to do harm, or that
holds what is no words, is refused in one sentence.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from printing.bound_word_files import BOOKMARK, OURS, PASSAGE, plain

FILE_AT_MOST = 20_000_000
PARTS_AT_MOST = 500
UNPACKED_AT_MOST = 60_000_000
"""Bytes: a text of a hundred pages has a hundredth of this."""
_BODY, _COMMENTS, _PROPERTIES = "word/document.xml", "word/comments.xml", "docProps/custom.xml"
_READ = (_BODY, _COMMENTS, _PROPERTIES)
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODED = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)""")
_CONTROLS = frozenset({"pPr", "rPr", "sdtPr", "tblPr", "trPr", "tcPr", "tblGrid", "instrText"})
_NO_WORDS = {
    "altChunk": "another document",
    "subDoc": "another document",
    "object": "an embedded object",
    "drawing": "a picture or text box",
    "pict": "a picture or text box",
    "footnoteReference": "a footnote",
    "endnoteReference": "an endnote",
}


class BadFileError(Exception):
    """The file cannot be taken back; the message is a sentence for the screen."""

    def __init__(self, en: str, ja: str) -> None:
        super().__init__(en)
        self.en, self.ja = en, ja


class Unit(NamedTuple):
    """One paragraph; `passage` names the passage in which it stands, empty for fixed parts."""

    words: str
    passage: str = ""


class Returned(NamedTuple):
    """What came back. `inserted` and `deleted` count tracked changes, `comments` are as written."""

    properties: dict[str, str]
    units: tuple[Unit, ...]
    inserted: int = 0
    deleted: int = 0
    comments: tuple[str, ...] = ()

    @property
    def tracked(self) -> int:
        """How many tracked changes there are."""
        return self.inserted + self.deleted


def read_returned(data: bytes, *, accepting: bool = True) -> Returned:
    """The file's words; its tracked changes are all accepted, or all rejected.

    Raises BadFileError for what is no Word file, is built to do harm, or holds more than words.
    """
    parts = _parts(data)
    body = _xml(parts[_BODY])
    for name, what in _NO_WORDS.items():
        if next(body.iter(qn(f"w:{name}")), None) is not None:
            raise BadFileError(
                f"The file holds {what}, and only words can be taken back; take it out.",
                "文章でないもの(図、テキストボックス、脚注、埋め込みなど)があり、取り込めません。"
                "取り除いてから戻してください。",
            )
    reader = _Reader(accepting=accepting)
    reader.blocks(body.find(qn("w:body")), "")
    tags = [element.tag for element in body.iter(*_tracked_tags())]
    return Returned(
        properties=_properties(parts.get(_PROPERTIES)),
        units=tuple(unit for unit in reader.units if unit.words),
        inserted=sum(tag in {qn("w:ins"), qn("w:moveTo")} for tag in tags),
        deleted=sum(tag in {qn("w:del"), qn("w:moveFrom")} for tag in tags),
        comments=_comments(parts.get(_COMMENTS)),
    )


def _tracked_tags() -> tuple[str, ...]:
    return tuple(qn(f"w:{name}") for name in ("ins", "del", "moveTo", "moveFrom"))


def _parts(data: bytes) -> dict[str, bytes]:
    if len(data) > FILE_AT_MOST:
        raise _too_large()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
            if len(names) > PARTS_AT_MOST or len(set(names)) != len(names):
                raise _too_large()
            if any("vbaproject" in name.lower() for name in names):
                raise BadFileError(
                    "The file holds macros and is not opened; save it as .docx without them.",
                    "マクロを含むファイルは開きません。マクロなしの .docx で保存してください。",
                )
            parts = _unpacked(packed)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
        raise _no_word_file() from None
    if _BODY not in parts:
        raise _no_word_file()
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")) and _is_hostile(part):
            raise BadFileError(
                "The file declares entities of its own and is not opened; save it anew in Word.",
                "外部実体などの宣言を含むファイルは開きません。Word で保存し直してください。",
            )
    return {name: part for name, part in parts.items() if name in _READ}


def _unpacked(packed: zipfile.ZipFile) -> dict[str, bytes]:
    """Every part, by what it really unpacks to: the sizes that a file states may be false."""
    left = UNPACKED_AT_MOST
    parts = {}
    for name in packed.namelist():
        with packed.open(name) as part:
            parts[name] = part.read(left + 1)
        left -= len(parts[name])
        if left < 0:
            raise _too_large()
    return parts


def _is_hostile(part: bytes) -> bool:
    if part[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        part = part.decode("utf-16", "replace").encode()
    encoding = _ENCODED.match(part.lstrip(b"\xef\xbb\xbf \r\n\t"))
    strange = encoding is not None and encoding[1].lower() not in {b"utf-8", b"utf-16", b"us-ascii"}
    return strange or b"\0" in part or _DECLARES.search(part) is not None


def _too_large() -> BadFileError:
    return BadFileError(
        "The file is far larger than any document of ours, and is not opened.",
        "文書としては大きすぎるため、開きません。",
    )


def _no_word_file() -> BadFileError:
    return BadFileError(
        "This is no Word file (.docx) that can be read; save it as .docx without a password.",
        "Word ファイル(.docx)として読めません。パスワードなしの .docx で保存してください。",
    )


def _xml(part: bytes) -> Any:
    try:
        return parse_xml(part)
    except (ValueError, SyntaxError):
        raise _no_word_file() from None


def _properties(part: bytes | None) -> dict[str, str]:
    if part is None:
        return {}
    found = {}
    for entry in _xml(part):
        name = entry.get("name") or ""
        if name.startswith(OURS):
            found[name.removeprefix(OURS)] = "".join(entry.itertext()).strip()
    return found


def _comments(part: bytes | None) -> tuple[str, ...]:
    if part is None:
        return ()
    texts = ("".join(text.text or "" for text in one.iter(qn("w:t"))) for one in _xml(part))
    return tuple(plain(text) for text in texts if text.strip())


class _Reader:
    """Paragraphs in the order in which they are read, with all tracked changes one way."""

    def __init__(self, *, accepting: bool) -> None:
        self._dropped = {"del", "moveFrom"} if accepting else {"ins", "moveTo"}
        self._joined = ""
        self._open: dict[str, str] = {}
        self._named = ""
        self.units: list[Unit] = []

    def blocks(self, parent: Any, passage: str) -> None:
        """Every paragraph below an element; a control with a passage's name holds that passage."""
        for child in parent:
            name = _local(child)
            if name == "p":
                self._paragraph(child, passage)
            elif name == "sdt":
                content = child.find(qn("w:sdtContent"))
                if content is not None:
                    self.blocks(content, _passage_of(child) or passage)
            elif name in {"bookmarkStart", "bookmarkEnd"}:
                self._mark(child, opens=name == "bookmarkStart")
            elif name not in _CONTROLS:
                self.blocks(child, passage)

    def _mark(self, mark: Any, *, opens: bool) -> None:
        identity, name = mark.get(qn("w:id")) or "", mark.get(qn("w:name")) or ""
        if not opens:
            self._open.pop(identity, None)
        elif name.startswith(BOOKMARK):
            self._open[identity] = name.removeprefix(BOOKMARK)

    def _paragraph(self, paragraph: Any, passage: str) -> None:
        self._named = self._named if self._joined else ""
        words = self._joined + "".join(self._words(paragraph))
        # A paragraph whose end is struck out goes on in the next one.
        marks = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
        ends = marks is None or all(marks.find(qn(f"w:{name}")) is None for name in self._dropped)
        self._joined = "" if ends else words
        if ends:
            self.units.append(Unit(plain(words), passage or self._named))

    def _words(self, parent: Any) -> Iterator[str]:
        for child in parent:
            name = _local(child)
            if name in self._dropped or name in _CONTROLS:
                continue
            if name in {"bookmarkStart", "bookmarkEnd"}:
                self._mark(child, opens=name == "bookmarkStart")
            elif name == "sdt" and _passage_of(child):
                self._named = self._named or _passage_of(child)
                yield from self._words(child)
            elif name in {"t", "delText"}:
                self._named = self._named or next(iter(self._open.values()), "")
                yield child.text or ""
            elif name in {"br", "cr"}:
                yield "\n"
            elif name == "tab":
                yield " "
            elif name == "noBreakHyphen":
                yield "-"
            else:
                yield from self._words(child)


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _passage_of(control: Any) -> str:
    tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    value = "" if tag is None else tag.get(qn("w:val")) or ""
    return value.removeprefix(PASSAGE) if value.startswith(PASSAGE) else ""
