"""Tables: comma, tab, semicolon or bar separated, with a header that names a column of titles."""

import csv
import re
from collections.abc import Iterator

from kg.errors import BadRecord
from kg.model import Paper
from kg.sources.fields import TITLE, bad_record, fields_of, read_record
from kg.sources.stream import LONGEST, Text

_DELIMITERS = (",", "\t", ";", "|")
_QUOTED_CELL = re.compile(r'(?:^|\t)"(?:[^"]|"")*"(?:\t|$)', re.MULTILINE)


def delimiter(head: str) -> str | None:
    """Return what separates the columns of the header that a text begins with; None if no column is called a title."""
    header = head.lstrip().partition("\n")[0]
    columns = {mark: header.replace('"', "").split(mark) for mark in _DELIMITERS}
    titled = [mark for mark in _DELIMITERS if any(name in TITLE for name in fields_of(dict.fromkeys(columns[mark])))]
    return max(titled, key=lambda mark: len(columns[mark]), default=None)


def read(text: Text) -> Iterator[Paper | BadRecord]:
    """Yield the papers of a table; a row that does not fit the header is a bad record, named by its first line.

    A quote that is never closed would swallow the rows after it; strict parsing stops it at the next one instead.
    """
    mark = delimiter(text.head)
    if mark is None:
        columns = text.head.lstrip().partition("\n")[0]
        yield bad_record(text.source, 1, "no column is called a title", columns)
        return
    csv.field_size_limit(LONGEST)
    plain = mark == "\t" and not _QUOTED_CELL.search(text.head)  # of tables with tabs, many quote nothing
    rows = csv.reader(
        iter(lambda: text.stream.readline(LONGEST), ""),
        delimiter=mark,
        quoting=csv.QUOTE_NONE if plain else csv.QUOTE_MINIMAL,
        strict=True,
    )
    header: list[str] = []
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield bad_record(text.source, line, f"not a row of the table: {error}", "")
            continue
        if not any(row):
            continue
        if not header:
            header = row
        elif len(row) > len(header):
            yield bad_record(text.source, line, f"{len(row)} cells under a header of {len(header)}", mark.join(row))
        else:
            yield read_record(dict(zip(header, row, strict=False)), text.source, line, mark.join(row))
