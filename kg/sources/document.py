"""JSON documents of any size: an array of records, or an object with a list of them.

The document is split into the texts of its records without being parsed, and each is then read like a line of JSON
Lines. So a damaged record costs itself alone, every record has its line, and no more than one is in memory; an
incremental parser gives up at the first fault and knows no lines.
"""

import re
from collections.abc import Iterator
from typing import TextIO

from kg.errors import BadRecord
from kg.model import Paper
from kg.sources.fields import LISTS, bad_record
from kg.sources.jsonl import parsed
from kg.sources.stream import HEAD, LONGEST, Text

_LIST = re.compile(rf'"(?:{"|".join(LISTS)})"\s*:\s*\[(?=\s*[{{\]])')
_TITLED = re.compile(r'"(?:title|display_name)"\s*:')
_TOKEN = re.compile(r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+(?:"|\n|\\?\Z)|[{}\[\]]|[^\s"{}\[\],:]+')
"""A string, which ends with its line even where its quote is missing; a bracket; a number or a bare word."""
_OPENS = {"}": "{", "]": "["}
_WITHIN, _TOO_LONG = "the file ends within this list or record", f"a record of more than {LONGEST:,} characters"


def read(text: Text) -> Iterator[Paper | BadRecord]:
    """Yield the papers of a JSON document; what is no record, or is cut off by the end, is a bad record."""
    if text.head.lstrip()[:1] not in ("{", "["):
        yield bad_record(text.source, 1, "not JSON: it begins with no bracket", text.head)
        return
    for line, raw, fault in _values(text.stream):
        if fault:
            yield bad_record(text.source, line, fault, raw)
        else:
            yield from parsed(raw, text.source, line)


def _values(stream: TextIO) -> Iterator[tuple[int, str, str | None]]:
    """Yield the line and text of each value in the document's list, with its fault if it did not come to its end.

    A value begins at the depth ``base`` of brackets: 1 in an array, deeper for a list within an object, 0 in a
    sequence of documents. Past the end of the list nothing does until the document is over.
    """
    buffer = stream.read(HEAD)
    base, first = _list_of(buffer)
    brackets: list[str] = []
    start: int | None = None
    at, line = 0, 1
    while True:
        more = stream.read(max(HEAD, len(buffer)))
        for token in _TOKEN.finditer(buffer, at):
            if more and token.end() == len(buffer):
                break  # it may go on in what follows
            mark, at = token[0], token.end()
            if mark in _OPENS:
                if _OPENS[mark] not in brackets:
                    continue
                while brackets.pop() != _OPENS[mark]:
                    pass
                if start is not None and len(brackets) <= base:
                    yield line + buffer.count("\n", 0, start), buffer[start:at], None
                    start = None
                base = 0 if not brackets else base if len(brackets) >= base else -1
                continue
            opens = mark in _OPENS.values()
            if start is None and len(brackets) == base and token.start() >= first:
                if opens:
                    start = token.start()
                else:
                    yield line + buffer.count("\n", 0, token.start()), mark, None
            if opens:
                brackets.append(mark)
        done = at if start is None else start
        line += buffer.count("\n", 0, done)
        buffer, at, first = buffer[done:], at - done, 0
        start = None if start is None else 0
        if not more or len(buffer) > LONGEST:
            if (brackets and base >= 0) or start is not None:
                yield line, buffer, _TOO_LONG if more else _WITHIN
            if not more:
                return
            start, base = None, -1
        buffer += more


def _list_of(head: str) -> tuple[int, int]:
    """Return the depth of the document's list of records and where it begins; 0 and 0 if it has none."""
    if head.lstrip().startswith("["):
        return 1, 0
    found = _LIST.search(head)
    if not found or _TITLED.search(head, 0, found.start()):
        return 0, 0
    depth = 0
    for token in _TOKEN.finditer(head, 0, found.end()):
        depth += (token[0] in _OPENS.values()) - (token[0] in _OPENS)
    return depth, found.end()
