"""The property graph holds what the record holds, with the quotes written out."""

from small_graph import ENTITIES, FACTS, PAPERS

from kg.model import Fact, Qualifiers
from kg.property_graph import EDGE_PROPERTIES, NODE_PROPERTIES, edges, nodes
from kg.vocabulary import Kind


def test_nodes_are_papers_and_entities_by_id(record):
    found = list(nodes(record))
    assert [node.id for node in found] == sorted([*(p.id for p in PAPERS), *(e.id for e in ENTITIES)])
    assert all(tuple(node.properties) == tuple(NODE_PROPERTIES[node.kind]) for node in found)
    assert all(node.properties["id"] == node.id and node.properties["kind"] == node.kind for node in found)


def test_an_entity_has_its_other_forms_as_aliases(record):
    (ogb,) = (node for node in nodes(record) if node.id == "dataset/open-graph-benchmark")
    assert ogb.properties == {
        **{"id": "dataset/open-graph-benchmark", "kind": "Dataset"},
        **{"name": "Open Graph Benchmark", "aliases": ["OGB"]},
    }


def test_a_paper_has_its_title_as_name(record):
    papers = {node.id: node.properties for node in nodes(record) if node.kind is Kind.PAPER}
    assert papers["paper/arxiv:2401.00001"] == {
        **{"id": "paper/arxiv:2401.00001", "kind": "Paper", "name": PAPERS[0].title, "aliases": []},
        **{"title": PAPERS[0].title, "date": "2024-01-03", "year": 2024, "url": "https://arxiv.org/abs/2401.00001"},
    }
    assert papers["paper/title:0123456789abcdef"]["date"] is None


def test_edges_are_facts_by_id(record):
    found = list(edges(record))
    assert [edge.id for edge in found] == sorted(fact.id for fact in FACTS)
    assert all(tuple(edge.properties) == tuple(EDGE_PROPERTIES) for edge in found)
    assert {(edge.start, edge.type, edge.end) for edge in found} == {(f.subject, f.predicate, f.object) for f in FACTS}


def test_an_edge_quotes_its_sentence(record):
    texts = {paper.id: paper.text for paper in PAPERS}
    for edge in edges(record):
        own = edge.properties
        if own["paper"]:
            assert own["quote"] == texts[own["paper"]][own["quote_start"] : own["quote_end"]]
            assert own["source"] == own["paper"]
        else:
            assert own["source"].startswith("table:suites#")
            assert own["quote"] is own["quote_start"] is own["quote_end"] is None


def test_qualifiers_are_properties(record):
    said = Qualifiers("metric/accuracy", "dataset/ogbl-ddi", "3.5", "%", True)
    fact = Fact("method/walkabout", "OUTPERFORMS", "method/node2vec", PAPERS[0].id, FACTS[0].sentence, 0.5, "x", said)
    record.resolve_to(ENTITIES, [fact], [])
    (edge,) = edges(record)
    assert edge.properties | said.as_json() == edge.properties
