"""JSON Lines: one record a line, as the arXiv dump, OpenAlex, Semantic Scholar and most others give them."""

import json
from collections.abc import Iterator

from kg.errors import BadRecord
from kg.model import Paper
from kg.sources.fields import bad_record, read_record, unfolded
from kg.sources.stream import Text, lines


def read(text: Text) -> Iterator[Paper | BadRecord]:
    """Yield the papers of a JSON Lines file; a line that holds none is a bad record."""
    for number, line in lines(text.stream):
        if line.strip():
            yield from parsed(line, text.source, number)


def parsed(raw: str, source: str, line: int) -> Iterator[Paper | BadRecord]:
    """Yield the papers that one JSON text holds, or the one bad record that it is."""
    try:
        value = json.loads(raw, strict=False)
    except json.JSONDecodeError as error:
        yield bad_record(source, line, f"not JSON: {error.msg}, character {error.pos + 1}", raw)
    except (ValueError, RecursionError) as error:
        yield bad_record(source, line, f"not JSON that can be read: {error}", raw)
    else:
        for record in unfolded(value):
            yield read_record(record, source, line, raw)
