"""How long "papers using X with members" takes, on one synthetic graph, by every way of asking, in one run.

    python benchmarks/queries.py [PAPERS] [FOLDER]      100000 papers, about a million edges; FOLDER is kept and reused

Each engine has a process of its own: it loads, answers once for each of 30 suites to be warm, and is then timed on the
same 30, one at a time. Neo4j is the server of KG_TEST_NEO4J, else one that tests/servers starts; kg push fills it.
rdflib holds the direct triples alone, and networkx no quotes: with all of it they would not fit into memory.
Then whole processes: kg ask, from nothing.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from servers.neo4j_server import neo4j_server
from synthetic import put_papers

from kg import query
from kg.record import Record
from kg.stores import generations

QUESTIONS, COLD_RUNS = 30, 5
Ask = Callable[[str], int]
"""Answers for one suite; returns the number of papers."""


def main() -> None:
    """Build the graph, time every engine, print the table."""
    papers = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    kept = nullcontext(sys.argv[2]) if len(sys.argv) > 2 else tempfile.TemporaryDirectory()
    with kept as name, neo4j_server() as server:
        os.environ["KG_TEST_NEO4J"] = server
        folder = Path(name)
        print(f"{papers:,} papers, {_built(folder, papers):,} edges\n", flush=True)
        print(f"{'engine':<24}{'ready s':>9}{'median ms':>11}{'max ms':>9}{'papers':>8}")
        for engine in ENGINES:
            done = subprocess.run(
                [sys.executable, __file__, "--engine", engine, str(folder)], stdout=subprocess.PIPE, check=False
            )
            if done.returncode:
                print(f"{engine:<24}   not measured: see above", flush=True)
                continue
            ready, times, found = json.loads(done.stdout)
            ms = [1000 * t for t in times]
            print(f"{engine:<24}{ready:>9.1f}{statistics.median(ms):>11.1f}{max(ms):>9.1f}{found:>8.0f}", flush=True)
        suites = _suites(folder)
        suite = suites[len(suites) // 2].partition("/")[2]
        for engine in ("cypher", "sparql"):
            command = [sys.executable, "-m", "kg", "ask", f"papers using {suite}", "--engine", engine, "-g", name]
            times = [_seconds(command) for _ in range(COLD_RUNS)]
            print(f"kg ask, cold, {engine:<10}{'':>9}{1000 * statistics.median(times):>11.0f}{1000 * max(times):>9.0f}")


def _built(folder: Path, papers: int) -> int:
    """Build the graph in the folder, if it is not there yet; return the number of its edges."""
    folder.mkdir(parents=True, exist_ok=True)
    with Record(folder / generations.RECORD, write=True) as record:
        if not record.generation:
            (folder / "suites.json").write_text(json.dumps(put_papers(record, papers)))
        with generations.writing(folder):
            generations.project(folder, record)
        return record.counts()["facts"]


def _suites(folder: Path) -> list[str]:
    """Return the suites that are asked for: from those that many papers use to those that few do."""
    suites = json.loads((folder / "suites.json").read_text())
    return suites[:: max(1, len(suites) // QUESTIONS)][:QUESTIONS]


def _seconds(command: Sequence[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def _measure(engine: str, folder: Path) -> None:
    """Print as JSON: seconds until ready, seconds of each question, the median number of papers found."""
    suites = _suites(folder)
    with Record(folder / generations.RECORD) as record:
        start = time.perf_counter()
        ask = ENGINES[engine](folder, record)
        ready = time.perf_counter() - start
        found = [ask(suite) for suite in suites]
        times = []
        for suite in suites:
            start = time.perf_counter()
            ask(suite)
            times.append(time.perf_counter() - start)
    print(json.dumps((ready, times, statistics.median(found))))


def _cypher(folder: Path, record: Record) -> Ask:
    store, named = generations.cypher_store(folder), query.named_query("papers_using")
    return lambda suite: _papers(query.run(named, {"thing": suite}, record, store).as_dicts())


def _sparql(folder: Path, record: Record) -> Ask:
    store, named = generations.sparql_store(folder), query.named_query("papers_using")
    return lambda suite: _papers(query.run(named, {"thing": suite}, record, store).as_dicts())


def _neo4j(folder: Path, record: Record) -> Ask:
    from servers.neo4j_server import driver_arguments

    from kg.stores.neo4j import Neo4jStore, address
    from kg.stores.neo4j_push import push

    url, auth = driver_arguments(os.environ["KG_TEST_NEO4J"])
    store, named = Neo4jStore(address(url), (auth or ("", ""))[1]), query.named_query("papers_using")
    done = push(record, store)
    rate = (done.written + done.removed) / done.seconds
    sys.stderr.write(
        f"kg push: {done.written:,} written in {done.seconds:.0f} s, {rate:,.0f} nodes and edges a second\n"
    )
    return lambda suite: _papers(query.run(named, {"thing": suite}, record, store).as_dicts())


def _papers(rows: list[dict[str, object]]) -> int:
    return len({row["id"] for row in rows})


_USES = ("USES_DATASET", "USES_METHOD", "COMPARES_WITH")


def _networkx(folder: Path, record: Record) -> Ask:
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for paper in record.papers():
        graph.add_node(paper.id, name=paper.title, date=paper.date)
    for fact in record.facts():
        graph.add_edge(fact.subject, fact.object, type=fact.predicate)

    def ask(suite: str) -> int:
        members = {suite}
        waiting = [suite]
        while waiting:
            for member, _, of in graph.in_edges(waiting.pop(), data="type"):
                if of == "PART_OF" and member not in members:
                    members.add(member)
                    waiting.append(member)
        papers = {paper for member in members for paper, _, of in graph.in_edges(member, data="type") if of in _USES}
        return len(sorted((graph.nodes[paper]["date"], graph.nodes[paper]["name"]) for paper in papers))

    return ask


def _rdflib(folder: Path, record: Record) -> Ask:
    from rdflib import Graph, Literal, URIRef

    from kg.vocabulary import PREDICATES, expand, iri

    graph, terms = Graph(), {name: URIRef(predicate.iri) for name, predicate in PREDICATES.items()}
    label = URIRef(expand("rdfs:label"))
    for paper in record.papers():
        graph.add((URIRef(iri(paper.id)), label, Literal(paper.title)))
    for fact in record.facts():
        graph.add((URIRef(iri(fact.subject)), terms[fact.predicate], URIRef(iri(fact.object))))
    text = """PREFIX kg: <urn:paperkg:vocab#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT DISTINCT ?paper ?name { ?member kg:partOf* ?thing . ?paper kg:usesDataset|kg:usesMethod ?member .
        ?paper rdfs:label ?name } ORDER BY ?name"""
    return lambda suite: len(graph.query(text, initBindings={"thing": URIRef(iri(suite))}))


ENGINES = {
    "embedded Cypher": _cypher,
    "SPARQL": _sparql,
    "networkx loops": _networkx,
    "rdflib, direct triples": _rdflib,
    "Neo4j": _neo4j,
}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--engine"]:
        _measure(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
