"""Answers as they are given to other tools: rows as JSON, CSV and TSV, SPARQL's standard formats, RDF."""

import csv
import io
import json

import pyoxigraph
import pytest
from commands import run
from rdflib import Graph as RdfGraph
from rdflib.query import Result

from kg.errors import UnknownName
from kg.stores import generations
from kg.stores.sparql import SparqlStore
from kg.stores.sparql_results import GRAPHS, RESULTS

SELECT = """SELECT ?a ?b ?c WHERE { VALUES (?a ?b ?c) {
  (<urn:x> "tab\\tline\\nquote\\" <&>" 1) (UNDEF "chat"@fr 1.5) ("2024"^^xsd:gYear "" true) } }"""
FORMATS = {
    "srj": pyoxigraph.QueryResultsFormat.JSON,
    "srx": pyoxigraph.QueryResultsFormat.XML,
    "tsv": pyoxigraph.QueryResultsFormat.TSV,
}


@pytest.fixture
def store(record):
    return SparqlStore.from_record(record)


def terms(answer):
    return [list(row) for row in answer]


@pytest.mark.parametrize("format_", FORMATS)
def test_what_is_written_reads_back_as_what_the_library_writes(store, format_):
    ours = store.write(SELECT, format_).text
    answer = store._store.query(SELECT, prefixes={"xsd": "http://www.w3.org/2001/XMLSchema#"})
    theirs = answer.serialize(format=FORMATS[format_])
    read = [pyoxigraph.parse_query_results(text, format=FORMATS[format_]) for text in (ours.encode(), theirs)]
    assert terms(read[0]) == terms(read[1])
    assert len(terms(store._store.query(SELECT, prefixes={"xsd": "http://www.w3.org/2001/XMLSchema#"}))) == 3


def test_xml_is_well_formed_whatever_a_text_holds(store):
    written = store.write('SELECT ("a\\u0007b\\rc" AS ?x) {}', "srx").text
    (row,) = pyoxigraph.parse_query_results(written.encode(), format=FORMATS["srx"])
    assert row["x"].value == "a\N{REPLACEMENT CHARACTER}b\rc"


def test_csv_has_plain_values_and_its_own_line_ends(store):
    assert store.write(SELECT, "csv").text == (
        'a,b,c\r\nurn:x,"tab\tline\nquote"" <&>",1\r\n,chat,1.5\r\n2024,,true\r\n'
    )


@pytest.mark.parametrize(("format_", "name"), [("srj", "json"), ("srx", "xml"), ("csv", "csv"), ("tsv", "tsv")])
def test_another_library_reads_them(store, format_, name):
    text = "SELECT ?d ?l { ?d a kg:Dataset ; rdfs:label ?l } ORDER BY ?d"
    read = Result.parse(io.BytesIO(store.write(text, format_).text.encode()), format=name)
    assert [str(row[1]) for row in read] == [row[1] for row in store.query(text).rows]


def test_a_truth_value(store):
    assert json.loads(store.write("ASK { ?s a kg:Paper }", "srj").text) == {"head": {}, "boolean": True}
    assert "<boolean>false</boolean>" in store.write("ASK { ?s a kg:Metric }", "srx").text
    assert store.write("ASK { ?s a kg:Paper }", "csv").text == "true\n"
    assert store.query("ASK { ?s a kg:Paper }").rows == ((True,),)


@pytest.mark.parametrize(
    ("format_", "name"), [("turtle", "turtle"), ("nt", "nt"), ("xml", "xml"), ("jsonld", "json-ld")]
)
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's own reader of JSON-LD uses it
def test_a_graph_is_rdf_in_every_format(store, format_, name):
    text = "CONSTRUCT { ?s kg:partOf ?o } WHERE { ?s kg:partOf ?o }"
    graph = RdfGraph().parse(data=store.write(text, format_).text, format=name)
    assert {(str(s), str(o)) for s, _, o in graph} == {(row[0], row[2]) for row in store.query(text).rows}


def test_limits_cut_them_too(store):
    answer = store.write("SELECT ?s { ?s ?p ?o }", "csv", limit=2)
    assert answer.text.count("\r\n") == 3
    assert answer.warnings == ("only the first 2 rows",)


def test_a_format_of_another_form_names_those_there_are(store):
    with pytest.raises(UnknownName, match=r"unknown format for SELECT and ASK 'turtle'; there are: srj, srx, csv, tsv"):
        store.write("ASK {}", "turtle")
    with pytest.raises(UnknownName, match="CONSTRUCT and DESCRIBE 'csv'"):
        store.write("DESCRIBE <urn:paperkg:dataset/ogbl-ddi>", "csv")
    assert not set(RESULTS) & set(GRAPHS)


# The command line


@pytest.fixture
def graph(record, tmp_path):
    generations.project(tmp_path / "papers.kg", record)
    return tmp_path


NODE = "MATCH (d:Dataset {id: $id}) RETURN d.name AS name, d AS node, d.nothing AS none, 1.5 AS number"


def test_rows_in_every_format(graph):
    def out(format_):
        arguments = ("cypher", NODE, "--param", "id=dataset/ogbl-ddi", "--format", format_)
        return run(*arguments, cwd=graph)[0]

    (row,) = json.loads(out("json"))
    assert (row["name"], row["node"]["labels"], row["none"], row["number"]) == ("ogbl-ddi", ["Dataset"], None, 1.5)
    assert json.loads(out("jsonl")) == row
    for format_, delimiter in (("csv", ","), ("tsv", "\t")):
        header, cells = csv.reader(io.StringIO(out(format_)), delimiter=delimiter)
        assert header == ["name", "node", "none", "number"]
        assert (cells[0], json.loads(cells[1]), cells[2:]) == ("ogbl-ddi", row["node"], ["", "1.5"])
    assert "ogbl-ddi" in out("table")


def test_sparql_in_every_format_from_a_file_and_from_stdin(graph):
    text = "SELECT ?l { ?d a kg:Dataset ; rdfs:label ?l } ORDER BY ?l"
    (graph / "q.rq").write_text(text)
    assert run("sparql", "-f", "q.rq", "--format", "csv", cwd=graph)[0].split("\n")[0].strip() == "l"
    srj = json.loads(run("sparql", "-", "--format", "srj", cwd=graph, stdin=text)[0])
    assert [binding["l"]["value"] for binding in srj["results"]["bindings"]][-1] == "ogbl-ddi"
    described, _ = run("sparql", "DESCRIBE <urn:paperkg:dataset/ogbl-ddi>", cwd=graph)
    assert len(RdfGraph().parse(data=described, format="turtle")) > 2
    assert "\n" in run("sparql", text, "--format", "table", cwd=graph)[0]


def test_an_unknown_format_and_an_engines_error_are_one_line(graph):
    _, said = run("cypher", "RETURN 1 AS x", "--format", "yaml", cwd=graph, code=2)
    assert said == "kg: unknown format 'yaml'; there are: table, json, jsonl, csv, tsv\n"
    _, said = run("sparql", "ASK {}", "--format", "yaml", cwd=graph, code=2)
    assert said == "kg: unknown format for SELECT and ASK 'yaml'; there are: srj, srx, csv, tsv\n"
    for arguments in (("cypher", "MATCH (n)\nRETRN n"), ("sparql", "SELECT *\nWHER { ?s ?p ?o }")):
        _, said = run(*arguments, cwd=graph, code=2)
        assert "at line 2, col" in said
        assert said.count("\n") == 1


def test_a_papers_text_does_not_speak_to_the_terminal(graph):
    out, _ = run("cypher", "RETURN $x AS x", "--param", "x=\x1b[31mred", cwd=graph)
    assert "\x1b" not in out
    assert "[31mred" in out
