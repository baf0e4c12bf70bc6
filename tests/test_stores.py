"""The stores answer in plain JSON with our ids, refuse writes, and hold the same graph."""

import json
import subprocess
import sys

import pytest
from small_graph import ENTITIES, FACTS, PAPERS

from kg.errors import GraphError, QueryError
from kg.model import Fact, Span
from kg.stores import cypher, nx, sparql
from kg.stores.cypher import CypherStore
from kg.stores.sparql import SparqlStore
from kg.triples import Iri, Literal, date_literal, triples
from kg.vocabulary import Kind

OGB, DDI = "dataset/open-graph-benchmark", "dataset/ogbl-ddi"
WALKABOUT = "paper/arxiv:2401.00001"


@pytest.fixture
def graph(record, tmp_path):
    """The Cypher store, written and opened again."""
    cypher.build(record, tmp_path / "graph.kgl")
    return CypherStore.open(tmp_path / "graph.kgl")


@pytest.fixture
def dataset(record):
    """The SPARQL store, in memory: on disk it takes a while to make."""
    return SparqlStore.from_record(record)


# Cypher


def test_a_node_is_plain_and_has_nothing_of_the_engine(graph):
    (row,) = graph.query("MATCH (d:Dataset {id: $id}) RETURN d AS d, properties(d) AS p", {"id": OGB}).rows
    own = {"id": OGB, "kind": "Dataset", "name": "Open Graph Benchmark", "aliases": ["OGB"]}
    assert row == ({"id": OGB, "labels": ["Dataset"], "properties": own}, own)


def test_a_paper_keeps_its_title_and_loses_what_is_unknown(graph):
    (row,) = graph.query("MATCH (p:Paper) WHERE p.name STARTS WITH 'Deeper' RETURN p AS p").rows
    assert row[0]["properties"] == {
        **{"id": PAPERS[1].id, "kind": "Paper", "name": PAPERS[1].title, "aliases": [], "title": PAPERS[1].title},
    }


def test_an_edge_has_our_ids_at_its_ends(graph):
    (row,) = graph.query("MATCH (:Paper)-[r:USES_DATASET]->(:Dataset {id: $id}) RETURN r AS r", {"id": DDI}).rows
    fact = next(fact for fact in FACTS if fact.object == DDI and fact.paper)
    assert row[0] == {
        **{"type": "USES_DATASET", "start": WALKABOUT, "end": DDI},
        "properties": {
            **{"id": fact.id, "paper": WALKABOUT, "source": WALKABOUT, "by": "test 1", "confidence": 0.9},
            **{"quote": "It beats node2vec on ogbl-ddi and ogbl-collab."},
            **{"quote_start": fact.sentence.start, "quote_end": fact.sentence.end},
        },
    }


def test_a_path_is_its_nodes_and_edges_in_turn(graph):
    text = (
        "MATCH p = (:Paper {id: $id})-[:USES_DATASET]->(:Dataset)-[:PART_OF]->() RETURN p AS p, [nodes(p)] AS n LIMIT 1"
    )
    ((path, ((first, *_),)),) = graph.query(text, {"id": WALKABOUT}).rows
    assert [step.get("type") or step["labels"] for step in path] == [
        *(["Paper"], "USES_DATASET", ["Dataset"], "PART_OF", ["Dataset"]),
    ]
    assert path[1]["start"] == path[0]["id"] == first["id"] == WALKABOUT
    assert path[3]["end"] == path[4]["id"] == OGB


def test_values_are_plain_json(graph):
    text = "RETURN date('2024-01-03') AS d, datetime('2024-01-03T04:05:06Z') AS t, 1 AS i, 1.5 AS f, {a: [null]} AS m"
    rows = graph.query(text)
    assert rows.rows == (("2024-01-03", "2024-01-03T04:05:06+00:00", 1, 1.5, {"a": [None]}),)
    assert json.loads(json.dumps(rows.as_dicts())) == rows.as_dicts()


def test_parallel_edges_stay_apart(record):
    sentence, (first, *_) = FACTS[0].sentence, FACTS
    second = Fact(first.subject, first.predicate, first.object, "rule:test", None, 1.0, "rule:test")
    record.resolve_to(ENTITIES, [first, second], [])
    rows = CypherStore.from_record(record).query("MATCH ()-[r:PROPOSES]->() RETURN r.source AS s ORDER BY s").rows
    assert sentence
    assert rows == ((first.source,), ("rule:test",))


def test_a_fact_about_nothing_is_refused(record):
    record.resolve_to([], [Fact(WALKABOUT, "PROPOSES", "method/gone", WALKABOUT, Span(0, 9), 1.0, "x")], [])
    with pytest.raises(GraphError, match="method/gone, which is not in the record"):
        CypherStore.from_record(record)


def test_an_empty_graph_answers_without_warning(record):
    record.resolve_to([], [], [])
    rows = CypherStore.from_record(record).query(
        "MATCH (:Paper)-[r:ADDRESSES]->(t:Task) RETURN t.name AS name, r.unit AS u"
    )
    assert (rows.columns, rows.rows, rows.warnings) == (("name", "u"), (), ())


def test_a_misspelt_word_is_a_warning(graph):
    assert "Did you mean 'Paper'" in " ".join(graph.query("MATCH (p:Papr) RETURN p AS p").warnings)
    assert "'titel'" in " ".join(graph.query("MATCH (p:Paper) RETURN p.titel AS t").warnings)


@pytest.mark.parametrize(
    "text", ["CREATE (:Paper {id: 'x'})", "MATCH (n) SET n.name = 'x'", "MATCH (n) DETACH DELETE n"]
)
def test_the_cypher_store_cannot_be_written_to(graph, text):
    with pytest.raises(QueryError):
        graph.query(text)
    assert graph.query("MATCH (n) RETURN count(n) AS n").rows == ((len(PAPERS) + len(ENTITIES),),)


@pytest.mark.parametrize("text", ["MATCH (n) RETURN n.id AS id ORDER BY id", "UNWIND range(1, 9) AS n RETURN n"])
def test_rows_beyond_the_limit_are_left_out_and_said_so(graph, text):
    rows = graph.query(text, limit=2)
    assert len(rows.rows) == 2
    assert "only the first 2" in rows.warnings[0]


def test_a_cypher_error_is_one_line_with_its_position(graph):
    with pytest.raises(QueryError, match=r"^syntax error at line 2, col \d+: [^\n]+$"):
        graph.query("MATCH (n)\nRETURN RETURN n")
    with pytest.raises(QueryError, match=r"^[^\n]*Missing parameter: \$id[^\n]*$"):
        graph.query("MATCH (n {id: $id}) RETURN n AS n")


def test_a_cypher_query_is_stopped_in_time(graph):
    with pytest.raises(QueryError, match=r"stopped after 0\.05 s"):
        graph.query("UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y RETURN sum(x * y) AS s", timeout=0.05)


def test_a_damaged_cypher_store_is_said_to_be(tmp_path):
    (tmp_path / "graph.kgl").write_bytes(b"nothing of the kind")
    for path in (tmp_path / "graph.kgl", tmp_path / "absent.kgl"):
        with pytest.raises(GraphError, match="not a readable Cypher store"):
            CypherStore.open(path)


# SPARQL


def test_select_gives_iris_numbers_and_text(dataset):
    text = """SELECT ?f ?p ?q ?n ?c ?d WHERE {
        ?f rdf:object <urn:paperkg:dataset/ogbl-ddi> ; rdf:predicate ?p ; kg:quote ?q ; kg:start ?n ; kg:confidence ?c .
        ?f rdf:subject/dcterms:date ?d }"""
    fact = next(fact for fact in FACTS if fact.object == DDI and fact.paper)
    rows = dataset.query(text)
    assert rows.columns == ("f", "p", "q", "n", "c", "d")
    assert rows.rows == (
        (f"urn:paperkg:{fact.id}", "urn:paperkg:vocab#usesDataset", "It beats node2vec on ogbl-ddi and ogbl-collab.",
         fact.sentence.start, 0.9, "2024-01-03"),
    )  # fmt: skip


def test_names_are_the_callers(dataset):
    rows = dataset.query("SELECT ?t { ?t a kg:Task } ORDER BY ?t", name=lambda iri: iri.rsplit("/")[-1])
    assert rows.rows == (("link-prediction",), ("node-classification",))


def test_other_forms_of_query_have_columns_too(dataset):
    assert dataset.query("ASK { ?p a kg:Paper }").as_dicts() == [{"answer": True}]
    built = dataset.query("CONSTRUCT { ?d rdfs:label ?n } WHERE { ?d a kg:Task ; rdfs:label ?n }")
    assert built.columns == ("subject", "predicate", "object")
    assert len(built.rows) == 2
    assert dataset.query(f"DESCRIBE <urn:paperkg:{OGB}>").rows


def test_terms_without_json_are_text_or_null(dataset):
    text = "SELECT (1/0 AS ?e) ?x (xsd:double('INF') AS ?i) ('a'@en AS ?l) (true AS ?b) (2.50 AS ?d) {}"
    assert dataset.query(text).rows == ((None, None, "INF", "a", True, 2.5),)


def test_sparql_rows_beyond_the_limit_are_left_out_and_said_so(dataset):
    rows = dataset.query("SELECT * { ?s ?p ?o }", limit=3)
    assert (len(rows.rows), rows.warnings) == (3, ("only the first 3 rows",))
    assert dataset.query("SELECT * { ?s a kg:Task }", limit=2).warnings == ()


@pytest.mark.parametrize("text", ["INSERT DATA { <a:a> <a:b> <a:c> }", "DELETE WHERE { ?s ?p ?o }", "CLEAR ALL"])
def test_the_sparql_store_cannot_be_written_to(dataset, text):
    with pytest.raises(QueryError):
        dataset.query(text)


def test_a_sparql_error_is_one_line_with_its_position(dataset):
    with pytest.raises(QueryError, match=r"^syntax error at line 2, col \d+: [^\n]{1,120}$"):
        dataset.query("SELECT ?x {\n ?x kg:usesDataset }")
    with pytest.raises(QueryError, match=r"line 1, col \d+: unknown prefix"):
        dataset.query("SELECT ?x { ?x foo:bar ?y }")


def test_rows_without_end_are_stopped_in_time(dataset):
    with pytest.raises(QueryError, match=r"stopped after 0\.05 s"):
        dataset.query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", timeout=0.05)


def test_a_damaged_sparql_store_is_said_to_be(tmp_path):
    (tmp_path / "graph").mkdir()
    with pytest.raises(GraphError, match="not a readable SPARQL store"):
        SparqlStore.open(tmp_path / "graph")


def test_terms_are_written_by_the_library(dataset):
    for value in (Iri("urn:a%22b"), Literal('a"b\\\n{}'), Literal("3", "http://www.w3.org/2001/XMLSchema#integer")):
        assert dataset.query(f"SELECT ?x {{ VALUES ?x {{ {sparql.term(value)} }} }}").rows[0][0] in (value.value, 3)
    assert sparql.term(date_literal("2024")) == '"2024"^^<http://www.w3.org/2001/XMLSchema#gYear>'
    with pytest.raises(ValueError, match="Invalid IRI"):
        sparql.term(Iri("urn:a> } #"))


def test_the_sparql_store_on_disk_holds_every_triple_and_cannot_be_written_to(record, tmp_path):
    sparql.build(record, tmp_path / "graph")
    dataset = SparqlStore.open(tmp_path / "graph")
    assert dataset.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows == ((len(set(triples(record))),),)
    with pytest.raises(QueryError):
        dataset.query("CLEAR ALL")


# networkx


def test_networkx_has_the_same_nodes_and_edges(record):
    graph = nx.from_record(record)
    assert dict(graph.nodes(data="kind"))[OGB] == Kind.DATASET
    assert {(s, t, d["type"]) for s, t, d in graph.edges(data=True)} == {
        (f.subject, f.object, f.predicate) for f in FACTS
    }
    assert "quote" not in graph.edges[DDI, OGB, next(iter(graph[DDI][OGB]))]


def test_stores_are_imported_without_their_engines():
    heavy = {"kglite", "pyoxigraph", "networkx", "pandas", "numpy", "rdflib", "rapidfuzz"}
    code = "import sys, kg.query, kg.guard, kg.stores.generations, kg.stores.cypher, kg.stores.sparql, kg.stores.nx\n"
    code += f"print(sorted({heavy} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
