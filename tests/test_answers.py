"""Rows to answers: what is grouped, and what counts as evidence."""

from pathlib import Path

import pytest
from small_graph import ENTITIES, FACTS, KEYS, PAPERS

from kg import ask
from kg.errors import UnknownName
from kg.graph import Graph
from kg.model import Entity, Fact, Rows, Span
from kg.record import Record
from kg.vocabulary import Kind

COLUMNS = ("id", "kind", "name", "year", *ask.EVIDENCE_COLUMNS)


def row(paper: str, object_: str, year: int = 2024) -> tuple[str | int | float, ...]:
    fact = (paper, "A title", "USES_DATASET", object_, f"We use {object_}.", 0, 9, 0.9, "test 1")
    return (paper, "Paper", "A title", year, *fact)


def test_the_facts_of_one_answer_are_its_evidence() -> None:
    rows = Rows(COLUMNS, (row("paper/a", "ogbl-ddi"), row("paper/b", "OGB"), row("paper/a", "ogbl-ppa")))
    first, second = ask.answers(rows)
    assert first.as_json() == {
        "id": "paper/a",
        "kind": "Paper",
        "name": "A title",
        "year": 2024,
        "evidence": [
            {
                "paper": "paper/a",
                "subject": "A title",
                "predicate": "USES_DATASET",
                "object": name,
                "quote": f"We use {name}.",
                "start": 0,
                "end": 9,
                "confidence": 0.9,
                "by": "test 1",
            }
            for name in ("ogbl-ddi", "ogbl-ppa")
        ],
    }
    assert (second.id, len(second.evidence)) == ("paper/b", 1)


def test_a_fact_found_twice_is_one_piece_of_evidence() -> None:
    rows = Rows(COLUMNS, (row("paper/a", "OGB"),))
    (answer,) = ask.answers(rows, rows)
    assert len(answer.evidence) == 1


def test_rows_without_the_columns_of_a_fact_have_no_evidence() -> None:
    (answer,) = ask.answers(Rows(("id", "kind", "name", "papers"), (("dataset/x", "Dataset", "X", 3),)))
    assert (answer.columns, answer.evidence) == ({"papers": 3}, ())


def test_a_name_of_several_things_is_asked_for_each(record: Record, tmp_path: Path) -> None:
    method = Entity("method/ogb", Kind.METHOD, "OGB")
    fact = Fact(PAPERS[1].id, "USES_METHOD", method.id, PAPERS[1].id, Span(0, 9), 0.5, "test 1")
    record.resolve_to([*ENTITIES, method], [*FACTS, fact], [*KEYS, ("ogb", method.id)])
    with Graph(tmp_path / "papers.kg") as graph:
        asked = graph.ask("papers using OGB")
        assert [p["thing"] for p in asked.parameters] == ["dataset/open-graph-benchmark", "method/ogb"]
        evidence = {answer.id: [fact["object"] for fact in answer.evidence] for answer in asked.answers}
        assert evidence == {PAPERS[0].id: ["ogbl-collab", "ogbl-ddi"], PAPERS[1].id: ["Open Graph Benchmark", "OGB"]}


def test_an_unknown_name_suggests_near_ones(record: Record, tmp_path: Path) -> None:
    with Graph(tmp_path / "papers.kg") as graph, pytest.raises(UnknownName, match="did you mean: node2vec"):
        graph.ask("papers using node2vek")
