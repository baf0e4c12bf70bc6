"""Open a source as text: gzip seen through, the encoding found, what is no text refused."""

import codecs
import gzip
import io
import re
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

from kg.errors import SourceError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

STDIN = "-"
HEAD = 1 << 16
LONGEST = 1 << 24
"""No record is longer than this many characters; what is, is cut, so that memory stays flat on any input."""

_MARKS = (  # a byte order mark settles the encoding; those of UTF-32 first, they begin as those of UTF-16 do
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_NOT_TEXT = (
    (b"%PDF-", "a PDF; give its text"),
    (b"PK\x03\x04", "a zip archive or an office document; give its text"),
    (b"(\xb5/\xfd", "compressed with zstd; unpack it first"),
    (b"\xfd7zXZ\x00", "compressed with xz; unpack it first"),
    (b"BZh", "compressed with bzip2; unpack it first"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
DAMAGE = (OSError, EOFError, zlib.error)
"""What reading raises where a file is cut off or damaged on the way."""


@dataclass(frozen=True, slots=True)
class Text:
    """A source opened as text. ``head`` is its beginning, for telling formats apart; ``stream`` starts there too."""

    source: str
    head: str
    stream: TextIO


@contextmanager
def opened(source: str) -> Iterator[Text]:
    """Open a file, or ``-`` for the standard input; SourceError if it cannot be read or is no text.

    The encoding is that of the byte order mark, else UTF-8; bytes that are not UTF-8 are read as Windows-1252, of
    which Latin-1 is a part, each by itself, so that one stray byte far down needs no second reading.
    """
    with nullcontext(cast(io.BufferedReader, sys.stdin.buffer)) if source == STDIN else _file(source) as file:
        packed = _with_head(file, source)
        if packed.peek(2)[:2] == b"\x1f\x8b":
            packed = _with_head(gzip.GzipFile(fileobj=packed), source)
        head = packed.peek(HEAD)
        encoding = next((name for mark, name in _MARKS if head.startswith(mark)), None)
        if cause := _not_text(head, marked=encoding is not None):
            raise SourceError(source, cause)
        encoding = encoding or "utf-8"
        stream = io.TextIOWrapper(packed, encoding=encoding, errors="kg.windows-1252")
        yield Text(source, head.decode(encoding, "ignore").replace("\r\n", "\n").replace("\r", "\n"), stream)


def lines(stream: TextIO) -> Iterator[tuple[int, str]]:
    """Yield each line with its number, from 1; one longer than ``LONGEST`` is cut there."""
    number = 0
    while line := stream.readline(LONGEST):
        number += 1
        rest = line
        while len(rest) == LONGEST and not rest.endswith("\n"):
            rest = stream.readline(LONGEST)
        yield number, line.rstrip("\n")


def _file(source: str) -> io.BufferedReader:
    try:
        return Path(source).open("rb")
    except OSError as error:
        raise SourceError(source, error.strerror or str(error)) from None


class _Rejoined(io.RawIOBase):
    """A stream whose first bytes were taken out to look at them."""

    def __init__(self, head: bytes, rest: io.BufferedIOBase) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer)
        chunk = self._head[: len(view)] or self._rest.read1(len(view))
        self._head = self._head[len(chunk) :]
        view[: len(chunk)] = chunk
        return len(chunk)


def _with_head(raw: io.BufferedIOBase, source: str) -> io.BufferedReader:
    """Return the stream so that ``peek`` gives its first ``HEAD`` bytes, however slowly a pipe delivers them."""
    head = b""
    try:
        while len(head) < HEAD and (chunk := raw.read1(HEAD - len(head))):
            head += chunk
    except DAMAGE as error:
        if not head:  # else what was whole is read first, and the damage is met again after it
            raise SourceError(source, f"damaged: {error}") from None
    return io.BufferedReader(_Rejoined(head, raw), HEAD)


def _not_text(head: bytes, marked: bool) -> str | None:
    """Say what the bytes are if they are no text: control characters are rare in text, every tenth byte elsewhere."""
    for magic, cause in _NOT_TEXT:
        if head.startswith(magic):
            return cause
    binary = not marked and len(_CONTROL.findall(head)) > len(head) / 50
    return "binary, or UTF-16 without a byte order mark" if binary else None


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("kg.windows-1252", _as_windows)
