"""Query files, their parameters, and the same rows from both engines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_graph import ENTITIES, KEYS, PAPERS

from kg import query
from kg.errors import AmbiguousName, QueryError, UnknownName, UnsafeQuery
from kg.model import Entity, Fact, Span
from kg.names import key
from kg.query import QueryText, named_queries, parse_query, read_query
from kg.stores.cypher import CypherStore
from kg.stores.sparql import SparqlStore
from kg.vocabulary import Kind

EVIDENCE = ("paper", "subject", "predicate", "object", "quote", "quote_start", "quote_end", "confidence", "by")
OGB = "dataset/open-graph-benchmark"
WALKABOUT, POOLING = PAPERS[0].id, PAPERS[1].id

CYPHER = """// Papers.
// param thing: entity Dataset = OGB
// columns: id
MATCH (p)-->({id: $thing}) RETURN p.id AS id"""
SPARQL = """# Papers.
# param thing: entity Dataset = OGB
# columns: id
SELECT ?id {
 VALUES ?thing { <a:b> } # param
 ?id ?p ?thing }"""


@pytest.fixture
def stores(record):
    return CypherStore.from_record(record), SparqlStore.from_record(record)


def both(name, given, record, stores):
    """The rows of a named query, which both engines give alike."""
    one, two = (query.run(query.named_query(name), given, record, store) for store in stores)
    assert one == two
    return one.as_dicts()


# The shipped queries


def test_the_shipped_queries_are_these():
    assert list(named_queries()) == [
        *("baselines_of", "better_than", "co_occurring_methods", "code_for", "comparisons", "datasets_for_task"),
        *("datasets_of", "extensions_of", "first_seen_since", "foundations_of", "leaderboard", "lineage"),
        *("members_of", "methods_for_task", "methods_for_task_with_code", "methods_on_dataset", "metrics_for_task"),
        *("neighbours", "paper_record", "papers_introducing", "papers_on_task", "papers_on_task_with_code"),
        *("papers_using", "papers_using_both", "papers_using_but_not", "papers_using_with_code"),
        *("shortest_connection", "subtasks_of", "suites_of", "tasks_of", "top_baselines", "top_datasets_by_year"),
        *("top_datasets_for_task", "worse_than"),
    ]


def test_a_question_has_twins_unless_its_header_says_why():
    for of_name in named_queries().values():
        assert of_name.cypher
        assert of_name.sparql or "In Cypher alone: SPARQL" in of_name.summary


COUNTS = {"co_occurring_methods", "top_baselines", "top_datasets_by_year", "top_datasets_for_task"}
"""Those that count papers and have no row a fact; ``ask`` does not use them."""


@pytest.mark.parametrize("name", named_queries())
def test_a_shipped_query_has_an_answer_and_its_evidence(name):
    of_name = query.named_query(name)
    assert of_name.cypher.text.isascii()
    assert [column for column in of_name.columns if column in ("id", "kind", "name")] == ["id", "kind", "name"]
    assert of_name.columns[-9:] == EVIDENCE or name in COUNTS


def test_using_a_suite_is_using_a_member(record, stores):
    rows = both("papers_using", {"thing": "OGB"}, record, stores)
    assert [(row["id"], row["subject"], row["predicate"], row["object"]) for row in rows] == [
        (WALKABOUT, PAPERS[0].title, "USES_DATASET", "ogbl-collab"),
        (WALKABOUT, PAPERS[0].title, "USES_DATASET", "ogbl-ddi"),
        (POOLING, PAPERS[1].title, "USES_DATASET", "Open Graph Benchmark"),
    ]
    assert rows[2] == {
        **{"id": POOLING, "kind": "Paper", "name": PAPERS[1].title, "date": None, "paper": POOLING},
        **{"subject": PAPERS[1].title, "predicate": "USES_DATASET", "object": "Open Graph Benchmark"},
        **{"quote": "We test pooling on the Open Graph Benchmark (OGB).", "quote_start": 41, "quote_end": 91},
        **{"confidence": 0.9, "by": "test 1"},
    }


def test_a_baseline_is_used_too(record, stores):
    assert [row["predicate"] for row in both("papers_using", {"thing": "node2vec"}, record, stores)] == [
        "COMPARES_WITH"
    ]


def test_papers_introducing(record, stores):
    assert [row["id"] for row in both("papers_introducing", {"thing": "Walkabout"}, record, stores)] == [WALKABOUT]
    assert both("papers_introducing", {"thing": "OGB"}, record, stores) == []


def test_papers_and_methods_and_datasets_of_a_task(record, stores):
    given = {"task": "link prediction"}
    assert [row["id"] for row in both("papers_on_task", given, record, stores)] == [WALKABOUT]
    assert [row["id"] for row in both("methods_for_task", given, record, stores)] == ["method/walkabout"]
    assert [row["id"] for row in both("datasets_for_task", given, record, stores)] == [
        *("dataset/ogbl-collab", "dataset/ogbl-ddi"),
    ]


def test_code_is_that_of_a_paper_or_of_those_that_propose(record, stores):
    for thing in ("Walkabout", WALKABOUT, PAPERS[0].title, "2401.00001"):
        (row,) = both("code_for", {"thing": thing}, record, stores)
        assert (row["name"], row["paper"]) == ("https://github.com/Example-Lab/walkabout", WALKABOUT)
    assert both("code_for", {"thing": "node2vec"}, record, stores) == []


def test_a_subtask_and_what_a_table_says_count(record, stores):
    general = Entity("task/graph-learning", Kind.TASK, "graph learning")
    facts = [
        *record.facts(),
        Fact("task/link-prediction", "SUBTASK_OF", general.id, "rule:head-noun", None, 1.0, "rule:head-noun"),
        Fact(OGB, "BENCHMARK_FOR", general.id, "table:tasks#7", None, 1.0, "table:tasks"),
        Fact("method/node2vec", "APPLIED_TO", "task/link-prediction", WALKABOUT, Span(0, 9), 0.5, "test 1"),
    ]
    record.resolve_to([*ENTITIES, general], facts, [*KEYS, ("graphlearning", general.id)])
    stores = CypherStore.from_record(record), SparqlStore.from_record(record)
    given = {"task": "graph learning"}
    assert [row["id"] for row in both("papers_on_task", given, record, stores)] == [WALKABOUT]
    assert {row["id"] for row in both("methods_for_task", given, record, stores)} == {
        "method/walkabout",
        "method/node2vec",
    }
    (row,) = (row for row in both("datasets_for_task", given, record, stores) if row["id"] == OGB)
    assert {name: row[name] for name in EVIDENCE} == {
        **{"paper": None, "subject": "Open Graph Benchmark", "predicate": "BENCHMARK_FOR", "object": "graph learning"},
        **{"quote": None, "quote_start": None, "quote_end": None, "confidence": 1.0, "by": "table:tasks#7"},
    }


# Headers


def test_a_header_is_read_alike_in_both_languages():
    one, two = parse_query(CYPHER, "cypher"), parse_query(SPARQL, "sparql")
    assert one.summary == two.summary == "Papers."
    assert one.parameters == two.parameters == (query.Parameter("thing", "entity", (Kind.DATASET,), "OGB"),)
    assert one.columns == two.columns == ("id",)


def test_a_text_without_header_is_a_query_all_the_same():
    assert parse_query("RETURN $x AS x", "cypher") == QueryText("cypher", "RETURN $x AS x")


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("param thing entity = OGB", r":2: not a parameter"),
        ("param thing: thing = OGB", r":2: not a parameter"),
        ("param thing: entity Datasets = OGB", r":2: unknown kind 'Datasets'"),
        ("param thing: entity Dataset", r":2: not a parameter"),
        ("param other: string = x", r":1: the header declares other, the text uses thing"),
    ],
)
@pytest.mark.parametrize(("text", "suffix"), [(CYPHER, ".cypher"), (SPARQL, ".rq")])
def test_a_wrong_header_is_named_by_file_and_line(tmp_path, text, suffix, line, cause):
    path = tmp_path / f"wrong{suffix}"
    path.write_text(text.replace("param thing: entity Dataset = OGB", line))
    with pytest.raises(QueryError, match=f"wrong{suffix}{cause}"):
        read_query(path)


@pytest.mark.parametrize(
    "spoilt", [" ?thing { <a:b> # param\n }", " (?thing) { (<a:b>) } # param", " ?thing { <a:b> }\n # param"]
)
def test_a_parameter_out_of_place_is_named_by_file_and_line(spoilt):
    with pytest.raises(QueryError, match=r"sparql:\d: '# param' belongs after"):
        parse_query(SPARQL.replace(" ?thing { <a:b> } # param", spoilt), "sparql")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("Papers.", "Others.", "summary"),
        ("= OGB", "= GLUE", "parameters"),
        ("columns: id", "columns: id, name", "columns"),
    ],
)
def test_twins_that_differ_are_refused(tmp_path, old, new, what):
    (tmp_path / "a.cypher").write_text(CYPHER)
    (tmp_path / "a.rq").write_text(SPARQL.replace(old, new))
    with pytest.raises(QueryError, match=rf"a\.rq:1: its {what} differ from those of .*a\.cypher"):
        named_queries(tmp_path)


def test_a_folder_of_ones_own(tmp_path, record, stores):
    (tmp_path / "mine.cypher").write_text(CYPHER)
    (tmp_path / "notes.txt").write_text("no query")
    assert list(named_queries(tmp_path)) == ["mine"]
    mine = query.named_query("mine", tmp_path)
    assert query.run(mine, {"thing": "ogbl-ddi"}, record, stores[0]).rows == ((WALKABOUT,),)
    with pytest.raises(UnknownName, match="there are: cypher"):
        query.run(mine, {"thing": "ogbl-ddi"}, record, stores[1])
    with pytest.raises(UnknownName, match="unknown query 'papers_using'; there are: mine"):
        query.named_query("papers_using", tmp_path)
    (tmp_path / "bare.cypher").write_text("RETURN 1 AS x")
    with pytest.raises(QueryError, match=r"bare\.cypher:1: the header needs"):
        named_queries(tmp_path)


@pytest.mark.parametrize("name", ["query.txt", "absent.rq", "latin.rq"])
def test_a_file_that_is_no_query_is_said_so(tmp_path, name):
    (tmp_path / "query.txt").write_text("RETURN 1 AS x")
    (tmp_path / "latin.rq").write_bytes(b"# \xe9")
    with pytest.raises(QueryError, match=name):
        read_query(tmp_path / name)


# Names


@pytest.mark.parametrize("text", ["OGB", "ogb", "open-graph benchmark", "Open Graph Benchmarks", OGB, "dataset/OGB"])
def test_an_entity_is_found_by_any_name_or_id(record, text):
    assert [entity.id for entity in query.find_entities(record, text)] == [OGB]


def test_kinds_narrow_the_search(record):
    assert query.find_entities(record, "OGB", [Kind.METHOD]) == []
    assert query.find_entities(record, OGB, [Kind.METHOD]) == []
    assert [e.kind for e in query.find_entities(record, WALKABOUT, [Kind.PAPER])] == [Kind.PAPER]


def test_an_id_that_a_merge_retired_finds_its_heir(record):
    assert query.the_entity(record, "dataset/ogb@paper/arxiv:2401.00001").id == OGB
    with pytest.raises(UnknownName):
        query.the_entity(record, "method/ogb")


def test_an_unknown_name_suggests_near_ones(record):
    with pytest.raises(UnknownName, match="unknown dataset or method 'node2vek'; did you mean: node2vec"):
        query.the_entity(record, "node2vek", [Kind.DATASET, Kind.METHOD])
    with pytest.raises(UnknownName, match=r"^unknown task 'node2vek'$"):
        query.the_entity(record, "node2vek", [Kind.TASK])


def test_a_name_of_several_things_lists_them(record):
    record.resolve_to([*ENTITIES, Entity("method/ogb", Kind.METHOD, "OGB")], [], [*KEYS, ("ogb", "method/ogb")])
    with pytest.raises(AmbiguousName) as caught:
        query.the_entity(record, "OGB")
    assert caught.value.ids == (OGB, "method/ogb")
    assert query.the_entity(record, "OGB", [Kind.METHOD]).id == "method/ogb"


def test_the_keys_of_the_small_graph_are_those_of_names():
    assert {key(entity.name) for entity in ENTITIES if entity.kind is not Kind.REPOSITORY} <= {k for k, _ in KEYS}


# Parameters

TYPED = """// Typed.
// param word: string = x
// param count: int = 3
// param since: date = 2024-01
// columns: word, count, since
RETURN $word AS word, $count AS count, $since AS since"""
TYPED_RQ = """# Typed.
# param word: string = x
# param count: int = 3
# param since: date = 2024-01
# columns: word, count, since
SELECT ?word ?count ?since WHERE {
  VALUES ?word { "x" } # param
  VALUES ?count { 3 } # param
  VALUES ?since { "2024-01"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> } # param
}"""


@given(word=st.text(st.characters(exclude_categories=["Cs"])), count=st.integers(-(2**63), 2**63 - 1))
def test_values_are_bound_whatever_they_hold(word, count):
    stores = _empty_stores()
    texts = parse_query(TYPED, "cypher"), parse_query(TYPED_RQ, "sparql")
    for text, store in zip(texts, stores, strict=True):
        given = {"word": word, "count": str(count), "since": "2024-01-03"}
        assert query.run_text(text, given, None, store).rows == ((word, count, "2024-01-03"),)


_STORES = []


def _empty_stores():
    """Both stores with nothing in them, made once."""
    if not _STORES:
        import kglite
        import pyoxigraph

        _STORES.extend((CypherStore(kglite.KnowledgeGraph()), SparqlStore(pyoxigraph.Store())))
    return _STORES


@pytest.mark.parametrize(
    ("given", "error", "cause"),
    [
        ({"word": "x", "count": "many", "since": "2024"}, QueryError, "count=many: not a whole number"),
        ({"word": "x", "count": 1, "since": "soon"}, QueryError, "since=soon: not a date"),
        ({"words": "x", "count": 1, "since": "2024"}, UnknownName, "unknown parameter 'words'; there are: word, count"),
    ],
)
@pytest.mark.parametrize(("text", "language"), [(TYPED, "cypher"), (TYPED_RQ, "sparql")])
def test_a_wrong_value_is_refused(record, text, language, given, error, cause):
    with pytest.raises(error, match=cause):
        query.bind(parse_query(text, language), given, record)


def test_a_parameter_left_out_is_asked_for_where_the_text_has_no_term_of_its_own(record, stores):
    given = {"word": "x", "count": 1}
    with pytest.raises(QueryError, match="needs since, for example since='2024-01'"):
        query.run_text(parse_query(TYPED, "cypher"), given, record, stores[0])
    assert query.run_text(parse_query(TYPED_RQ, "sparql"), given, record, stores[1]).rows == (("x", 1, "2024-01"),)
    for store in stores:
        with pytest.raises(QueryError, match="needs thing, for example thing='OGB'"):
            query.run(query.named_query("papers_using"), {}, record, store)


def test_a_text_that_declares_nothing_takes_what_it_is_given(record, stores):
    text = parse_query("MATCH (p:Paper) WHERE p.year = $year RETURN p.id AS id", "cypher")
    assert query.run_text(text, query.arguments(["year=2024"]), record, stores[0]).rows == ((WALKABOUT,),)
    text = parse_query('SELECT ?x { VALUES ?name { "" } # param\n ?x rdfs:label ?name }', "sparql")
    given = query.arguments(["name=Walkabout"])
    assert query.run_text(text, given, record, stores[1]).rows == (("urn:paperkg:method/walkabout",),)
    with pytest.raises(UnknownName, match="unknown parameter 'nam'; there are: name"):
        query.run_text(text, {"nam": "x"}, record, stores[1])


def test_arguments_are_pairs():
    assert query.arguments(["a=b=c", "n=-3", "e="]) == {"a": "b=c", "n": -3, "e": ""}
    assert query.arguments(["n=3"], [query.Parameter("n", "string", (), "x")]) == {"n": "3"}
    with pytest.raises(QueryError, match="'thing' is no parameter; write it as name=value"):
        query.arguments(["thing"])


def test_a_value_cannot_break_out_of_its_braces(record, stores):
    text = parse_query('SELECT ?x { VALUES ?x { "" } # param\n }', "sparql")
    for word in ('" } SERVICE <http://x/> { ?s ?p ?o } #', "'''", "\\", "\n", "} UNION {"):
        assert query.run_text(text, {"x": word}, record, stores[1]).rows == ((word,),)


def test_an_unsafe_text_is_refused_before_it_runs(record, stores):
    with pytest.raises(UnsafeQuery):
        query.run_text(parse_query("MATCH (n) DELETE n", "cypher"), {}, record, stores[0])
    with pytest.raises(UnsafeQuery):
        query.run_text(parse_query("SELECT * { SERVICE <http://x/> {} }", "sparql"), {}, record, stores[1])


def test_a_folder_that_is_none_is_said_so(tmp_path):
    with pytest.raises(QueryError, match="no folder of queries"):
        named_queries(tmp_path / "absent")
