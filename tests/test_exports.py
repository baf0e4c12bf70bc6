"""The files: every format is read back as what the record says, and is the same bytes each time."""

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import networkx as nx
import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic
from small_graph import BY

import exports
from exports.output import opened
from exports.xml import permitted
from kg import property_graph, triples
from kg.errors import KgError, UnknownName
from kg.model import Entity, Extraction, Fact, Paper, Span
from kg.record import Record
from kg.vocabulary import PREFIXES, Kind

RDF = {
    "turtle": ("turtle", pyoxigraph.RdfFormat.TURTLE),
    "nt": ("nt", pyoxigraph.RdfFormat.N_TRIPLES),
    "nquads": ("nquads", pyoxigraph.RdfFormat.N_QUADS),
    "jsonld": ("json-ld", pyoxigraph.RdfFormat.JSON_LD),
    "xml": ("xml", pyoxigraph.RdfFormat.RDF_XML),
}


def written(record: Record, name: str) -> bytes:
    stream = io.BytesIO()
    exports.FORMATS[name].load()(record, stream)
    return stream.getvalue()


def expected(record: Record) -> rdflib.Graph:
    lines = "".join(map(triples.ntriples, triples.triples(record)))
    return rdflib.Graph().parse(data=lines, format="nt")


def test_the_formats_are_these() -> None:
    assert list(exports.FORMATS) == ["turtle", "nt", "nquads", "jsonld", "xml", "graphml"]
    assert len({f.suffix for f in exports.FORMATS.values()}) == len(exports.FORMATS)


@pytest.mark.slow
@pytest.mark.parametrize("name", exports.FORMATS)
def test_the_same_record_gives_the_same_bytes_in_any_process(name: str, record: Record, tmp_path: Path) -> None:
    record.close()
    code = (
        "import sys, exports; from pathlib import Path; from kg.record import Record\n"
        "with Record(Path(sys.argv[1])) as record: exports.write(record, sys.argv[2])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code, str(record.path), name],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert b"Walkabout" in outputs.pop()


# rdflib's own readers of N-Quads and JSON-LD use what it has deprecated
reads_with_rdflib = pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning",
    "ignore:Dataset.default_context is deprecated:DeprecationWarning",
)


@reads_with_rdflib
@pytest.mark.parametrize("name", RDF)
def test_rdf_read_back_is_the_same_graph(name: str, record: Record) -> None:
    data = written(record, name)
    graph = rdflib.Graph()
    graph += ((s, p, o) for s, p, o in rdflib.Dataset().parse(data=data, format=RDF[name][0]).default_graph)
    assert len(graph) == len(set(triples.triples(record)))
    assert isomorphic(graph, expected(record))


def test_prefixes_are_those_of_the_vocabulary(record: Record) -> None:
    turtle = re.findall("^@prefix (.*): <(.*)> .$", written(record, "turtle").decode(), re.MULTILINE)
    context = json.loads(written(record, "jsonld"))["@context"]
    assert dict(turtle) == PREFIXES
    assert context == {**PREFIXES, "kg:confidence": {"@id": "kg:confidence", "@type": "xsd:double"}}


def test_n_triples_are_those_of_rdflib(record: Record) -> None:
    lines = sorted(written(record, "nt").decode().splitlines())
    theirs = rdflib.Graph().parse(data=written(record, "turtle"), format="turtle").serialize(format="nt11")
    assert lines == sorted(line for line in theirs.splitlines() if line)


def test_graphml_read_back_is_the_property_graph(record: Record) -> None:
    back = nx.read_graphml(io.BytesIO(written(record, "graphml")), force_multigraph=True)
    assert dict(back.nodes(data=True)) == {
        node.id: {
            name: "|".join(value) if isinstance(value, list) else value
            for name, value in node.properties.items()
            if value is not None
        }
        for node in property_graph.nodes(record)
    }
    assert {key: (start, end, data) for start, end, key, data in back.edges(keys=True, data=True)} == {
        edge.id: (edge.start, edge.end, known(edge)) for edge in property_graph.edges(record)
    }


def known(edge: property_graph.Edge) -> dict[str, object]:
    return {"type": edge.type, **{name: value for name, value in edge.properties.items() if value is not None}}


AWKWARD = st.text(
    st.one_of(st.sampled_from("\\\"'\n\r\t\x0b\x00\x1f\x7f\x85\u2028\ufffe<>&|{}#"), st.characters(codec="utf-8")),
    min_size=1,
    max_size=12,
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(title=AWKWARD, name=AWKWARD, confidence=st.floats(0, 1))
def test_any_text_and_number_survives_every_format(title: str, name: str, confidence: float) -> None:
    paper = Paper("paper/src:x", title)
    span = Span(0, len(title))
    with TemporaryDirectory() as folder, Record(Path(folder) / "record.sqlite", write=True) as record:
        record.put(paper, Extraction(paper.id, BY, (span,)))
        fact = Fact(paper.id, "PROPOSES", "method/x", paper.id, span, confidence, BY)
        record.resolve_to([Entity("method/x", Kind.METHOD, name)], [fact], [])
        for format, (_, reader) in RDF.items():
            clean = permitted if format == "xml" else str
            told = {quad.triple for quad in pyoxigraph.parse(written(record, format), format=reader)}
            assert told == {in_oxigraph(triple, clean) for triple in triples.triples(record)}
        graph = nx.read_graphml(io.BytesIO(written(record, "graphml")), force_multigraph=True)
        [data] = [data for *_, data in graph.edges(data=True)]
        assert (data["quote"], data["confidence"]) == (as_xml_reads(title), confidence)
        assert graph.nodes["method/x"]["name"] == as_xml_reads(name)


def as_xml_reads(text: str) -> str:
    """XML 1.0, section 2.11: every line ends in one line feed, whatever the file has."""
    return re.sub("\r\n?", "\n", permitted(text))


def in_oxigraph(triple: triples.Triple, clean: Callable[[str], str]) -> pyoxigraph.Triple:
    subject, predicate = (pyoxigraph.NamedNode(term.value) for term in triple[:2])
    if isinstance(triple.object, triples.Iri):
        return pyoxigraph.Triple(subject, predicate, pyoxigraph.NamedNode(triple.object.value))
    datatype = pyoxigraph.NamedNode(triple.object.datatype) if triple.object.datatype else None
    return pyoxigraph.Triple(subject, predicate, pyoxigraph.Literal(clean(triple.object.value), datatype=datatype))


def test_an_empty_graph_is_written_in_every_format(tmp_path: Path) -> None:
    with Record(tmp_path / "record.sqlite", write=True) as record:
        for format, (_, reader) in RDF.items():
            assert list(pyoxigraph.parse(written(record, format), format=reader)) == []
        assert len(nx.read_graphml(io.BytesIO(written(record, "graphml")))) == 0


def test_an_unknown_format_lists_those_there_are(record: Record, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match=r"unknown format 'word'; there are: turtle, nt, .*graphml"):
        exports.write(record, "word", tmp_path / "graph.doc")
    assert list(tmp_path.glob("graph*")) == []


def test_a_file_is_replaced_whole_or_not_at_all(record: Record, tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    exports.write(record, "Turtle", path)
    whole = path.read_bytes()
    with pytest.raises(ZeroDivisionError):
        write_half(path)
    assert path.read_bytes() == whole == written(record, "turtle")
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["graph.ttl"]


def write_half(path: Path) -> None:
    with opened(path) as stream:
        stream.write(b"half of")
        raise ZeroDivisionError


def test_a_folder_that_is_not_there_is_said_in_one_line(record: Record, tmp_path: Path) -> None:
    with pytest.raises(KgError, match=r"absent.graph\.nt: cannot be written: No such file or directory"):
        exports.write(record, "nt", tmp_path / "absent" / "graph.nt")


@pytest.mark.parametrize("path", [None, "-"])
def test_without_a_path_it_goes_to_standard_output(
    path: str | None, record: Record, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    exports.write(record, "nt", path)
    assert capfdbinary.readouterr().out == written(record, "nt")


def test_the_table_loads_no_heavy_library() -> None:
    code = "import exports, sys; print({'rdflib', 'networkx', 'pyvis', 'numpy'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
