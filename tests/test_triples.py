"""Triples say what the record holds, and their lines are N-Triples whatever the text."""

import re

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.compare import isomorphic
from small_graph import ENTITIES, FACTS, PAPERS

from kg.model import Fact, Qualifiers
from kg.triples import Iri, Literal, Triple, date_literal, literal, ntriples, triples
from kg.vocabulary import PREFIXES, VOCAB, iri

DDI, OGB = "urn:paperkg:dataset/ogbl-ddi", "urn:paperkg:dataset/open-graph-benchmark"


def said_of(found, subject):
    """What is said of a subject: local names of predicates to what they say."""
    about = {}
    for triple in found:
        if triple.subject.value == subject:
            about.setdefault(triple.predicate.value.rsplit("#")[-1].rsplit("/")[-1], []).append(triple.object.value)
    return about


def test_a_fact_is_a_triple_and_a_statement(record):
    found = list(triples(record))
    fact = next(fact for fact in FACTS if fact.object == "dataset/ogbl-ddi" and fact.paper)
    assert Triple(Iri(iri(fact.subject)), Iri(VOCAB + "usesDataset"), Iri(DDI)) in found
    assert said_of(found, iri(fact.id)) == {
        **{"type": [PREFIXES["rdf"] + "Statement"], "subject": [iri(fact.subject)], "object": [DDI]},
        **{"predicate": [VOCAB + "usesDataset"], "wasDerivedFrom": [iri(fact.subject)]},
        "quote": ["It beats node2vec on ogbl-ddi and ogbl-collab."],
        **{"start": [str(fact.sentence.start)], "end": [str(fact.sentence.end)]},
        **{"confidence": ["0.9"], "by": ["test 1"]},
    }


def test_a_fact_of_a_table_names_its_row(record):
    fact = next(fact for fact in FACTS if fact.subject == "dataset/ogbl-ddi")
    about = said_of(triples(record), iri(fact.id))
    assert about["source"] == ["table:suites#ogbl-ddi"]
    assert not about.keys() & {"wasDerivedFrom", "quote", "start", "end"}


def test_a_paper_and_an_entity_are_described(record):
    found = list(triples(record))
    assert (
        said_of(found, iri(PAPERS[0].id)).items()
        >= {
            **{"type": [VOCAB + "Paper"], "label": [PAPERS[0].title], "title": [PAPERS[0].title]},
            **{"abstract": [PAPERS[0].abstract], "date": ["2024-01-03"], "creator": ["Ada Example", "Bo Sample"]},
            **{"identifier": ["arxiv:2401.00001"], "url": ["https://arxiv.org/abs/2401.00001"]},
        }.items()
    )
    assert said_of(found, OGB) == {
        **{"type": [VOCAB + "Dataset"], "label": ["Open Graph Benchmark"], "altLabel": ["OGB"]},
    }


def test_qualifiers_are_said_of_the_statement(record):
    said = Qualifiers("metric/f1", "dataset/ogbl-ddi", "3.5", "%", False)
    fact = Fact("method/walkabout", "OUTPERFORMS", "method/node2vec", PAPERS[0].id, FACTS[0].sentence, 0.5, "x", said)
    record.resolve_to(ENTITIES, [fact], [])
    about = said_of(triples(record), iri(fact.id))
    assert (about["metric"], about["dataset"]) == (["urn:paperkg:metric/f1"], [DDI])
    assert (about["value"], about["unit"], about["change"]) == (["3.5"], ["%"], ["false"])


def test_the_base_moves_ids_and_not_our_terms(record):
    found = list(triples(record, "https://example.org/kg/"))
    assert {t.subject.value[:23] for t in found} == {"https://example.org/kg/"}
    assert not any(t.predicate.value.startswith("https://example.org") for t in found)


def test_rdflib_reads_the_lines_as_they_were_meant(record):
    graph = rdflib.Graph().parse(data="".join(map(ntriples, triples(record))), format="nt")
    wanted = rdflib.Graph()
    for subject, predicate, term in triples(record):
        thing = (
            rdflib.URIRef(term.value)
            if isinstance(term, Iri)
            else rdflib.Literal(term.value, datatype=term.datatype and rdflib.URIRef(term.datatype))
        )
        wanted.add((rdflib.URIRef(subject.value), rdflib.URIRef(predicate.value), thing))
    assert isomorphic(graph, wanted)


@given(st.text())
def test_any_text_survives_ntriples(text):
    line = ntriples(Triple(Iri("urn:a"), Iri("urn:b"), literal(text)))
    ((_, _, found),) = rdflib.Graph().parse(data=line, format="nt")
    assert str(found) == text
    assert not re.search(r"[\x00-\x1f\x7f]", line[:-1])


def test_control_characters_are_escaped_and_surrogates_replaced():
    assert ntriples(Triple(Iri("urn:a"), Iri("urn:b"), Literal('\x00\x1b\x7f\t\n\r\b\f"\\\ud800é'))) == (
        '<urn:a> <urn:b> "\\u0000\\u001B\\u007F\\t\\n\\r\\b\\f\\"\\\\\ufffdé" .\n'
    )


@pytest.mark.parametrize(
    ("value", "wanted"),
    [(True, ("true", "boolean")), (3, ("3", "integer")), (0.9, ("0.9", "double")), ("3", ("3", None)), (None, None)],
)
def test_literals_have_the_type_of_their_value(value, wanted):
    wanted = wanted and Literal(wanted[0], wanted[1] and PREFIXES["xsd"] + wanted[1])
    assert literal(value) == wanted


@pytest.mark.parametrize("text", ["2024-02-30", "2024-13", "0000", "24", "2024-W01-1", "2024-01-03T10:00", "soon", ""])
def test_what_is_no_date_stays_text(text):
    assert date_literal(text) == Literal(text)
