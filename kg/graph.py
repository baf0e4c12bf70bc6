"""An open graph: the object that the command line and Python programs ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from kg import ask, query
from kg.errors import UnknownName
from kg.model import Rows, Value
from kg.query import NamedQuery, QueryText
from kg.record import Record
from kg.stores import generations

if TYPE_CHECKING:
    from exports.html import Shown
    from kg.stores.cypher import CypherStore
    from kg.stores.sparql import SparqlStore


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in plain words: the runs of a named query that it became, one a meaning, and their answers."""

    query: str
    parameters: tuple[Mapping[str, str], ...]
    answers: tuple[ask.Answer, ...]


class Graph:
    """A graph folder, open for reading. Use as a context manager; a store is opened when it is first asked."""

    def __init__(self, folder: Path | str) -> None:
        """Open the graph; GraphError if there is none."""
        self.folder = Path(folder)
        self.record = Record(self.folder / generations.RECORD)
        self._stores: dict[str, CypherStore | SparqlStore] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the record and the stores."""
        self._stores.clear()
        self.record.close()

    def ask(self, question: str, *, engine: str = "cypher") -> Asked:
        """Answer a question in plain words; where a name denotes several things, for each of them.

        Raises NotUnderstood with the forms that can be asked, UnknownName with near names.
        """
        understood = ask.understand(question)
        named = query.named_query(understood.query)
        (slot,) = (p for p in named.parameters if p.name == understood.parameter)
        meanings = query.entities_named(self.record, understood.words, slot.kinds)
        parameters = tuple({slot.name: entity.id} for entity in meanings)
        results = [query.run(named, each, self.record, self._store(engine)) for each in parameters]
        return Asked(named.name, parameters, tuple(ask.answers(*results)))

    def query(self, name: str, parameters: Mapping[str, Value], *, engine: str = "cypher") -> Rows:
        """Run a named query; an entity may be given by any of its names. Both engines give the same rows.

        Raises UnknownName, AmbiguousName, QueryError.
        """
        return query.run(query.named_query(name), parameters, self.record, self._store(engine))

    def queries(self) -> dict[str, NamedQuery]:
        """Return the named queries that can be run."""
        return query.named_queries()

    def cypher(self, text: str | QueryText, parameters: Mapping[str, Value] | None = None) -> Rows:
        """Run Cypher, read-only. Raises QueryError, UnsafeQuery."""
        return self._run("cypher", text, parameters)

    def sparql(self, text: str | QueryText, parameters: Mapping[str, Value] | None = None) -> Rows:
        """Run SPARQL; the vocabulary's prefixes are declared for it. Raises QueryError, UnsafeQuery."""
        return self._run("sparql", text, parameters)

    def export(self, format_: str, path: Path | None = None) -> None:
        """Write the graph in another format, to standard output where no path is given. Raises UnknownName."""
        import exports

        exports.write(self.record, format_, path)

    def write_html(self, path: Path, *, limit: int = 300) -> "Shown":
        """Write the graph as one interactive page; return how much of it is shown."""
        from exports.html import write_html

        return write_html(self.record, path, limit=limit)

    def _run(self, engine: str, text: str | QueryText, parameters: Mapping[str, Value] | None) -> Rows:
        parsed = query.parse_query(text, engine) if isinstance(text, str) else text
        return query.run_text(parsed, parameters or {}, self.record, self._store(engine))

    def _store(self, engine: str) -> "CypherStore | SparqlStore":
        if engine not in self._stores:
            match engine:
                case "cypher":
                    self._stores[engine] = generations.cypher_store(self.folder)
                case "sparql":
                    self._stores[engine] = generations.sparql_store(self.folder)
                case _:
                    raise UnknownName("engine", engine, query.SUFFIXES, hint="there are")
        return self._stores[engine]
