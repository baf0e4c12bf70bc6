"""``import kg``: what it offers, and that it costs nothing until it is used."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.errors import GraphError, NotUnderstood, RequestError, UnknownName
from kg.graph import Graph
from kg.record import Record
from kg.rows import Rows
from kg.stores import generations

OGB, DDI = "dataset/open-graph-benchmark", "dataset/ogbl-ddi"


@pytest.fixture
def graph(record: Record) -> Iterator[kg.Graph]:
    with generations.writing(record.path.parent):
        generations.project(record.path.parent, record)
    with kg.open(record.path.parent) as graph:
        yield graph


# The names


def test_the_public_names_are_these() -> None:
    assert kg.__all__ == ["Answer", "Asked", "Graph", "KgError", "NamedQuery", "Report", "Rows", "build", "open"]
    assert kg.__all__ == sorted(kg.__all__)


def test_each_is_there_and_says_what_it_is() -> None:
    assert all(getattr(kg, name).__doc__ for name in kg.__all__)
    assert set(kg.__all__) <= set(dir(kg))
    with pytest.raises(AttributeError, match="no attribute 'opne'"):
        kg.opne  # noqa: B018
    everything: dict[str, Any] = {}
    exec("from kg import *", everything)
    assert set(kg.__all__) <= set(everything)


def test_importing_loads_nothing() -> None:
    code = "import sys, kg; print(sorted(name for name in sys.modules if name.startswith('kg')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['kg']\n"


def test_the_methods_of_a_graph_say_what_they_do() -> None:
    own = {name: value for name, value in vars(kg.Graph).items() if not name.startswith("_")}
    assert all(value.__doc__ for value in own.values())
    assert {"ask", "query", "queries", "cypher", "sparql", "papers", "facts", "to_networkx", "close"} <= set(own)


# A graph


def test_one_question_by_every_way(graph: kg.Graph) -> None:
    asked = graph.ask("papers using OGB")
    assert (asked.query, asked.parameters, len(asked)) == ("papers_using", ({"thing": OGB},), 2)
    assert asked.rows == graph.query("papers_using", thing="ogb") == graph.query("papers_using", {"thing": OGB})
    assert asked.rows == graph.query("papers_using", thing="ogb", engine="sparql")
    assert [answer.id for answer in asked] == list(dict.fromkeys(asked.rows.column("id")))
    text = (
        "MATCH (:Dataset {id: $thing})<-[:PART_OF*0..6]-()<-[:USES_DATASET]-(p) RETURN DISTINCT p.id AS id ORDER BY id"
    )
    assert graph.cypher(text, thing=OGB).column("id") == sorted({answer.id for answer in asked})


def test_what_has_no_sparql_is_asked_in_cypher(graph: kg.Graph) -> None:
    asked = graph.ask("how is OGB connected to ogbl-ddi", engine="sparql")
    assert [(answer.id, answer.columns) for answer in asked] == [(DDI, {"step": 1})]
    with pytest.raises(UnknownName, match="there are: cypher"):
        graph.query("shortest_connection", one="OGB", other="ogbl-ddi", engine="sparql")


def test_papers_facts_and_networkx(graph: kg.Graph, record: Record) -> None:
    assert graph.papers().column("id") == [paper.id for paper in record.papers()]
    assert len(graph.facts()) == len(list(record.facts()))
    about = graph.facts("ogbl-ddi")
    assert {row["predicate"] for row in about} == {"USES_DATASET", "PART_OF"}
    assert all(DDI in (row["subject"], row["object"]) for row in about)
    (used,) = graph.facts(DDI, predicate="USES_DATASET")
    assert used["quote"] == "It beats node2vec on ogbl-ddi and ogbl-collab."
    assert graph.to_networkx().number_of_edges() == len(graph.facts())
    with pytest.raises(UnknownName, match="unknown predicate 'USES'"):
        graph.facts(predicate="USES")
    with pytest.raises(UnknownName, match="did you mean: node2vec"):
        graph.facts("node2vek")


def test_queries_of_ones_own(graph: kg.Graph, tmp_path: Path, record: Record) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    text = "// All.\n// columns: id\nMATCH (p:Paper) RETURN p.id AS id ORDER BY id"
    (folder / "all_papers.cypher").write_text(text)
    with kg.open(record.path.parent, queries=folder) as own:
        assert list(own.queries()) == ["all_papers"]
        assert own.query("all_papers").column("id") == graph.papers().column("id")
        assert own.ask("papers using OGB").query == "papers_using"  # plain words have their own
        with pytest.raises(UnknownName, match="there are: all_papers"):
            own.query("papers_using", thing="OGB")


def test_where_no_engine_is_named_one_answers_that_has_a_text(record: Record, tmp_path: Path) -> None:
    (tmp_path / "in_cypher.cypher").write_text("// All.\n// columns: id\nMATCH (p:Paper) RETURN p.id AS id ORDER BY id")
    (tmp_path / "in_sparql.rq").write_text("# All.\n# columns: id\nSELECT ?id { ?id a kg:Paper } ORDER BY ?id")
    for in_process in (False, True):
        with Graph(record.path.parent, queries=tmp_path, in_process=in_process) as own:
            assert own.query("in_sparql").rows == own.query("in_cypher").rows
            with pytest.raises(UnknownName, match="there are: sparql"):
                own.query("in_sparql", engine="cypher")


def test_what_is_wrong_is_one_error(graph: kg.Graph, tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="no graph there"):
        kg.open(tmp_path / "absent")
    with pytest.raises(NotUnderstood):
        graph.ask("sing me a song")
    with pytest.raises(UnknownName, match="engine 'sql'; there are: cypher, sparql"):
        graph.query("papers_using", thing="OGB", engine="sql")
    assert issubclass(NotUnderstood, kg.KgError)


# Rows

ROWS = Rows(("id", "said", "more"), (("a", "<b>1</b>", [1]), ("b", None, None)))


def test_rows_as_dicts_and_columns() -> None:
    assert (
        ROWS.as_dicts()
        == list(ROWS)
        == [{"id": "a", "said": "<b>1</b>", "more": [1]}, {"id": "b", "said": None, "more": None}]
    )
    assert (len(ROWS), ROWS.column("id")) == (2, ["a", "b"])
    with pytest.raises(RequestError, match="no column 'name'; there are: id, said, more"):
        ROWS.column("name")


def test_rows_in_a_notebook_are_text() -> None:
    shown = ROWS._repr_html_()
    assert "<td>&lt;b&gt;1&lt;/b&gt;</td><td>[1]</td>" in shown
    assert "<td>b</td><td></td><td></td>" in shown
    script = Rows(("<script>",), (('"><img src=x onerror=alert(1)>',), ({"a": "</td><script>"},)))._repr_html_()
    assert "<script" not in script
    assert "<img" not in script
    assert "&quot;&gt;&lt;img" in script


def test_a_notebook_shows_the_first_hundred_rows() -> None:
    shown = Rows(("n",), tuple((n,) for n in range(1234)))._repr_html_()
    assert shown.count("<tr>") == 101
    assert "1,134 more rows" in shown


def test_rows_to_pandas() -> None:
    frame = ROWS.to_pandas()
    assert list(frame.columns) == ["id", "said", "more"]
    assert frame["id"].tolist() == ["a", "b"]
    assert Rows(("x",), ()).to_pandas().shape == (0, 1)


def test_rows_to_polars() -> None:
    pytest.importorskip("polars", reason="polars is not installed: it need not be")
    frame = ROWS.to_polars()
    assert frame.columns == ["id", "said", "more"]
    assert frame["id"].to_list() == ["a", "b"]


def test_a_library_that_is_absent_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)  # Python's own way to say that a module is not there
    with pytest.raises(RequestError, match="polars is not installed; install it with: pip install polars"):
        ROWS.to_polars()
