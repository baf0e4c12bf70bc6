"""The same rows everywhere: each named query, with several parameters, in every engine that can answer it.

The embedded Cypher store is what the others are compared with: a real Neo4j for its text, unchanged; pyoxigraph, and
rdflib over the exported Turtle, for its twin.
"""

import fcntl
import tempfile
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import networkx
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rich_graph import put_rich
from servers.neo4j_server import driver_arguments

import exports
import kg
from kg import query
from kg.errors import GraphError, UnknownName, UnsafeQuery
from kg.model import Entity, Extraction, Fact, Paper, Qualifiers, Span, Value
from kg.query import NamedQuery, Parameter, named_queries
from kg.query.running import _plain, _with_terms
from kg.record import Record
from kg.stores import nx
from kg.stores.cypher import CypherStore
from kg.stores.neo4j import Neo4jStore, address
from kg.stores.neo4j_push import push
from kg.stores.sparql import SparqlStore
from kg.vocabulary import PREDICATES, Kind

QUERIES = named_queries()
TWINS = {name: of_name for name, of_name in QUERIES.items() if of_name.sparql}
TABLES = {"members_of", "subtasks_of", "suites_of"}  # what they ask for is in tables alone
OTHERS = {"int": (1, 2, 2023, 2024), "date": ("2023", "2024-01", "2024-02-29", "2030-01-01"), "string": ("x",)}


class Stored(NamedTuple):
    """A record, what its parameters can be, and the embedded stores made from it."""

    record: Record
    ids: Mapping[Kind, list[str]]
    cypher: CypherStore
    sparql: SparqlStore

    def choices(self, parameter: Parameter, at_most: int) -> list[Value]:
        """Some values for a parameter: of each kind that it may be of, its first ones."""
        if parameter.type != "entity":
            return list(OTHERS[parameter.type])
        kinds = parameter.kinds or tuple(Kind)
        return [identifier for kind in kinds for identifier in self.ids[kind][: max(1, at_most // len(kinds))]]

    def cases(self, of_name: NamedQuery, at_most: int) -> Iterator[dict[str, Value]]:
        """The combinations of these."""
        each = at_most if len(of_name.parameters) < 2 else max(3, at_most // 2)
        names = [parameter.name for parameter in of_name.parameters]
        for values in product(*(self.choices(parameter, each) for parameter in of_name.parameters)):
            yield dict(zip(names, values, strict=True))


def stored(record: Record) -> Stored:
    ids = {kind: [entity.id for entity in record.entities() if entity.kind is kind] for kind in Kind}
    ids[Kind.PAPER] = [paper.id for paper in record.papers()]
    return Stored(record, ids, CypherStore.from_record(record), SparqlStore.from_record(record))


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stored]:
    with Record(tmp_path_factory.mktemp("rich") / "record.sqlite", write=True) as record:
        put_rich(record)
        yield stored(record)


@pytest.mark.parametrize("name", QUERIES)
def test_it_answers_as_its_header_says(name: str, rich: Stored) -> None:
    found = [query.run(QUERIES[name], case, rich.record, rich.cypher) for case in rich.cases(QUERIES[name], 10)]
    assert {rows.columns for rows in found} == {QUERIES[name].columns}
    assert {rows.warnings for rows in found} == {()}
    filled = {column for rows in found for row in rows.as_dicts() for column, value in row.items() if value is not None}
    of_papers = {"paper", "quote", "quote_start", "quote_end"} if name in TABLES else set()
    assert filled == set(QUERIES[name].columns) - of_papers  # the graph has all that it can ask about


@pytest.mark.parametrize("name", TWINS)
def test_pyoxigraph_gives_the_same_rows(name: str, rich: Stored) -> None:
    for case in rich.cases(TWINS[name], 8):
        cypher, sparql = (query.run(TWINS[name], case, rich.record, store) for store in (rich.cypher, rich.sparql))
        assert cypher == sparql


def test_the_shortest_connection_is_that_of_networkx(rich: Stored) -> None:
    """It has no twin: an oracle stands in for it."""
    graph = networkx.Graph(nx.from_record(rich.record).to_undirected())
    for case in rich.cases(QUERIES["shortest_connection"], 12):
        if case["one"] != case["other"]:
            rows = query.run(QUERIES["shortest_connection"], case, rich.record, rich.cypher)
            connected = networkx.has_path(graph, case["one"], case["other"])
            paths = networkx.all_shortest_paths(graph, case["one"], case["other"]) if connected else [[case["one"]]]
            wanted = min(paths)
            assert [case["one"], *rows.column("id")] == (wanted if len(wanted) <= 7 else wanted[:1])


@pytest.fixture(scope="module")
def turtle(rich: Stored, tmp_path_factory: pytest.TempPathFactory) -> rdflib.Graph:
    path = tmp_path_factory.mktemp("turtle") / "graph.ttl"
    exports.write(rich.record, "turtle", path)
    return rdflib.Graph().parse(path)


@pytest.mark.slow
@pytest.mark.parametrize("name", TWINS)
def test_rdflib_gives_the_same_rows(name: str, rich: Stored, turtle: rdflib.Graph) -> None:
    for case in rich.cases(TWINS[name], 2):
        wanted = query.run(TWINS[name], case, rich.record, rich.cypher)
        bound = query.bind(TWINS[name].text_in("sparql"), case, rich.record)
        found = turtle.query(_with_terms(TWINS[name].text_in("sparql"), bound))
        assert [tuple(map(_value, row)) for row in found] == list(wanted.rows)


def _value(term: Any) -> Value:
    match term:
        case rdflib.URIRef():
            return _plain(str(term))
        case rdflib.Literal(value=bool() | int() | float()):
            return term.value  # type: ignore[no-any-return]
    return None if term is None else str(term)


@pytest.fixture(scope="module")
def server(neo4j: str, rich: Stored) -> Iterator[Neo4jStore]:
    """A real Neo4j that holds the rich graph and nothing else, held against the other workers of a parallel run."""
    url, auth = driver_arguments(neo4j)
    user, password = auth or ("neo4j", "")
    with (Path(tempfile.gettempdir()) / "paperkg-neo4j.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with Neo4jStore(address(url, user=user), password) as store:
            with store.session(write=True) as session:
                session.run("MATCH (n) DETACH DELETE n").consume()
            push(rich.record, store)
            yield store


@pytest.mark.slow
@pytest.mark.parametrize("name", QUERIES)
def test_neo4j_gives_the_same_rows(name: str, rich: Stored, server: Neo4jStore) -> None:
    for case in rich.cases(QUERIES[name], 6):
        wanted = query.run(QUERIES[name], case, rich.record, rich.cypher)
        found = query.run(QUERIES[name], case, server, server)  # names too are looked up there
        assert (found.columns, found.rows) == (wanted.columns, wanted.rows)


@pytest.mark.slow
def test_a_database_is_asked_as_a_folder_is(rich: Stored, server: Neo4jStore, neo4j: str) -> None:
    url, auth = driver_arguments(neo4j)
    user, password = auth or ("neo4j", "")
    with kg.open(url, user=user, password=password) as graph:
        asked = graph.ask("papers using the ogb suite")
        wanted = query.run(QUERIES["papers_using"], {"thing": "OGB"}, rich.record, rich.cypher)
        assert len(asked) > 0
        assert asked.rows.rows == wanted.rows == graph.query("papers_using", thing="ogb").rows
        assert graph.cypher("MATCH (p:Paper) RETURN count(p) AS n").rows == ((len(rich.ids[Kind.PAPER]),),)
        with pytest.raises(UnknownName, match="engine for a Neo4j database 'sparql'; there are: cypher"):
            graph.sparql("ASK { ?s ?p ?o }")
        with pytest.raises(GraphError, match="a database has no record"):
            graph.papers()
        with pytest.raises(UnsafeQuery):
            graph.cypher("MATCH (n) DETACH DELETE n")


@pytest.mark.parametrize("name", TWINS)
def test_the_sparql_file_runs_unchanged(name: str, rich: Stored) -> None:
    text = TWINS[name].text_in("sparql").text
    assert rich.sparql.query(text, name=_plain).columns == TWINS[name].columns


# Graphs of any shape

_IDS = {kind: [f"{kind.key}/{n}" for n in range(4)] for kind in Kind}


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Paper], list[Entity], list[Fact]]:
    """Papers, entities and facts of any shape: suites in circles, a thing in several roles, tables beside papers."""
    titles, dates = st.sampled_from(["One", "Two", "Été", 'A "b" \\c']), st.sampled_from([None, "2023", "2024-01-03"])
    papers = [Paper(identifier, draw(titles), date=draw(dates)) for identifier in _IDS[Kind.PAPER]]
    names = st.sampled_from(["x", "X", "x y", "ü"])
    kinds = [kind for kind in Kind if kind is not Kind.PAPER]
    entities = [Entity(identifier, kind, draw(names)) for kind in kinds for identifier in _IDS[kind]]
    facts: dict[str, Fact] = {}
    for predicate in PREDICATES.values():
        pairs = st.tuples(st.sampled_from(_IDS[predicate.subject]), st.sampled_from(_IDS[predicate.object]))
        for subject, object_ in sorted(draw(st.sets(pairs, max_size=6))):
            source = subject if predicate.subject is Kind.PAPER else draw(st.sampled_from(["paper/0", "table:t#1"]))
            span = Span(0, 2) if source.startswith("paper/") else None
            said = draw(
                st.sampled_from([Qualifiers(), Qualifiers("metric/0", "dataset/0", "9"), Qualifiers(value="x")])
            )
            fact = Fact(subject, predicate.name, object_, source, span, draw(st.floats(0, 1)), "x", said)
            facts[fact.id] = fact
    return papers, entities, list(facts.values())


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(graph=graphs())
def test_both_engines_give_the_same_rows_on_any_graph(
    graph: tuple[list[Paper], list[Entity], list[Fact]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    papers, entities, facts = graph
    with Record(tmp_path_factory.mktemp("graph") / "record.sqlite", write=True) as record:
        for paper in papers:
            record.put(paper, Extraction(paper.id, "x", ()))
        record.resolve_to(entities, facts, [])
        of_graph = stored(record)
        for name, of_name in TWINS.items():
            for case in of_graph.cases(of_name, 1):
                one, two = (query.run(of_name, case, record, store) for store in (of_graph.cypher, of_graph.sparql))
                assert one == two, name
