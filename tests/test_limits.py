"""Limits hold where the engine is deaf to them, and the program lives on."""

import os
import subprocess
import sys
import time

import pytest
from crowd import put_crowd

from kg.errors import GraphError, QueryError, UnknownName
from kg.record import Record
from kg.stores import generations
from kg.stores.limits import ChildCypher, ChildSparql
from kg.stores.sparql_results import RESULTS

DEAF = {  # no engine looks at the clock while it does these
    ChildCypher: "MATCH p = allShortestPaths((a)-[*..9]-(b)) RETURN count(p) AS n",
    ChildSparql: "SELECT * { ?a ?p ?x . ?b ?q ?y FILTER(?x > ?y) } ORDER BY ?a ?b LIMIT 1",
}
COUNT = {ChildCypher: "MATCH (n) RETURN count(n) AS n", ChildSparql: "SELECT (COUNT(?s) AS ?n) { ?s rdfs:label ?o }"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("crowd")
    with Record(folder / generations.RECORD, write=True) as record:
        put_crowd(record)
        generations.project(folder, record)
    return folder


@pytest.mark.parametrize("child", DEAF)
def test_a_deaf_engine_is_ended_and_the_next_query_is_answered(child, folder):
    store = child(folder)
    before = store.query(COUNT[child])
    with pytest.raises(QueryError, match=r"^stopped after 0.3 s$"):
        store.query(DEAF[child], timeout=0.3)
    assert store.query(COUNT[child]) == before
    store.close()


@pytest.mark.parametrize("child", DEAF)
def test_a_child_answers_and_refuses_as_the_store_does(child, folder):
    store = child(folder)
    inside = generations.cypher_store(folder) if child is ChildCypher else generations.sparql_store(folder)
    assert store.query(COUNT[child], limit=1) == inside.query(COUNT[child], limit=1)
    with pytest.raises(QueryError, match="line 1, col"):
        store.query("nonsense here")
    assert store.query(COUNT[child]).rows
    store.close()


def test_standard_formats_are_written_in_the_child_and_held_to_the_limit(folder):
    store, inside = ChildSparql(folder), generations.sparql_store(folder)
    with pytest.raises(QueryError, match=r"^stopped after 0.3 s$"):
        store.write(DEAF[ChildSparql], "csv", timeout=0.3)
    for format_ in RESULTS:
        assert store.write(COUNT[ChildSparql], format_) == inside.write(COUNT[ChildSparql], format_)
    with pytest.raises(UnknownName, match="format for SELECT and ASK 'turtle'; there are: srj, srx, csv, tsv"):
        store.write(COUNT[ChildSparql], "turtle")
    store.close()


def test_parameters_and_names_reach_the_child(folder):
    with_parameters = ChildCypher(folder)
    assert with_parameters.query("RETURN $x AS x", {"x": [1, "é", None]}).rows == (([1, "é", None],),)
    named = ChildSparql(folder)
    assert named.query("SELECT ?c { ?c a kg:Metric } ORDER BY ?c LIMIT 1", name=str.upper).rows[0][0].startswith("URN:")
    with_parameters.close()
    named.close()


def test_an_engine_that_dies_is_one_line(folder):
    store = ChildCypher(folder)
    store.query(COUNT[ChildCypher])
    store._child._process.kill()
    with pytest.raises(QueryError, match=r"^the engine's process died of the query: SIGKILL$"):
        store.query(COUNT[ChildCypher])
    assert store.query(COUNT[ChildCypher]).rows
    store.close()


def test_a_folder_without_a_graph_is_said(tmp_path):
    with pytest.raises(GraphError, match="no graph there"):
        ChildSparql(tmp_path / "none").query("ASK {}")


@pytest.mark.parametrize(("language", "child"), [("cypher", ChildCypher), ("sparql", ChildSparql)])
def test_on_the_command_line_the_process_is_ended(language, child, folder):
    command = [sys.executable, "-m", "kg", language, DEAF[child], "-g", str(folder), "--timeout", "0.3"]
    start = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ), check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "kg: stopped after 0.3 s\n")
    assert time.monotonic() > start + 0.3


def test_rows_are_limited_on_the_command_line(folder):
    for language, text in (
        ("cypher", "MATCH (n) RETURN n.id AS id ORDER BY id"),
        ("sparql", "SELECT ?s { ?s ?p ?o }"),
    ):
        command = [sys.executable, "-m", "kg", language, text, "-g", str(folder), "--limit", "2", "--format", "jsonl"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert done.stdout.count("\n") == 2
        assert "only the first 2" in done.stderr
