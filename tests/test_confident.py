"""A graph without its less probable facts is the same graph wherever it is asked or written."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from commands import kg, kg_json
from rich_graph import put_rich
from small_graph import ENTITIES, EXTRACTIONS, FACTS, KEYS, PAPERS

import exports
from kg import open as open_graph
from kg import property_graph, triples
from kg.errors import RequestError
from kg.model import Qualifiers
from kg.record import Record
from kg.stores import generations

LEAST = 0.75
COUNTS = {"cypher": "MATCH ()-[f]->() RETURN count(f) AS n", "sparql": "SELECT (COUNT(?f) AS ?n) { ?f kg:by ?by }"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph whose papers' facts have confidences from 0.5 to 0.99."""
    folder = tmp_path_factory.mktemp("rich")
    with Record(folder / generations.RECORD, write=True) as record:
        put_rich(record)
        generations.project(folder, record)
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The small graph; its first paper is less sure of the two data sets than of the rest."""
    unsure = {fact.id for fact in FACTS if fact.paper == PAPERS[0].id and fact.object.startswith("dataset/")}
    facts = [replace(fact, confidence=0.6) if fact.id in unsure else fact for fact in FACTS]
    measured = next(fact for fact in facts if fact.object == "method/node2vec")
    facts[facts.index(measured)] = replace(measured, qualifiers=Qualifiers(dataset="dataset/ogbl-collab"))
    with Record(tmp_path / generations.RECORD, write=True) as record:
        for paper, extraction in zip(PAPERS, EXTRACTIONS, strict=True):
            record.put(paper, extraction)
        record.resolve_to(ENTITIES, facts, KEYS)
    return tmp_path


def test_facts_below_are_hidden_and_what_only_they_name(small: Path) -> None:
    with Record(small / generations.RECORD, at_least=LEAST) as record:
        left = {entity.id for entity in record.entities()}
        facts = list(record.facts())
        forms = {entity for entity, _ in record.forms()}
    assert "dataset/ogbl-ddi" not in left | forms
    assert "dataset/ogbl-collab" in left  # a claim's data set
    assert {fact.subject for fact in facts if fact.predicate == "PART_OF"} == {"dataset/ogbl-collab"}
    assert "dataset/open-graph-benchmark" in left
    assert all(fact.confidence >= LEAST for fact in facts)


def test_every_paper_stays(small: Path) -> None:
    with Record(small / generations.RECORD, at_least=1.0) as record:
        assert record.counts() == {"Paper": len(PAPERS), "facts": 0}
        assert [paper.id for paper in record.papers()] == sorted(paper.id for paper in PAPERS)


def test_the_least_probable_fact_is_as_probable_as_itself(folder: Path) -> None:
    with Record(folder / generations.RECORD) as whole:
        least = min(fact.confidence for fact in whole.facts())
        with Record(folder / generations.RECORD, at_least=least) as record:
            assert list(record.quoted_facts()) == list(whole.quoted_facts())


@pytest.mark.parametrize("confidence", [-0.1, 1.1, float("nan")])
def test_what_is_no_probability_is_refused(folder: Path, confidence: float) -> None:
    with pytest.raises(RequestError, match="between 0 and 1"):
        Record(folder / generations.RECORD, at_least=confidence)


def test_the_two_shapes_name_only_what_they_hold(folder: Path) -> None:
    with Record(folder / generations.RECORD, at_least=LEAST) as record:
        held = {node.id for node in property_graph.nodes(record)}
        edges = list(property_graph.edges(record))
        labelled = {triple.subject for triple in triples.triples(record) if triple.predicate.value.endswith("label")}
    named = {end for edge in edges for end in (edge.start, edge.end)}
    assert edges
    assert named <= held
    assert {q for edge in edges for name in ("metric", "dataset") if (q := edge.properties[name])} <= held
    assert len(labelled) == len(held)


@pytest.mark.parametrize("format_", exports.FORMATS)
def test_every_export_leaves_the_same_out(format_: str, folder: Path, tmp_path: Path) -> None:
    with open_graph(folder) as graph:
        graph.export(format_, tmp_path / "confident", min_confidence=LEAST)
    with Record(folder / generations.RECORD, at_least=LEAST) as record:
        stream = io.BytesIO()
        exports.FORMATS[format_].load()(record, stream)
        hidden = {fact.id for fact in Record(folder / generations.RECORD).facts()} - {f.id for f in record.facts()}
    assert (tmp_path / "confident").read_bytes() == stream.getvalue()
    assert hidden
    assert not any(identifier.rpartition("/")[2].encode() in stream.getvalue() for identifier in hidden)


@pytest.mark.parametrize("engine", COUNTS)
def test_a_raw_query_sees_what_the_export_holds(engine: str, folder: Path) -> None:
    with Record(folder / generations.RECORD, at_least=LEAST) as record:
        expected = record.counts()["facts"]
    with open_graph(folder) as graph:
        ask = getattr(graph, engine)
        assert ask(COUNTS[engine], min_confidence=LEAST).column("n") == [expected]
        assert ask(COUNTS[engine]).column("n")[0] > expected
        assert graph.to_networkx(min_confidence=LEAST).number_of_edges() == expected


def test_a_query_that_counts_counts_what_is_left(folder: Path) -> None:
    with open_graph(folder) as graph:
        rows = {c: graph.query("top_baselines", least=1, min_confidence=c).rows for c in (0.0, LEAST, 1.0)}
    assert rows[0.0] != rows[LEAST]
    assert rows[1.0] == ()


def test_the_command_line_leaves_it_out_everywhere(folder: Path, tmp_path: Path) -> None:
    least = ("--min-confidence", str(LEAST), "-g", str(folder))
    (counted,) = kg_json("cypher", COUNTS["cypher"], *least, cwd=tmp_path)
    (said,) = kg_json("sparql", COUNTS["sparql"], *least, cwd=tmp_path)
    lines = kg("export", "nt", *least, cwd=tmp_path)
    kg("html", *least, "--limit", "1000", "-o", "graph.html", cwd=tmp_path)
    assert counted == said
    assert lines.count("#by> ") == counted["n"]
    told = re.findall(r'"confidence": ([0-9.]+)', (tmp_path / "graph.html").read_text("utf-8"))
    assert len(told) == counted["n"]
    assert min(map(float, told)) >= LEAST
