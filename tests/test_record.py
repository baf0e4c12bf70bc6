import os
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_graph import ENTITIES, EXTRACTIONS, FACTS, PAPERS

from kg.errors import GraphError
from kg.model import Extraction, Fact, Paper, PaperEntity, Qualifiers, Relation, Span
from kg.record import Record
from kg.vocabulary import PREDICATES, Kind, paper_predicate, roles_of


def test_what_went_in_comes_out(record: Record) -> None:
    assert list(record.papers()) == sorted(PAPERS, key=lambda p: p.id)
    assert list(record.extractions()) == sorted(EXTRACTIONS, key=lambda e: e.paper)
    assert list(record.entities()) == sorted(ENTITIES, key=lambda e: e.id)
    assert list(record.facts()) == sorted(FACTS, key=lambda f: f.id)


def test_a_paper_seen_again_is_known_and_a_changed_one_is_not(record: Record) -> None:
    paper, version = PAPERS[0], EXTRACTIONS[0].version
    assert record.has(paper, version)
    assert not record.has(paper, "another version")
    assert not record.has(replace(paper, abstract="Something else."), version)
    assert not record.has(replace(paper, date="2025-01-01"), version)


def test_the_same_id_replaces_the_paper(record: Record) -> None:
    changed = replace(PAPERS[0], abstract="Something else.")
    record.put(changed, Extraction(changed.id, "2", ()))
    assert record.paper(changed.id) == changed
    assert record.counts()["Paper"] == len(PAPERS)
    assert [p.id for p in record.outdated("2")] == sorted(p.id for p in PAPERS[1:])


def test_a_generation_is_resolved_until_a_paper_comes(record: Record) -> None:
    assert (record.resolver, record.generation) == ("", 1)
    record.put(PAPERS[0], EXTRACTIONS[0])
    assert (record.resolver, record.generation) == (None, 1)
    record.resolve_to(ENTITIES, FACTS, ())
    assert (record.resolver, record.generation) == ("", 2)


def test_facts_about_a_thing_are_those_at_either_end(record: Record) -> None:
    facts = list(record.facts_about("dataset/ogbl-ddi"))
    assert {(f.subject, f.predicate) for f in facts} == {(PAPERS[0].id, "USES_DATASET"), ("dataset/ogbl-ddi", "PART_OF")}


def test_a_word_outside_the_vocabulary_is_refused(record: Record) -> None:
    wrong = Fact("paper/x", "LIKES", "dataset/y", "paper/x", None, 1.0, "test")
    with pytest.raises(sqlite3.IntegrityError):
        record.resolve_to(ENTITIES, [wrong], ())
    assert list(record.facts()) == sorted(FACTS, key=lambda f: f.id)  # nothing was lost


def test_no_graph_and_a_damaged_graph_are_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="no graph there"):
        Record(tmp_path / "record.sqlite")
    (tmp_path / "record.sqlite").write_bytes(b"not a database, only words" * 100)
    with pytest.raises(GraphError, match="not a readable graph"):
        Record(tmp_path / "record.sqlite")


def test_a_graph_of_another_schema_is_refused(record: Record, tmp_path: Path) -> None:
    record.close()
    path = tmp_path / "papers.kg" / "record.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("UPDATE meta SET value = '999' WHERE key = 'schema'")
    db.close()
    with pytest.raises(GraphError, match="another version"):
        Record(path)


def test_a_read_only_copy_opens(record: Record, tmp_path: Path) -> None:
    record.close()
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copy(tmp_path / "papers.kg" / "record.sqlite", copy)
    os.chmod(copy, 0o555)
    try:
        with Record(copy / "record.sqlite") as reader:
            assert reader.counts()["Paper"] == len(PAPERS)
    finally:
        os.chmod(copy, 0o755)


text = st.text(max_size=40)
spans = st.builds(Span, st.integers(0, 90), st.integers(0, 90))


@st.composite
def extractions(draw: st.DrawFn) -> tuple[Paper, Extraction]:
    """Any paper with any extraction of it that the vocabulary allows."""
    paper = Paper("paper/src:" + draw(text), draw(text), draw(text))
    names = draw(st.lists(text, min_size=1, max_size=4, unique=True))
    kinds = st.sampled_from([kind for kind in Kind if kind is not Kind.PAPER])
    entities = tuple(
        PaperEntity(
            kind=(kind := draw(kinds)),
            name=name,
            role=draw(st.sampled_from([None, *roles_of(kind)])),
            score=draw(st.floats(0, 1)),
            by="test",
            mentions=tuple(draw(st.lists(spans, max_size=3))),
            sentence=draw(spans),
        )
        for name in names
    )
    relations = [
        Relation(s, p.name, o, draw(spans), draw(st.floats(0, 1)), "test", draw(st.builds(Qualifiers, value=text)))
        for s in entities
        for o in entities
        for p in PREDICATES.values()
        if (s.kind, o.kind) == (p.subject, p.object)
    ]
    pages = tuple(draw(st.lists(text, max_size=2)))
    sentences = tuple(draw(st.lists(spans, max_size=3)))
    return paper, Extraction(paper.id, draw(text), sentences, entities, tuple(relations), pages)


@given(extractions())
@settings(max_examples=60, deadline=None)
def test_any_extraction_survives_its_json(case: tuple[Paper, Extraction]) -> None:
    paper, extraction = case
    assert Extraction.from_json(extraction.as_json(paper)) == extraction


def test_a_paper_has_one_predicate_for_each_kind_and_role() -> None:
    for kind in Kind:
        if kind is not Kind.PAPER:
            for role in (None, *roles_of(kind)):
                predicate = paper_predicate(kind, role)
                assert (predicate.subject, predicate.object) == (Kind.PAPER, kind)
