"""Build a graph: the whole flow on one screen."""

import json
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import extractors
from kg.errors import BadRecord
from kg.model import Extraction, Paper
from kg.record import Record
from kg.resolve import resolve
from kg.sources import read_sources
from kg.stores import generations

SET_ASIDE = "set-aside.jsonl"
"""In the graph's folder: what the last build could not read, a JSON object a record."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: papers read and already known, records set aside, what the graph now holds, seconds."""

    read: int
    known: int
    set_aside: tuple[BadRecord, ...]
    counts: dict[str, int]
    seconds: float


def build(
    sources: Sequence[str],
    folder: Path,
    *,
    note: Callable[[str], None] = lambda text: None,
    advance: Callable[[str], None] = lambda stage: None,
) -> Report:
    """Add the papers of these sources to the graph in ``folder``, which is made if absent.

    A bad record is set aside and the rest goes on. ``note`` hears of what was passed over, ``advance`` of each
    paper read and each later stage begun. Raises SourceError, GraphError.
    """
    start = time.monotonic()
    items = read_sources(sources, notes=note)  # an absent source is said before anything is made
    with generations.writing(folder), Record(folder / generations.RECORD, write=True) as record:
        inflow = _Inflow(record, items)
        read = 0
        for paper, extraction in read_each(chain(record.outdated(extractors.version()), inflow)):
            record.put(paper, extraction)
            read += 1
            advance("reading")
        _write_set_aside(folder, inflow.set_aside)
        if not record.resolved:
            advance("resolving")
            resolution = resolve(record.papers(), record.extractions())
            record.resolve_to(resolution.entities, resolution.facts, resolution.keys)
        advance("projecting")
        generations.project(folder, record)
        return Report(read, inflow.known, tuple(inflow.set_aside), record.counts(), time.monotonic() - start)


class _Inflow:
    """The papers of the sources that the record does not have yet; counts the known, keeps the bad records."""

    def __init__(self, record: Record, items: Iterable[Paper | BadRecord]) -> None:
        self._record, self._items = record, items
        self.known = 0
        self.set_aside: list[BadRecord] = []

    def __iter__(self) -> Iterator[Paper]:
        version = extractors.version()
        for item in self._items:
            if isinstance(item, BadRecord):
                self.set_aside.append(item)
            elif self._record.has(item, version):
                self.known += 1
            else:
                yield item


def read_each(papers: Iterable[Paper]) -> Iterator[tuple[Paper, Extraction]]:
    """Read papers, streaming: yield each with its extraction, in order."""
    from extractors.read import read  # spaCy loads here, and only if there is something to read

    in_flight: deque[Paper] = deque()

    def taken() -> Iterator[Paper]:
        for paper in papers:
            in_flight.append(paper)
            yield paper

    for extraction in read(taken()):
        yield in_flight.popleft(), extraction


def _write_set_aside(folder: Path, records: Iterable[BadRecord]) -> None:
    """Leave the report of this build, or none where nothing was set aside."""
    lines = [
        json.dumps({"source": r.source, "line": r.line, "cause": r.cause, "raw": r.raw}, ensure_ascii=False) + "\n"
        for r in records
    ]
    path = folder / SET_ASIDE
    if lines:
        path.write_text("".join(lines), encoding="utf-8")
    else:
        path.unlink(missing_ok=True)
