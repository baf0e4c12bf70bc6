"""The graph folder: the record, the copies of its generations that the engines query, and which of them is current.

    papers.kg/
        record.sqlite          the truth
        cypher-7.kgl           copies of generation 7
        sparql-7/
        current                names the generation and the versions its copies were made with
        lock                   held by whoever writes

Copies are written beside and ``current`` is replaced last, so a kill at any moment leaves the copies of before. They
stay until the generation after the next is written, for readers that have just opened them.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg import vocabulary
from kg.errors import GraphError
from kg.record import Record

if TYPE_CHECKING:
    from kg.stores.cypher import CypherStore
    from kg.stores.sparql import SparqlStore

RECORD = "record.sqlite"
_CURRENT, _LOCK = "current", "lock"

_Store = TypeVar("_Store", "CypherStore", "SparqlStore")


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the folder, made if absent, for writing; GraphError if another process holds it or it is not writable."""
    with ExitStack() as held:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            held.enter_context(_locked(folder))
        except BlockingIOError as error:
            raise GraphError(f"{folder}: another process is writing to this graph") from error
        except OSError as error:
            raise GraphError(f"{folder}: cannot be written to: {error}") from error
        if not (folder / RECORD).exists():  # copies of no record are copies of nothing
            (folder / _CURRENT).unlink(missing_ok=True)
        yield


def project(folder: Path, record: Record) -> None:
    """Write the copies of the record's generation and make them current; nothing is done if they are.

    The caller holds the folder for writing. Raises GraphError where they cannot be written.
    """
    with record.snapshot():
        made, before = _made_from(record), _current(folder)
        if before == made and all(path.exists() for path in _copies(folder, record.generation)):
            return
        kept = {record.generation, before.generation if before else record.generation}
        _sweep(folder, kept)
        _write_copies(folder, record)
    _replace(folder / _CURRENT, json.dumps(asdict(made), indent=1) + "\n")
    _sweep(folder, kept)


def cypher_store(folder: Path, at_least: float = 0.0) -> "CypherStore":
    """Open the Cypher store for reading; where it is not the record's, it is made again, on disk or in memory.

    One without the facts less confident than ``at_least`` is always made in memory.
    """
    from kg.stores.cypher import CypherStore

    return _opened(folder, CypherStore.open, CypherStore.from_record, lambda paths: paths[0], at_least)


def sparql_store(folder: Path, at_least: float = 0.0) -> "SparqlStore":
    """Open the SPARQL store for reading, as ``cypher_store`` does the other."""
    from kg.stores.sparql import SparqlStore

    return _opened(folder, SparqlStore.open, SparqlStore.from_record, lambda paths: paths[1], at_least)


def _opened(
    folder: Path,
    load: Callable[[Path], _Store],
    make: Callable[[Record], _Store],
    choose: Callable[[tuple[Path, Path]], Path],
    at_least: float,
) -> _Store:
    if at_least:
        with Record(folder / RECORD, at_least=at_least) as record, record.snapshot():
            return make(record)
    with Record(folder / RECORD) as record:
        damaged = False
        if _current(folder) == _made_from(record):
            try:
                return load(choose(_copies(folder, record.generation)))
            except GraphError:
                damaged = True
        try:
            with _locked(folder):
                path = choose(_copies(folder, record.generation))
                if damaged:
                    _remove(path)
                project(folder, record)
                return load(path)
        except (OSError, GraphError):  # held by a writer, read-only or full: made in memory, from the truth
            with record.snapshot():
                return make(record)


@dataclass(frozen=True, slots=True)
class _Made:
    """What copies depend on: the contents of ``current``."""

    generation: int
    vocabulary: int
    kglite: str
    pyoxigraph: str


def _made_from(record: Record) -> _Made:
    """Return what copies of the record would depend on; no engine is imported for it."""
    return _Made(record.generation, vocabulary.VERSION, version("kglite"), version("pyoxigraph"))


def _current(folder: Path) -> _Made | None:
    try:
        return _Made(**json.loads((folder / _CURRENT).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def _copies(folder: Path, generation: int) -> tuple[Path, Path]:
    return folder / f"cypher-{generation}.kgl", folder / f"sparql-{generation}"


def _write_copies(folder: Path, record: Record) -> None:
    from kg.stores import cypher, sparql

    kgl, triples = _copies(folder, record.generation)
    cypher.build(record, kgl)
    unfinished = triples.with_name(f"{triples.name}.part")
    sparql.build(record, unfinished)
    _remove(triples)  # of this generation, made with other versions
    unfinished.rename(triples)


def _sweep(folder: Path, generations: Collection[int]) -> None:
    """Remove all copies, whole or begun, but those of these generations."""
    kept = {path for generation in generations for path in _copies(folder, generation)}
    for path in sorted((*folder.glob("cypher-*"), *folder.glob("sparql-*"))):
        if path not in kept:
            _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _replace(path: Path, text: str) -> None:
    """Write a small file so that it is the old one or the new one at any moment."""
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which the system frees when the process ends; BlockingIOError if another has it."""
    handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)
