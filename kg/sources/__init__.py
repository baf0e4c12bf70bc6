"""Where papers come from: one module a format.

``read_sources`` opens each source, tells its format by its content, and yields its papers one by one; what cannot be
used is yielded too, as a ``BadRecord`` that says where it stands and why.
"""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from kg.errors import BadRecord, SourceError
from kg.model import Paper
from kg.sources import document, jsonl, page, table
from kg.sources.cleaning import paper
from kg.sources.stream import DAMAGE, STDIN, Text, opened

__all__ = ["SUFFIXES", "paper", "read_sources"]

SUFFIXES = (".csv", ".json", ".jsonl", ".ndjson", ".tab", ".text", ".tsv", ".txt")
"""The files that are read in a directory, each also with ``.gz``. A file that is named may have any suffix."""

Note = Callable[[str], None]
Reader = Callable[[Text], Iterator[Paper | BadRecord]]


def read_sources(sources: Sequence[str], *, notes: Note | None = None) -> Iterator[Paper | BadRecord]:
    """Yield the papers of files, directories and, for ``-``, the standard input, in that order.

    A directory stands for the files in it, sorted, at any depth, that have one of ``SUFFIXES``. A source that does
    not exist is a SourceError before anything is read. A file that cannot be read is one too if it is all there is;
    among others it is a BadRecord with line 0, and the rest goes on. ``notes`` is told, a line each, of what was
    left out without being wrong: the furniture of pasted pages, files of other kinds, files without papers.
    """
    note = notes or (lambda _: None)
    for source in sources:
        if source != STDIN and not Path(source).exists():
            raise SourceError(source, "no such file or directory")
    return _read_all([file for source in sources for file in _files(source, note)], note)


def _files(source: str, note: Note) -> list[str]:
    """Return the files that a source stands for."""
    if source == STDIN or not Path(source).is_dir():
        return [source]
    files = []
    for folder, subfolders, names in os.walk(source):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(names):
            path = str(Path(folder, name))
            if name.startswith("."):
                continue
            if _suffix(name) in SUFFIXES:
                files.append(path)
            else:
                note(f"{path}: not read, for its kind is none of {', '.join(SUFFIXES)}")
    if not files:
        note(f"{source}: no file of a kind that is read")
    return files


def _read_all(files: Sequence[str], note: Note) -> Iterator[Paper | BadRecord]:
    for file in files:
        empty = True
        try:
            for record in _read(file, note):
                empty = False
                yield record
        except SourceError as error:
            if len(files) == 1:
                raise
            yield BadRecord(file, 0, error.cause)
        except DAMAGE as error:
            yield BadRecord(file, 0, f"damaged, read as far as it is whole: {error}")
        else:
            if empty:
                note(f"{file}: no paper in it")


def _read(file: str, note: Note) -> Iterator[Paper | BadRecord]:
    with opened(file) as text:
        yield from _reader(text, note)(text)


def _reader(text: Text, note: Note) -> Reader:
    """Return what reads a text of this kind. The content decides; the suffix only where the content leaves it open."""
    suffix = _suffix(text.source)
    if not text.head.strip():
        return partial(page.read, note=note)
    if suffix in (".jsonl", ".ndjson"):
        return jsonl.read
    if re.match(r'\s*(?:\{\s*["}]|\[\s*[{\]])', text.head):
        return jsonl.read if _is_lines(text.head) else document.read
    if suffix == ".json":
        return document.read
    if suffix in (".csv", ".tsv", ".tab") or table.delimiter(text.head):
        return table.read
    return partial(page.read, note=note)


def _is_lines(head: str) -> bool:
    """Whether this is JSON Lines rather than one document: of its whole lines, most are records by themselves."""
    lines = [line.strip() for line in head.split("\n") if line.strip()]
    whole = lines[:-1] or lines
    return sum(line.startswith("{") and line.endswith("}") for line in whole) * 2 >= len(whole)


def _suffix(name: str) -> str:
    """Return a file's suffix, that of its content where it is compressed."""
    return Path(name.lower().removesuffix(".gz")).suffix
