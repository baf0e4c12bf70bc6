"""The embedded SPARQL store: pyoxigraph, bulk-loaded with our triples and opened for reading only.

The engine refuses updates by its grammar, yet sends ``SERVICE`` requests out: ``kg.guard`` must have seen a query
before it comes here. It has no time limit of its own: ``timeout`` is looked at between rows, so a query that sorts or
counts for long before its first row goes on; the command line ends its whole process.
"""

import math
import re
import time
from collections.abc import Callable, Iterable, Iterator
from io import BufferedReader, RawIOBase
from itertools import islice
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any
from typing import Literal as TypingLiteral

from kg.errors import GraphError, QueryError
from kg.model import Rows, Value
from kg.record import Record
from kg.stores.sparql_results import GRAPHS, RESULTS, Written, known_format, write_graph, write_rows, write_truth
from kg.triples import Iri, Literal, ntriples, triples
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph
    from _typeshed import WriteableBuffer


class SparqlStore:
    """A graph that answers SPARQL and is not written to."""

    language: TypingLiteral["sparql"] = "sparql"

    def __init__(self, store: "pyoxigraph.Store") -> None:
        """Wrap a store that is loaded."""
        self._store = store

    @classmethod
    def open(cls, path: Path) -> "SparqlStore":
        """Open a folder that ``build`` made; GraphError if it is missing or damaged."""
        import pyoxigraph

        try:
            return cls(pyoxigraph.Store.read_only(str(path)))
        except OSError as error:
            raise GraphError(f"{path}: not a readable SPARQL store: {error}") from error

    @classmethod
    def from_record(cls, record: Record) -> "SparqlStore":
        """Make the store in memory alone."""
        import pyoxigraph

        return cls(_loaded(record, pyoxigraph.Store()))

    def query(
        self, text: str, *, timeout: float = 30.0, limit: int | None = None, name: Callable[[str], str] = str
    ) -> Rows:
        """Run a query and return its rows as plain JSON values; at most ``limit`` of them.

        SELECT has its own columns, ASK the one column ``answer``, CONSTRUCT and DESCRIBE subject, predicate and
        object. IRIs pass through ``name``; a literal becomes the number or truth value it is, else its text. The
        prefixes of the vocabulary need no declaration. Raises QueryError with the engine's reason.
        """
        answer, rows, warnings = self._answer(text, timeout, limit)
        return Rows(_columns(answer), tuple(tuple(_plain(term, name) for term in row) for row in rows), warnings)

    def write(self, text: str, format_: str, *, timeout: float = 30.0, limit: int | None = None) -> Written:
        """Run a query and return its answer in a format of ``sparql_results``: one of its RESULTS or of its GRAPHS.

        Raises UnknownName where the query's form has no such format, and what ``query`` raises.
        """
        import pyoxigraph

        answer, rows, warnings = self._answer(text, timeout, limit)
        if isinstance(answer, pyoxigraph.QueryTriples):
            known_format(format_, GRAPHS, "CONSTRUCT and DESCRIBE")
            return Written(write_graph(format_, rows), warnings)
        known_format(format_, RESULTS, "SELECT and ASK")
        if isinstance(answer, pyoxigraph.QueryBoolean):
            return Written(write_truth(format_, bool(answer)))
        return Written(write_rows(format_, _columns(answer), rows), warnings)

    def _answer(self, text: str, timeout: float, limit: int | None) -> tuple[Any, list[Any], tuple[str, ...]]:
        """Return the engine's answer, its rows or triples, and what is to be warned of."""
        import pyoxigraph

        deadline = time.monotonic() + timeout
        try:
            answer = self._store.query(text, prefixes=dict(PREFIXES))
            if isinstance(answer, pyoxigraph.QueryBoolean):
                return answer, [(bool(answer),)], ()
            found = list(_until(deadline, timeout, islice(answer, None if limit is None else limit + 1)))
        except SyntaxError as error:
            raise QueryError(_reason(error)) from error
        except (ValueError, OSError, RuntimeError) as error:
            raise QueryError(str(error).split("\n")[0]) from error
        cut = limit is not None and len(found) > limit
        return answer, found[:limit], (f"only the first {limit} rows",) if cut else ()

    def close(self) -> None:
        """Let go of the store's files."""
        del self._store


def build(record: Record, path: Path) -> None:
    """Write the store into a new folder; GraphError if it cannot be written."""
    import pyoxigraph

    try:
        store = _loaded(record, pyoxigraph.Store(str(path)))
        store.optimize()
        store.flush()
    except OSError as error:
        raise GraphError(f"{path}: cannot be written: {error}") from error


def term(value: Iri | Literal) -> str:
    """Return a term as it is written in a query, serialised by the library; ValueError if it is no valid term."""
    import pyoxigraph

    if isinstance(value, Iri):
        return str(pyoxigraph.NamedNode(value.value))
    return str(
        pyoxigraph.Literal(value.value, datatype=pyoxigraph.NamedNode(value.datatype) if value.datatype else None)
    )


def _loaded(record: Record, store: "pyoxigraph.Store") -> "pyoxigraph.Store":
    import pyoxigraph

    # Our triples are valid by construction: lenient spares the check of each IRI.
    lines = _Lines(ntriples(triple).encode() for triple in triples(record))
    store.bulk_load(BufferedReader(lines, 1 << 20), pyoxigraph.RdfFormat.N_TRIPLES, lenient=True)
    return store


class _Lines(RawIOBase):
    """A file of what an iterator yields, made as it is read."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines, self._rest = lines, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        room = memoryview(buffer)
        while len(self._rest) < len(room) and (more := b"".join(islice(self._lines, 1000))):
            self._rest += more
        taken, self._rest = self._rest[: len(room)], self._rest[len(room) :]
        room[: len(taken)] = taken
        return len(taken)


def _columns(answer: Any) -> tuple[str, ...]:
    import pyoxigraph

    if isinstance(answer, pyoxigraph.QueryBoolean):
        return ("answer",)
    if isinstance(answer, pyoxigraph.QueryTriples):
        return ("subject", "predicate", "object")
    return tuple(variable.value for variable in answer.variables)


def _until(deadline: float, timeout: float, rows: Iterable[Any]) -> Iterator[Any]:
    for row in rows:
        yield row
        if time.monotonic() > deadline:
            raise QueryError(f"stopped after {timeout:g} s")


_NUMBERS: dict[str, Callable[[str], Value]] = {
    **dict.fromkeys(("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"), int),
    **dict.fromkeys(("double", "float", "decimal"), lambda text: _finite(text)),
    "boolean": lambda text: text in ("true", "1"),
}


def _plain(value: Any, name: Callable[[str], str]) -> Value:
    """Return a term as plain JSON; None for an unbound variable."""
    import pyoxigraph

    if isinstance(value, pyoxigraph.NamedNode):
        return name(value.value)
    if isinstance(value, pyoxigraph.Literal):
        of = value.datatype.value.removeprefix(PREFIXES["xsd"])
        return _NUMBERS[of](value.value) if of in _NUMBERS else value.value
    return value if value is None or isinstance(value, bool) else str(value)


def _finite(text: str) -> float | str:
    """Return a number; JSON has none for INF and NaN, which stay text."""
    number = float(text)
    return number if math.isfinite(number) else text


_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def _reason(error: SyntaxError) -> str:
    """Return what the parser says in one line, with the position in the form of the other engine."""
    found = _POSITION.match(str(error.msg))
    if not found:
        return str(error.msg).split("\n")[0]
    line, column, expected = found.groups()
    what = "unknown prefix" if "Prefix not found" in expected else shorten(expected, 100, placeholder=" ...")
    return f"syntax error at line {line}, col {column}: {what}"
