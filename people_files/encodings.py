"""Which encoding a text file is in: decided by the whole file and said, never guessed in silence.

UTF-8 proves itself: text in CP932 with more than a few characters is never valid UTF-8. So a file
of which hardly a line is the one is the other, a byte order mark settles it, and a file that is
partly this and partly that is refused until a person says which it is.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from people_files.complaints import PeopleListError

UTF8, UTF8_BOM, CP932, SHIFT_JIS = "utf-8", "utf-8-sig", "cp932", "shift_jis"
ENCODINGS = (UTF8, UTF8_BOM, CP932, SHIFT_JIS)
LONGEST_LINE = 1_048_576
"""A line of more bytes is refused: no list has one, and memory must not grow with it."""

_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_ONE_IN = 20
_BLOCK = 65_536


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text file as it was looked through once: `digest` is its SHA-256 in hexadecimal.

    `was_told`: a person named the encoding. `undecodable` counts lines that it does not fit.
    """

    path: Path
    digest: str
    size: int
    encoding: str
    was_told: bool
    undecodable: int


def look_through(path: Path, told: str | None = None) -> TextFile:
    """Read a file once, for its digest and its encoding.

    Raises:
        PeopleListError: it is in none of the known encodings, or in two of them.
        OSError: it cannot be opened.
    """
    seen = _Seen()
    with path.open("rb") as file:
        for number, line in raw_lines(file):
            seen.take(number, line)
    encoding = told or seen.encoding()
    return TextFile(
        path=path,
        digest=seen.sha.hexdigest(),
        size=seen.size,
        encoding=encoding,
        was_told=told is not None,
        undecodable=seen.undecodable(encoding),
    )


def text_lines(file: TextFile, binary: BinaryIO) -> Iterator[tuple[int, str | None]]:
    """Each line with its number, decoded and with its line end; None where it does not decode."""
    plain = UTF8 if file.encoding == UTF8_BOM else file.encoding
    for number, line in raw_lines(binary):
        without_bom = line.removeprefix(_BOM) if number == 1 and plain == UTF8 else line
        try:
            yield number, without_bom.decode(plain)
        except UnicodeDecodeError:
            yield number, None


def raw_lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines of a file in bytes, numbered from 1; also where only carriage returns end them.

    Raises PeopleListError for a line that no list has.
    """
    start = file.read(_BLOCK)
    file.seek(0)
    old = b"\r" in start and b"\n" not in start
    lines = (
        _by_carriage_return(file) if old else iter(partial(file.readline, LONGEST_LINE + 1), b"")
    )
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            raise PeopleListError(
                ja=f"{number}行目: 1行が長すぎます。名簿のファイルか確認してください。",
                en=f"line {number}: longer than any line of a list; check that this is one",
            )
        yield number, line


def _by_carriage_return(file: BinaryIO) -> Iterator[bytes]:
    rest = b""
    while block := file.read(_BLOCK):
        *whole, rest = (rest + block).split(b"\r")
        yield from (line + b"\r" for line in whole)
        if len(rest) > LONGEST_LINE:
            break
    if rest:
        yield rest


class _Seen:
    """Counts, over the lines that are not ASCII, which encodings each of them fits."""

    def __init__(self) -> None:
        self.sha = hashlib.sha256()
        self.size = 0
        self._start = b""
        self._fits = dict.fromkeys((UTF8, CP932, SHIFT_JIS), 0)
        self._first_without: dict[str, int] = {}
        self._beyond_ascii = 0

    def take(self, number: int, line: bytes) -> None:
        """The next line."""
        self.sha.update(line)
        self.size += len(line)
        if number == 1:
            self._start = line[: len(_BOM)]
        if line.isascii():
            return
        self._beyond_ascii += 1
        for encoding in self._fits:
            try:
                line.decode(encoding)
            except UnicodeDecodeError:
                self._first_without.setdefault(encoding, number)
            else:
                self._fits[encoding] += 1

    def encoding(self) -> str:
        """The encoding of the file. Raises PeopleListError where that is not plain."""
        if self._start.startswith(_UTF16_BOMS):
            raise PeopleListError(
                ja="UTF-16 のファイルです。UTF-8 の CSV(Excel では「CSV UTF-8」)で"
                "保存してください。",
                en="the file is UTF-16; save it as CSV in UTF-8 (in Excel: CSV UTF-8)",
            )
        utf8 = self._fits[UTF8]
        other = self._beyond_ascii - utf8
        if self._start == _BOM:
            return UTF8_BOM
        if other * _ONE_IN <= utf8:
            return UTF8
        if utf8 * _ONE_IN <= other and self._fits[CP932] * _ONE_IN >= other * (_ONE_IN - 1):
            return CP932
        where = self._first_without[UTF8]
        raise PeopleListError(
            ja=f"{where}行目: 文字コードを判定できません(UTF-8 に合う行 {utf8:,}、合わない行 "
            f"{other:,})。--encoding で utf-8、cp932、shift_jis のいずれかを示してください。",
            en=f"line {where}: the encoding is not plain ({utf8:,} lines fit UTF-8, {other:,} do "
            "not); name it with --encoding: utf-8, cp932 or shift_jis",
        )

    def undecodable(self, encoding: str) -> int:
        """How many lines do not fit an encoding."""
        return self._beyond_ascii - self._fits[UTF8 if encoding == UTF8_BOM else encoding]
