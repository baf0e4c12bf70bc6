"""A real Neo4j: pushed to, cut off, shared with other people's data, and asked."""

import fcntl
import tempfile
import threading
from pathlib import Path

import pytest
from commands import kg_json, run
from crowd import put_crowd
from servers.cable import Cable
from servers.neo4j_server import NoServer, driver_arguments, start
from small_graph import ENTITIES, FACTS, KEYS, PAPERS

from kg.errors import GraphError, QueryError, RequestError
from kg.query import find_entities
from kg.record import Record
from kg.stores import generations
from kg.stores import neo4j as store_module
from kg.stores.cypher import CypherStore
from kg.stores.neo4j import Neo4jStore, address, is_address
from kg.stores.neo4j_push import push
from kg.vocabulary import Kind

OGB, DDI = "dataset/open-graph-benchmark", "dataset/ogbl-ddi"
ALL = (
    "MATCH (n) RETURN n AS n ORDER BY n.id",
    "MATCH (a)-[r]->(b) RETURN r AS r, a.id AS a, b.id AS b ORDER BY r.id",
    "MATCH p = (:Paper)-[:USES_DATASET]->(:Dataset {id: 'dataset/ogbl-ddi'})-[:PART_OF]->(:Dataset) RETURN p AS p",
    "MATCH (d:Dataset {id: 'dataset/ogbl-ddi'})-[r]->() RETURN properties(d) AS d, properties(r) AS r",
    "MATCH (d:Dataset) WITH d ORDER BY d.id RETURN collect(d) AS all, {of: count(*)} AS n",
    "RETURN date('2024-01-03') AS d, datetime('2024-01-03T04:05:06Z') AS t, duration({days: 1, hours: 2}) AS u",
)


@pytest.fixture
def database(neo4j):
    """An empty database, held against the other workers of a parallel run: where it is, and its password."""
    url, auth = driver_arguments(neo4j)
    with (Path(tempfile.gettempdir()) / "paperkg-neo4j.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        user, password = auth or ("neo4j", "")
        with Neo4jStore(address(url, user=user), password) as store, store.session(write=True) as session:
            session.run("MATCH (n) DETACH DELETE n").consume()
        yield address(url, user=user), password


@pytest.fixture
def store(database):
    with Neo4jStore(*database) as store:
        yield store


@pytest.fixture
def crowd(tmp_path):
    with Record(tmp_path / "crowd.sqlite", write=True) as record:
        put_crowd(record)
        yield record


def everything(store):
    """All there is, with labels and properties as the server has them: what results would leave out too."""
    with store.session(write=False) as session:
        nodes = session.run("MATCH (n) RETURN labels(n) AS l, properties(n) AS p, elementId(n) AS e ORDER BY e").data()
        edges = session.run("MATCH (a)-[r]->(b) RETURN type(r) AS t, properties(r) AS p, elementId(r) AS e ORDER BY e")
        return nodes, edges.data()


# Pushing


def test_what_was_pushed_answers_as_the_embedded_store_does(record, store):
    done = push(record, store)
    assert (done.written, done.unchanged, done.removed) == (sum(record.counts().values()), 0, 0)
    assert store.counts() == record.counts()
    embedded = CypherStore.from_record(record)
    for text in ALL:
        assert store.query(text).rows == embedded.query(text).rows
        assert store.query(text).columns == embedded.query(text).columns


def test_twice_is_once(record, store):
    push(record, store)
    before = everything(store)
    again = push(record, store)
    assert (again.written, again.removed) == (0, 0)
    assert everything(store) == before


def test_what_changed_is_written_and_what_is_gone_is_removed(record, store):
    push(record, store)
    left = [entity for entity in ENTITIES if entity.id != "method/node2vec"]
    facts = [fact for fact in FACTS if fact.object != "method/node2vec"]
    record.resolve_to(left, facts, [pair for pair in KEYS if pair[1] != "method/node2vec"])
    done = push(record, store)
    assert (done.written, done.removed) == (0, 2)
    assert store.counts() == record.counts()
    record.resolve_to(left, facts, [*KEYS[:2], ("benchmark", OGB)])
    assert push(record, store).written > 0
    assert [entity.id for entity in store.named("benchmark")] == [OGB]


def test_other_peoples_data_stay_as_they_were(record, store):
    theirs = (
        "CREATE (a:Paper {id: $paper, title: 'mine'})-[:USES_DATASET {id: 'x'}]->(b:Dataset {id: $dataset})",
        "CREATE (:Paper {id: 7})-[:WROTE]->(:Paper)",
        "CREATE (:Thing {id: $dataset, paperkg: 'a word of theirs'})",
    )
    with store.session(write=True) as session:
        for text in theirs:
            session.run(text, paper=PAPERS[0].id, dataset=DDI).consume()
    before = everything(store)
    push(record, store)
    record.resolve_to((), (), ())
    push(record, store)
    with store.session(write=True) as session:  # the papers are still there: they need no resolution
        assert session.run("MATCH (n:PaperKG) RETURN count(n) AS n").single()["n"] == len(PAPERS)
        session.run("MATCH (n:PaperKG) DETACH DELETE n").consume()
    assert everything(store) == before


def test_an_edge_of_theirs_between_nodes_of_ours_stays(record, store):
    push(record, store)
    with store.session(write=True) as session:
        session.run("MATCH (a:PaperKG {id: $a}), (b:PaperKG {id: $b}) CREATE (a)-[:LIKES]->(b)", a=DDI, b=OGB).consume()
    assert push(record, store).removed == 0
    assert store.query("MATCH (:Dataset)-[r:LIKES]->(:Dataset) RETURN r AS r").rows == (
        ({"type": "LIKES", "start": DDI, "end": OGB, "properties": {}},),
    )


def test_a_short_outage_in_the_middle_of_a_push_is_bridged(crowd, database, store):
    where, password = database
    with Cable(*_place(where)) as cable, Neo4jStore(address(f"bolt://127.0.0.1:{cable.port}"), password) as far:
        cuts = []

        def advance(count):
            if not cuts:
                cuts.append(count)
                cable.cut_after(2000)  # less than the next batch: its transaction is under way

        mending = threading.Timer(1.5, cable.mend)
        mending.start()
        done = push(crowd, far, advance, batch=100)
        mending.join()
    assert cuts
    assert done.written == sum(crowd.counts().values())
    assert store.counts() == crowd.counts()


def test_a_long_outage_ends_the_push_and_the_next_goes_on(crowd, database, store):
    where, password = database
    far_away = lambda port: address(f"bolt://127.0.0.1:{port}")  # noqa: E731
    with Cable(*_place(where)) as cable, Neo4jStore(far_away(cable.port), password, patience=0.5) as far:
        done = []

        def advance(count):
            done.append(count)
            if len(done) == 4:
                cable.cut_after(2000)

        with pytest.raises(GraphError, match=r"no answer .* were written: push again to go on") as failure:
            push(crowd, far, advance, batch=100)
    assert "\n" not in str(failure.value)
    assert cable.is_cut
    rest = push(crowd, store, batch=100)
    assert rest.unchanged >= sum(done)
    assert rest.unchanged + rest.written == sum(crowd.counts().values())
    assert store.counts() == crowd.counts()
    assert push(crowd, store).written == 0


@pytest.mark.slow
def test_a_server_that_is_killed_in_the_middle_of_a_push(crowd, neo4j):
    try:
        server = start()
    except NoServer as error:
        pytest.skip(str(error))
    try:
        url, (user, password) = driver_arguments(server.address)
        with Neo4jStore(address(url, user=user), password, patience=120) as store:
            threads = []

            def advance(count):
                if not threads:
                    server.kill()
                    threads.append(threading.Thread(target=server.restart))
                    threads[0].start()

            push(crowd, store, advance, batch=200)
            threads[0].join()
            assert store.counts() == crowd.counts()
            assert push(crowd, store).written == 0
    finally:
        server.stop()


def _place(where):
    host, port = where.url.rpartition("/")[2].split(":")
    return host, int(port)


# Connecting


def test_a_wrong_password_and_a_wrong_place_are_one_line(database):
    where, _ = database
    with pytest.raises(GraphError, match=r"user 'neo4j' or the password is wrong.*KG_NEO4J_PASSWORD"):
        Neo4jStore(where, "not the password")
    with pytest.raises(GraphError, match=r"bolt://127.0.0.1:1: no answer from the database: [^\n]+$"):
        Neo4jStore(address("bolt://127.0.0.1:1"), "secret", patience=0)
    with pytest.raises(GraphError, match=r"nowhere"):
        Neo4jStore(address(where.url, user=where.user, database="nowhere"), database[1])


def test_addresses():
    assert address("neo4j://ada@db.example:7688/papers") == store_module.Address(
        "neo4j://db.example:7688", "ada", "papers"
    )
    assert address("bolt+s://db.example", user="bo").user == "bo"
    for text in ("papers.kg", "http://db.example", "neo4j://", "neo4j://x:port"):
        with pytest.raises(RequestError, match="not an address"):
            address(text)
    with pytest.raises(RequestError, match="a password does not belong"):
        address("neo4j://ada:secret@db.example")
    assert [is_address(text) for text in ("neo4j+s://x", "papers.kg", "neo4j", "/a/neo4j")] == [True, *[False] * 3]


# Asking


def test_the_server_refuses_to_write(record, store):
    push(record, store)
    before = everything(store)
    for text in ("CREATE (n) RETURN n", "MATCH (n) DETACH DELETE n", "MATCH (n) SET n.x = 1"):
        with pytest.raises(QueryError, match="read access mode"):
            store.query(text)
    assert everything(store) == before


def test_limits_hold(store):
    with pytest.raises(QueryError, match=r"stopped after 0.5 s"):
        store.query("UNWIND range(1, 1000000) AS i UNWIND range(1, 1000000) AS j RETURN count(i % 7 = j)", timeout=0.5)
    rows = store.query("UNWIND range(1, 10) AS i RETURN i AS i", limit=3)
    assert (rows.rows, rows.warnings) == (((1,), (2,), (3,)), ("only the first 3 rows",))


def test_an_error_is_one_line_with_its_position(store):
    with pytest.raises(QueryError, match=r"^error at line 2, col 8: Unknown function 'foo'$"):
        store.query("MATCH (n)\nRETURN foo(n)")
    with pytest.raises(QueryError, match=r"^error at line 1, col 1: Invalid input 'RETRN'[^\n]* \.\.\.$"):
        store.query("RETRN 1")


def test_a_word_of_the_vocabulary_is_no_warning(record, store):
    push(record, store)
    assert store.query("MATCH (n)-[r:EXTENDS]->() RETURN r.metric AS m").warnings == ()
    (warning,) = store.query("MATCH (n:Papper) RETURN n AS n").warnings
    assert "Papper" in warning


def test_names_are_found_as_in_the_record(record, store):
    push(record, store)
    for text in ("OGB", "open graph benchmarks", OGB, "Link-Prediction", PAPERS[0].title.upper(), "2401.00001", "x"):
        for kinds in ((), (Kind.PAPER,), (Kind.DATASET, Kind.TASK)):
            found = find_entities(store, text, kinds)
            assert [(e.id, e.kind, e.name) for e in found] == [
                (e.id, e.kind, e.name) for e in find_entities(record, text, kinds)
            ]
    assert store.form_keys() == record.form_keys()


# The command


def test_kg_push(record, database, store, tmp_path, monkeypatch):
    where, password = database
    record.close()
    monkeypatch.setenv("KG_NEO4J_PASSWORD", password)
    _, said = run("push", where.url, "--user", where.user, "-g", "papers.kg", cwd=tmp_path)
    assert "written 21   unchanged 0   removed 0" in said
    _, said = run("push", where.url, cwd=tmp_path)
    assert "written 0   unchanged 21   removed 0" in said
    assert sum(store.counts().values()) == 21
    run("push", where.url, "--min-confidence", "0.95", cwd=tmp_path)
    assert store.counts() == {"Paper": 3, "facts": 0}  # no paper of the small graph is as sure of anything
    _, said = run("cypher", "RETURN 1 AS n", "--min-confidence", "0.95", "-g", where.url, cwd=tmp_path, code=1)
    assert "leave less confident facts out with kg push" in said
    monkeypatch.setenv("KG_NEO4J_PASSWORD", "not the password")
    _, said = run("push", where.url, cwd=tmp_path, code=1)
    assert said.startswith(f"kg: {where.url}: user 'neo4j' or the password is wrong")
    assert said.count("\n") == 1


def test_ask_query_and_cypher_on_the_database(record, database, store, tmp_path, monkeypatch):
    where, password = database
    push(record, store)
    generations.project(tmp_path / "papers.kg", record)
    record.close()
    monkeypatch.setenv("KG_NEO4J_PASSWORD", password)
    for command in (
        ("ask", "papers using OGB"),
        ("query", "papers_using", "thing=OGB"),
        ("cypher", "MATCH (d:Dataset)<-[r]-(p) RETURN d AS d, r AS r, p AS p ORDER BY r.id"),
    ):
        assert kg_json(*command, "-g", where.url, cwd=tmp_path) == kg_json(*command, cwd=tmp_path)
    _, said = run("sparql", "ASK {}", "-g", where.url, cwd=tmp_path, code=2)
    assert said == "kg: unknown engine for a Neo4j database 'sparql'; there are: cypher\n"
    _, said = run("ask", "papers using OGBB", "-g", where.url, cwd=tmp_path, code=2)
    assert "did you mean: " in said
    _, said = run("cypher", "LOAD CSV FROM 'file:///x' AS row RETURN row", "-g", where.url, cwd=tmp_path, code=2)
    assert "reads no files" in said
