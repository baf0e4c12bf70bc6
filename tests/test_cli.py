import json
import shlex
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from commands import kg, kg_json, run

from kg import open as open_graph

HEAVY = ("spacy", "numpy", "onnxruntime", "rdflib", "pyoxigraph", "kglite", "networkx", "pyvis", "neo4j")
EXAMPLE = str(files("kg") / "data" / "example.jsonl")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the graph of the example papers in it."""
    folder = tmp_path_factory.mktemp("built")
    kg("build", EXAMPLE, cwd=folder)
    return folder


def evidence(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(fact["predicate"], fact["object"]) for fact in answer["evidence"]]


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['kg', '--help']\n"
        "from kg.cli import main\n"
        "try: main()\n"
        "except SystemExit as stop: assert stop.code == 0\n"
        f"print('heavy:', [name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "build" in done.stdout
    assert done.stdout.endswith("heavy: []\n")


def test_every_command_says_what_it_does() -> None:
    from kg.cli import app

    commands = {
        command.callback.__name__: command.callback.__doc__ for command in app.registered_commands if command.callback
    }
    assert sorted(commands) == [
        *("ask", "build", "cypher", "demo", "evaluate", "export", "extract", "html", "list_queries", "merge", "push"),
        *("query", "remove", "review", "same", "search", "sparql", "split", "why"),
    ]
    assert all(commands.values())


def test_ask_finds_a_member_of_the_suite_and_the_suite(built: Path) -> None:
    found = kg_json("ask", "papers using OGB", cwd=built)
    assert {answer["id"]: evidence(answer) for answer in found} == {
        "paper/src:ex-01": [("USES_DATASET", "ogbl-ddi")],
        "paper/src:ex-02": [("USES_DATASET", "Open Graph Benchmark")],
    }
    assert all(fact["object"] in fact["quote"] for answer in found for fact in answer["evidence"])


def test_the_same_answer_by_every_way(built: Path, tmp_path: Path) -> None:
    queries = files("kg") / "queries"
    if not queries.is_dir():  # an editable install
        queries = Path(__file__).parent.parent / "queries"
    rows = kg_json("query", "papers_using", "thing=OGB", cwd=built)
    assert {row["id"] for row in rows} == {"paper/src:ex-01", "paper/src:ex-02"}
    assert rows == kg_json("query", "papers_using", "thing=OGB", "--engine", "sparql", cwd=built)
    assert rows == kg_json("query", "papers_using", "thing=dataset/open-graph-benchmark", cwd=built)
    assert rows == kg_json("cypher", "-f", str(queries / "papers_using.cypher"), "--param", "thing=OGB", cwd=built)
    by_iri = kg_json("sparql", "-f", str(queries / "papers_using.rq"), cwd=built)  # its example is OGB
    assert {row["id"] for row in by_iri} == {f"urn:paperkg:{row['id']}" for row in rows}
    assert kg_json("ask", "papers using OGB", cwd=built) == kg_json(
        "ask", "papers using Open Graph Benchmark?", "--engine", "sparql", cwd=built
    )


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("papers introducing LanternQA", {"paper/src:ex-04"}),
        ("papers on link prediction", {"paper/src:ex-01"}),
        ("methods for novel view synthesis", {"method/cinder"}),
        ("datasets for link prediction", {"dataset/ogbl-ddi"}),
        ("code for Harbour", {"repository/github.com/example-lab/harbour"}),
        ("code for Quillnet", {"repository/gitlab.com/example-lab/nlp/quillnet"}),
        ("papers using GNNs", {"paper/src:ex-01", "paper/src:ex-06"}),
    ],
)
def test_each_phrasing_is_answered(built: Path, question: str, ids: set[str]) -> None:
    found = kg_json("ask", question, cwd=built)
    assert {answer["id"] for answer in found} == ids
    assert all(fact["quote"] for answer in found for fact in answer["evidence"])


def test_queries_are_listed_with_an_example_that_runs(built: Path) -> None:
    listed = kg_json("queries", cwd=built)
    assert len([q for q in listed if q["languages"] == ["cypher", "sparql"]]) >= 20
    out = kg("queries", cwd=built)
    with open_graph(built / "papers.kg") as graph:
        for q in listed:
            assert f"  $ {q['example']}\n" in out
            program, command, name, *pairs = shlex.split(q["example"])
            assert (program, command, name) == ("kg", "query", q["name"])
            for engine in q["languages"]:
                rows = graph.query(name, dict(pair.split("=", 1) for pair in pairs), engine=engine)
                assert list(rows.columns) == q["columns"]


def test_queries_of_ones_own_folder(built: Path, tmp_path: Path) -> None:
    (tmp_path / "my own").mkdir()
    text = "// Titles.\n// param id: string = paper/src:ex-01\n// columns: title\n"
    text += "MATCH (p:Paper {id: $id}) RETURN p.title AS title"
    (tmp_path / "my own" / "titles.cypher").write_text(text)
    out = kg("queries", "--queries", "my own", cwd=tmp_path)
    assert "$ kg query titles id=paper/src:ex-01 --queries 'my own'" in out
    (row,) = kg_json(
        *("query", "titles", "id=paper/src:ex-01", "--queries", "my own", "-g", built / "papers.kg"), cwd=tmp_path
    )
    assert row["title"].startswith("Meadow")
    run("query", "papers_using", "thing=OGB", "--queries", "my own", "-g", built / "papers.kg", cwd=tmp_path, code=2)
    assert "no folder" in run("queries", "--queries", "absent", cwd=tmp_path, code=2)[1]


def test_a_question_shows_the_query_that_it_became(built: Path, tmp_path: Path) -> None:
    assert kg("ask", "who uses OGB?", cwd=built).startswith(
        "= kg query papers_using thing=dataset/open-graph-benchmark\n"
    )
    rows = kg_json("query", "papers_using", "thing=ogbl-ddi", cwd=built)
    (tmp_path / "asked.rq").write_text(kg("ask", "papers using ogbl-ddi", "--sparql", cwd=built))
    by_iri = kg_json("sparql", "-f", tmp_path / "asked.rq", cwd=built)  # its value stands in it
    assert [row["quote"] for row in by_iri] == [row["quote"] for row in rows]
    cypher = kg("ask", "papers using ogbl-ddi", "--cypher", cwd=built)
    assert cypher.endswith("// with $thing = 'dataset/ogbl-ddi'\n")
    (tmp_path / "asked.cypher").write_text(cypher)
    assert rows == kg_json("cypher", "-f", tmp_path / "asked.cypher", "--param", "thing=ogbl-ddi", cwd=built)


def test_raw_queries_print_plain_json(built: Path) -> None:
    text = "MATCH (p:Paper)-[:USES_DATASET]->(d:Dataset) RETURN p.title AS title, d.name AS dataset"
    rows = kg_json("cypher", text, cwd=built)
    assert {"title": "Slate: Deblurring without sharp pictures", "dataset": "GoPro"} in rows
    (node,) = kg_json("cypher", "MATCH (d:Dataset {id: 'dataset/ogbl-ddi'}) RETURN d", cwd=built)
    assert (node["d"]["id"], node["d"]["labels"]) == ("dataset/ogbl-ddi", ["Dataset"])
    titles = kg_json("sparql", "SELECT ?title WHERE { ?p a kg:Paper ; dcterms:title ?title }", cwd=built)
    assert len(titles) == 12


def test_no_answer_is_an_empty_array_and_success(built: Path) -> None:
    assert kg_json("ask", "code for Slate", cwd=built) == []
    assert kg_json("cypher", "MATCH (p:Paper {id: 'none'}) RETURN p.id AS id", cwd=built) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ask", "make me a sandwich"), "papers using {thing}"),
        (("ask", "papers using Open Grph Benchmark"), "Open Graph Benchmark"),
        (("query", "papers_usin", "thing=OGB"), "papers_using"),
        (("query", "papers_using", "thing"), "name=value"),
        (("query", "papers_using", "dataset=OGB"), "thing"),
        (("cypher", "MATCH (p:Paper RETURN p"), "kg:"),
        (("sparql", "SELECT ?x WHERE {"), "kg:"),
        (("cypher", "MATCH (n) DETACH DELETE n"), "kg:"),
        (("cypher", "LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l"), "LOAD"),
        (("sparql", "SELECT * WHERE { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"), "SERVICE"),
        (("export", "docx"), "turtle"),
        (("frobnicate",), "frobnicate"),
    ],
)
def test_a_wrong_request_is_said_and_exits_2(built: Path, arguments: tuple[str, ...], said: str) -> None:
    out, err = run(*arguments, cwd=built, code=2)
    assert out == ""
    assert said in err


def test_no_graph_and_no_source_exit_1(tmp_path: Path) -> None:
    assert "no graph there" in run("ask", "papers using OGB", cwd=tmp_path, code=1)[1]
    assert "absent.jsonl" in run("build", "absent.jsonl", cwd=tmp_path, code=1)[1]
    assert not (tmp_path / "papers.kg").exists()


def test_bad_records_are_set_aside_with_file_line_and_cause(tmp_path: Path) -> None:
    good = {"id": "a", "title": "Oxbow: pruning by tides", "abstract": "We propose Oxbow, a pruning method."}
    (tmp_path / "in.jsonl").write_text(f'{json.dumps(good)}\nnot json\n{{"abstract": "no title"}}\n')
    _, err = run("build", "in.jsonl", cwd=tmp_path, code=3)
    assert "in.jsonl:2:" in err
    assert "in.jsonl:3:" in err
    report = [json.loads(line) for line in (tmp_path / "papers.kg" / "set-aside.jsonl").read_text().splitlines()]
    assert [(r["line"], r["raw"]) for r in report] == [(2, "not json"), (3, '{"abstract": "no title"}')]
    assert len(kg_json("cypher", "MATCH (p:Paper) RETURN p.id AS id", cwd=tmp_path)) == 1


@pytest.mark.slow
def test_building_again_reads_only_what_is_new(tmp_path: Path) -> None:
    lines = Path(EXAMPLE).read_text(encoding="utf-8").splitlines(keepends=True)
    kg("build", "-", cwd=tmp_path, stdin="".join(lines[:7]))
    _, err = run("build", EXAMPLE, cwd=tmp_path)
    assert "papers read               5" in err
    assert "already known             7" in err


@pytest.mark.slow
def test_steps_in_any_order_equal_one(built: Path, tmp_path: Path) -> None:
    lines = Path(EXAMPLE).read_text(encoding="utf-8").splitlines(keepends=True)
    for step in (lines[8:], lines[3:8], lines[:3]):
        kg("build", "-", cwd=tmp_path, stdin="".join(reversed(step)))
    assert kg("export", "nquads", cwd=tmp_path) == kg("export", "nquads", cwd=built)


def test_the_graph_is_named_by_flag_or_environment(built: Path, tmp_path: Path) -> None:
    text = "MATCH (p:Paper) RETURN count(p) AS n"
    assert kg_json("cypher", text, "-g", built / "papers.kg", cwd=tmp_path) == [{"n": 12}]


@pytest.mark.slow
def test_extract_prints_the_contract(tmp_path: Path) -> None:
    lines = kg("extract", EXAMPLE, cwd=tmp_path).splitlines()
    assert len(lines) == 12
    for line in lines:
        paper = json.loads(line)
        assert list(paper) == ["id", "version", "title", "text", "sentences", "entities", "relations", "pages"]
        for entity in paper["entities"]:
            assert [paper["text"][s:e] for s, e in entity["mentions"]]
            assert {paper["text"][s:e] for s, e in entity["mentions"]} == set(entity["surface_forms"])
            assert any(start <= s and e <= end for start, end in paper["sentences"] for s, e in entity["mentions"])


@pytest.mark.slow
def test_demo_shows_answers_and_writes_page_and_turtle(tmp_path: Path) -> None:
    out, _ = run("demo", cwd=tmp_path)
    assert "ogbl-ddi" in out
    assert (tmp_path / "paperkg-demo" / "graph.html").stat().st_size > 100_000
    import rdflib

    assert len(rdflib.Graph().parse(tmp_path / "paperkg-demo" / "graph.ttl")) > 500


def test_what_is_less_confident_is_left_out(built: Path) -> None:
    everything = kg_json("ask", "papers using OGB", cwd=built)
    least = min(fact["confidence"] for answer in everything for fact in answer["evidence"])
    assert kg_json("ask", "papers using OGB", "--min-confidence", str(least), cwd=built) == everything
    assert kg_json("ask", "papers using OGB", "--min-confidence", "1", cwd=built) == []
    assert kg_json("query", "papers_using", "thing=OGB", "--min-confidence", "1", cwd=built) == []
    for line in kg("extract", "--min-confidence", "0.9", EXAMPLE, cwd=built).splitlines():
        extraction = json.loads(line)
        names = {entity["name"] for entity in extraction["entities"]}
        assert all(found["score"] >= 0.9 for found in (*extraction["entities"], *extraction["relations"]))
        assert all({r["subject"], r["object"]} <= names for r in extraction["relations"])
