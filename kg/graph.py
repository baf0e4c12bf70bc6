"""An open graph: the object that the command line and Python programs ask."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from kg import ask, query
from kg.ask import Meaning
from kg.errors import GraphError, UnknownName
from kg.model import Fact, Rows, Value
from kg.query import NamedQuery, Names, QueryText
from kg.record import Record
from kg.stores import generations, limits
from kg.stores.neo4j import Neo4jStore, address, is_address
from kg.vocabulary import predicate as predicate_named

if TYPE_CHECKING:
    import networkx as nx

    from exports.html import Shown
    from kg.stores import AnswersCypher, AnswersSparql
    from kg.stores.sparql_results import Written


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in plain words: the named query that it became, its parameters (one set a meaning), the answers.

    Iterating gives the answers. ``rows`` are those of the query: one a fact, so an answer may have several.
    """

    query: str
    parameters: tuple[Mapping[str, str], ...]
    answers: tuple[ask.Answer, ...]
    rows: Rows

    def __len__(self) -> int:
        return len(self.answers)

    def __iter__(self) -> Iterator[ask.Answer]:
        return iter(self.answers)

    def _repr_html_(self) -> str:
        return self.rows._repr_html_()


class Graph:
    """A graph, open for reading: a folder that ``kg build`` made, or a Neo4j database that one was pushed to.

    Use as a context manager; a store is opened when it is first asked. A database answers ``ask``, ``query`` and
    ``cypher``; what else needs the record raises GraphError there.
    """

    def __init__(
        self,
        where: Path | str,
        *,
        queries: Path | str | None = None,
        user: str | None = None,
        database: str | None = None,
        password: str | None = None,
        in_process: bool = False,
    ) -> None:
        """Open the graph; GraphError if there is none. ``queries`` is a folder of named queries of one's own.

        The engines run in child processes, which can be ended where an engine is deaf to its time limit; with
        ``in_process`` in this one, for a caller that has ``kg.stores.limits.ending_process`` around each query.
        """
        self._queries = None if queries is None else Path(queries)
        self._in_process = in_process
        self._stores: dict[tuple[str, float], AnswersCypher | AnswersSparql] = {}
        self._record: Record | None = None
        self._names: Names
        if isinstance(where, str) and is_address(where):
            self._folder = None
            database_ = Neo4jStore(address(where, user=user, database=database), password)
            self._stores["cypher", 0.0], self._names = database_, database_
        else:
            self._folder = Path(where)
            self._names = self._record = Record(self._folder / generations.RECORD)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the record and the stores."""
        for store in self._stores.values():
            store.close()
        self._stores.clear()
        if self._record:
            self._record.close()

    @property
    def record(self) -> Record:
        """The record of the graph; GraphError for a database, which has none."""
        if not self._record:
            raise GraphError("a database has no record: open the graph's folder for this")
        return self._record

    # Questions

    def ask(
        self,
        question: str,
        *,
        engine: str | None = None,
        min_confidence: float = 0.0,
        timeout: float = limits.TIMEOUT,
        limit: int | None = None,
    ) -> Asked:
        """Answer a question in plain words; where a name denotes several things, for each of them.

        Which ``engine`` answers makes no difference to the answers; where none is named, it is the quicker one.
        Facts less confident than ``min_confidence`` are no evidence, and an answer without evidence is none.
        Raises NotUnderstood with the nearest forms that can be asked, UnknownName with near names.
        """
        meaning = self.understand(question)
        store = self._store_for(meaning.query, engine)
        found = [
            query.run(meaning.query, each, self._names, store, timeout=timeout, limit=limit)
            for each in meaning.parameters
        ]
        warnings = dict.fromkeys(warning for one in found for warning in one.warnings)
        every = Rows(meaning.query.columns, tuple(row for one in found for row in one.rows), tuple(warnings))
        rows = every.at_least(min_confidence)
        return Asked(meaning.query.name, meaning.parameters, tuple(ask.answers(rows)), rows)

    def understand(self, question: str) -> Meaning:
        """Return what a question means, without answering it; raises what ``ask`` does."""
        return ask.meaning(ask.understand(question), query.named_query, self._names)

    def query(
        self,
        name: str,
        parameters: Mapping[str, Value] | None = None,
        /,
        *,
        engine: str | None = None,
        min_confidence: float = 0.0,
        timeout: float = limits.TIMEOUT,
        limit: int | None = None,
        **named: Value,
    ) -> Rows:
        """Run a named query; an entity may be given by any of its names. Both engines give the same rows.

        Parameters go by name, or as a mapping; without ``engine`` the quicker one answers. Rows of facts less
        confident than ``min_confidence`` are left out; where rows do not tell the facts behind them, as counts do not,
        those facts are left out of the graph.
        Raises UnknownName, AmbiguousName, QueryError.
        """
        given = {**(parameters or {}), **named}
        found = query.named_query(name, self._queries)
        hidden = self._hidden(found, min_confidence)
        store = self._store(engine, hidden) if engine else self._store_for(found, at_least=hidden)
        rows = query.run(found, given, self._names, store, timeout=timeout, limit=limit)
        return rows.at_least(min_confidence)

    def queries(self) -> dict[str, NamedQuery]:
        """Return the named queries that can be run, by name: those of one's own folder, else those that are shipped."""
        return query.named_queries(self._queries)

    def cypher(
        self,
        text: str | QueryText,
        parameters: Mapping[str, Value] | None = None,
        /,
        *,
        min_confidence: float = 0.0,
        timeout: float = limits.TIMEOUT,
        limit: int | None = None,
        **named: Value,
    ) -> Rows:
        """Run Cypher, read-only, at most ``limit`` rows of it. Raises QueryError, UnsafeQuery.

        With ``min_confidence`` it is run on the graph without less confident facts, which is first made in memory; a
        query that says ``r.confidence >= 0.8`` itself need not wait for that.
        """
        store = self._store("cypher", min_confidence)
        return self._run(store, text, {**(parameters or {}), **named}, timeout, limit)

    def sparql(
        self,
        text: str | QueryText,
        parameters: Mapping[str, Value] | None = None,
        /,
        *,
        min_confidence: float = 0.0,
        timeout: float = limits.TIMEOUT,
        limit: int | None = None,
        **named: Value,
    ) -> Rows:
        """Run SPARQL as ``cypher`` does Cypher; the vocabulary's prefixes are declared for it."""
        store = self._store("sparql", min_confidence)
        return self._run(store, text, {**(parameters or {}), **named}, timeout, limit)

    def sparql_as(
        self,
        format_: str,
        text: str | QueryText,
        parameters: Mapping[str, Value] | None = None,
        /,
        *,
        min_confidence: float = 0.0,
        timeout: float = limits.TIMEOUT,
        limit: int | None = None,
    ) -> "Written":
        """Run SPARQL and return its answer as text in a standard format: srj, srx, csv, tsv; turtle, nt, xml, jsonld.

        Raises what ``sparql`` does, and UnknownName for a format that the query's form does not have.
        """
        parsed = query.parse_query(text, "sparql") if isinstance(text, str) else text
        store = self._store("sparql", min_confidence)
        if store.language != "sparql":
            raise AssertionError("the SPARQL engine answers SPARQL")
        return query.run_as(format_, parsed, parameters or {}, self._names, store, timeout=timeout, limit=limit)

    @contextmanager
    def ending_process(
        self, engine: str | None, timeout: float, min_confidence: float = 0.0, *, named: str | None = None
    ) -> Iterator[None]:
        """Hold the block to a time limit by ending this process; the store is opened first: it may have to be made.

        It is the one that a raw query, or the one ``named``, is asked of with this ``min_confidence``.
        """
        found = query.named_query(named, self._queries) if named else None
        hidden = self._hidden(found, min_confidence)
        if found and not engine:
            self._store_for(found, at_least=hidden)
        else:
            self._store(engine or self._quickest, hidden)
        with limits.ending_process(timeout):
            yield

    # What is there

    def papers(self) -> Rows:
        """Return all papers, ordered by id."""
        columns = ("id", "title", "date", "authors", "venue", "url", "abstract")
        papers = self.record.papers()
        return Rows(
            columns, tuple((p.id, p.title, p.date, list(p.authors), p.venue, p.url, p.abstract) for p in papers)
        )

    def facts(self, about: str | None = None, *, predicate: str | None = None) -> Rows:
        """Return facts, ordered by id: all, those about one thing, by any of its names, or of one predicate.

        Raises UnknownName, AmbiguousName.
        """
        if predicate is not None:
            predicate = predicate_named(predicate).name
        facts = self.record.quoted_facts()
        thing = None if about is None else query.the_entity(self._names, about).id
        return Rows(
            _FACT_COLUMNS,
            tuple(
                _fact_row(fact, quote)
                for fact, quote in facts
                if thing in (None, fact.subject, fact.object) and predicate in (None, fact.predicate)
            ),
        )

    def search(self, words: str, *, limit: int = 20) -> Rows:
        """Return papers and entities that have these words in names, aliases, titles or abstracts, the best first.

        All of the words, or, where nothing has, any; between double quotes they must stand together. The snippet
        has ``**`` around each.
        """
        columns = ("id", "kind", "name", "snippet", "score")
        found = self.record.search(words, limit)
        return Rows(columns, tuple((f.id, f.kind.value, f.name, f.snippet, round(f.score, 3)) for f in found))

    # All of it, or what is as confident as ``min_confidence``

    def to_networkx(self, *, min_confidence: float = 0.0) -> "nx.MultiDiGraph[str]":
        """Return the graph for networkx: nodes by id, edges by the id of their fact, both with their properties."""
        from kg.stores import nx

        with Record(self.record.path, at_least=min_confidence) as record:
            return nx.from_record(record)

    def export(self, format_: str, path: Path | None = None, *, min_confidence: float = 0.0) -> None:
        """Write the graph in another format, to standard output where no path is given. Raises UnknownName."""
        import exports

        with Record(self.record.path, at_least=min_confidence) as record:
            exports.write(record, format_, path)

    def write_html(self, path: Path, *, limit: int = 300, min_confidence: float = 0.0) -> "Shown":
        """Write the graph as one interactive page; return how much of it is shown."""
        from exports.html import write_html

        with Record(self.record.path, at_least=min_confidence) as record:
            return write_html(record, path, limit=limit)

    def _run(
        self,
        store: "AnswersCypher | AnswersSparql",
        text: str | QueryText,
        given: Mapping[str, Value],
        timeout: float,
        limit: int | None,
    ) -> Rows:
        parsed = query.parse_query(text, store.language) if isinstance(text, str) else text
        return query.run_text(parsed, given, self._names, store, timeout=timeout, limit=limit)

    @staticmethod
    def _hidden(asked: NamedQuery | None, min_confidence: float) -> float:
        """Return below which confidence a store must hide facts: rows that tell it are filtered themselves."""
        tells = asked is not None and "confidence" in asked.columns
        return 0.0 if tells else min_confidence

    @property
    def _quickest(self) -> str:
        """The engine that answers where none is named.

        A process that asks once waits for the store to open: that of SPARQL does so without reading it whole. A
        program that asks often has it open, and Cypher answers in less.
        """
        return "sparql" if self._in_process and self._folder is not None else "cypher"

    def _store_for(
        self, named: NamedQuery, engine: str | None = None, at_least: float = 0.0
    ) -> "AnswersCypher | AnswersSparql":
        """Return the store that answers a named query: the engine's, else the quickest, if it has a text for it."""
        texts = {"cypher": named.cypher, "sparql": named.sparql}
        first = engine or self._quickest
        has_text = texts.get(first, True)
        return self._store(first if has_text else next(name for name, text in texts.items() if text), at_least)

    def _store(self, engine: str, at_least: float = 0.0) -> "AnswersCypher | AnswersSparql":
        if engine not in query.SUFFIXES:
            raise UnknownName("engine", engine, query.SUFFIXES, hint="there are")
        if (engine, at_least) not in self._stores:
            if self._folder is None and engine == "cypher":
                raise GraphError("a database holds what was pushed: leave less confident facts out with kg push")
            if self._folder is None:
                raise UnknownName("engine for a Neo4j database", engine, ("cypher",), hint="there are")
            if engine == "cypher":
                open_cypher = generations.cypher_store if self._in_process else limits.ChildCypher
                self._stores[engine, at_least] = open_cypher(self._folder, at_least)
            else:
                open_sparql = generations.sparql_store if self._in_process else limits.ChildSparql
                self._stores[engine, at_least] = open_sparql(self._folder, at_least)
        return self._stores[engine, at_least]


_FACT_COLUMNS = (
    *("id", "subject", "predicate", "object", "source", "quote", "start", "end", "confidence", "by"),
    *("metric", "dataset", "value", "unit", "change"),
)


def _fact_row(fact: Fact, quote: str | None) -> tuple[Value, ...]:
    start, end = fact.sentence or (None, None)
    q = fact.qualifiers
    return (
        *(fact.id, fact.subject, fact.predicate, fact.object, fact.source, quote, start, end),
        *(fact.confidence, fact.by, q.metric, q.dataset, q.value, q.unit, q.change),
    )
