"""Build a graph: the whole flow on one screen."""

import json
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO

import extractors
from kg import resolve
from kg.errors import BadRecord
from kg.model import Extraction, Paper
from kg.record import Record
from kg.sources import read_sources
from kg.stores import generations

SET_ASIDE = "set-aside.jsonl"
"""In the graph's folder: what the last build could not read, a JSON object a record."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: papers read and already known, records set aside, what the graph now holds, seconds."""

    read: int
    known: int
    set_aside: int
    counts: dict[str, int]
    seconds: float


def build(
    sources: Sequence[str],
    folder: Path,
    *,
    note: Callable[[str], None] = lambda text: None,
    reject: Callable[[BadRecord], None] = lambda record: None,
    advance: Callable[[str], None] = lambda stage: None,
) -> Report:
    """Add the papers of these sources to the graph in ``folder``, which is made if absent.

    A bad record is set aside, with file, line and cause in the report ``SET_ASIDE``, and the rest goes on. ``note``
    hears of what was passed over, ``reject`` of each record set aside, ``advance`` of each paper read and each later
    stage begun. Raises SourceError, GraphError.
    """
    start = time.monotonic()
    items = read_sources(sources, notes=note)  # an absent source is said before anything is made
    with (
        generations.writing(folder),
        Record(folder / generations.RECORD, write=True) as record,
        _setting_aside(folder / SET_ASIDE, reject) as set_aside,
    ):
        inflow = _Inflow(record, items, set_aside)
        read = 0
        for paper, extraction in read_each(chain(record.outdated(extractors.version()), inflow)):
            record.put(paper, extraction)
            read += 1
            advance("reading")
        _settle(folder, record, advance)
        return Report(read, inflow.known, inflow.set_aside, record.counts(), time.monotonic() - start)


def change(folder: Path, apply: Callable[[Record], None]) -> None:
    """Change the record of a graph that is there, then resolve and project what follows. Raises GraphError."""
    Record(folder / generations.RECORD).close()  # an absent graph is said before anything is made
    with generations.writing(folder), Record(folder / generations.RECORD, write=True) as record:
        apply(record)
        _settle(folder, record)


def _settle(folder: Path, record: Record, advance: Callable[[str], None] = lambda stage: None) -> None:
    """Bring entities, facts and stores up to the papers and decisions in the record."""
    if record.resolved_by != resolve.version():
        advance("resolving")
        resolution = resolve.resolve(record.papers(), record.extractions(), record.decisions())
        record.resolve_to(resolution.entities, resolution.facts, resolution.keys, by=resolve.version())
    advance("projecting")
    generations.project(folder, record)


class _Inflow:
    """The papers of the sources that the record does not have yet; counts those it has and those set aside."""

    def __init__(self, record: Record, items: Iterable[Paper | BadRecord], reject: Callable[[BadRecord], None]) -> None:
        self._record, self._items, self._reject = record, items, reject
        self.known = self.set_aside = 0

    def __iter__(self) -> Iterator[Paper]:
        version = extractors.version()
        for item in self._items:
            if isinstance(item, BadRecord):
                self.set_aside += 1
                self._reject(item)
            elif self._record.has(item, version):
                self.known += 1
            else:
                yield item


@contextmanager
def _setting_aside(path: Path, reject: Callable[[BadRecord], None]) -> Iterator[Callable[[BadRecord], None]]:
    """Write the report of this build as records come, in place of the last one's; no file where there are none."""
    path.unlink(missing_ok=True)
    with ExitStack() as stack:
        report: IO[str] | None = None

        def write(record: BadRecord) -> None:
            nonlocal report
            report = report or stack.enter_context(path.open("w", encoding="utf-8", errors="backslashreplace"))
            said = {"source": record.source, "line": record.line, "cause": record.cause, "raw": record.raw}
            report.write(json.dumps(said, ensure_ascii=False) + "\n")
            reject(record)

        yield write


def read_each(papers: Iterable[Paper], workers: int | None = None) -> Iterator[tuple[Paper, Extraction]]:
    """Read papers, streaming: yield each with its extraction, in order. Many are read by ``workers`` processes."""
    from extractors.workers import read  # light; spaCy and the models load with the first paper

    in_flight: deque[Paper] = deque()

    def taken() -> Iterator[Paper]:
        for paper in papers:
            in_flight.append(paper)
            yield paper

    for extraction in read(taken(), workers):
        yield in_flight.popleft(), extraction
