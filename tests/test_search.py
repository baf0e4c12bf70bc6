"""Words searched in names, aliases, titles and abstracts; the index follows the record."""

import sqlite3

import pytest
from commands import kg_json, run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_graph import ENTITIES, EXTRACTIONS, FACTS, KEYS, PAPERS

from kg.graph import Graph
from kg.model import Paper


def ids(record, text, limit=20):
    return [found.id for found in record.search(text, limit)]


def test_names_aliases_titles_and_abstracts_are_found(record):
    assert ids(record, "node2vec") == ["method/node2vec", PAPERS[0].id]
    assert ids(record, "OGB")[0] == "dataset/open-graph-benchmark"
    assert ids(record, "shallower") == [PAPERS[1].id]
    assert ids(record, "ogbl-ddi") == ["dataset/ogbl-ddi", PAPERS[0].id]


def test_a_title_counts_for_more_than_an_abstract(record):
    assert ids(record, "pooling") == [PAPERS[1].id]
    assert ids(record, "walks")[0] == PAPERS[0].id
    first, second = record.search("link prediction", 2)
    assert first.id == "task/link-prediction"
    assert first.score > second.score > 0


def test_snippets_mark_the_words(record):
    (found,) = record.search("beats collab", 20)
    assert "**beats** node2vec" in found.snippet
    assert "**collab**" in found.snippet


def test_all_words_or_else_any(record):
    assert ids(record, "walkabout encoder") == [PAPERS[0].id]
    assert set(ids(record, "shallower encoder")) == {PAPERS[0].id, PAPERS[1].id}
    assert ids(record, '"lazy walks"') == [PAPERS[0].id]
    assert ids(record, '"walks lazy"') == []


def test_case_and_accents_do_not_matter(record):
    record.put(Paper("paper/src:e", "Über Schrödinger bridges", ""), EXTRACTIONS[2])
    assert ids(record, "uber SCHRODINGER") == ["paper/src:e"]


def test_the_index_follows_the_record(record):
    record.put(Paper(PAPERS[0].id, "Something else", "entirely"), EXTRACTIONS[0])
    assert ids(record, "encoder") == []
    assert ids(record, "entirely") == [PAPERS[0].id]
    record.resolve_to(ENTITIES[:1], (), ())
    assert ids(record, "node2vec") == []
    record.resolve_to(ENTITIES, FACTS, KEYS)
    assert ids(record, "node2vec") == ["method/node2vec"]
    db = sqlite3.connect(record.path)
    db.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")  # raises where it differs
    db.close()


@pytest.mark.parametrize(
    "text",
    ['"', "*", "AND", "OR NOT", "NEAR(a b)", "name:x", "^a", "a*", "-a", "(", "{a b}: c", "a\0b", "", "!!!", "'"],
)
def test_no_words_break_the_syntax(record, text):
    assert isinstance(record.search(text, 5), list)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_no_text_breaks_the_syntax(record, text):
    assert len(record.search(text, 5)) <= 5


def test_the_command_and_the_method(record, tmp_path):
    record.close()
    with Graph(tmp_path / "papers.kg") as graph:
        rows = graph.search("node2vec", limit=1)
    assert rows.as_dicts()[0]["id"] == "method/node2vec"
    assert kg_json("search", "node2vec", "--limit", "1", cwd=tmp_path) == rows.as_dicts()
    out, _ = run("search", "lazy walks", cwd=tmp_path)
    assert out.startswith(f"{PAPERS[0].title}  [{PAPERS[0].id}]\n  ")
    out, said = run("search", "nothing-of-the-kind", cwd=tmp_path)
    assert (out, said) == ("", "nothing found\n")
