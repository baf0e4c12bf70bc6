"""What is refused before an engine sees it, and what is not."""

import json
from contextlib import suppress
from pathlib import Path

import pytest

from kg import guard
from kg.errors import UnsafeQuery
from kg.stores.cypher import CypherStore
from kg.stores.sparql import SparqlStore

ATTACKS = [  # one a line, the query as a JSON string: some hold line ends, tabs and letters that only seem plain
    (language, what, json.loads(query))
    for language, what, query in (
        line.split("\t") for line in Path(__file__).with_name("attacks.tsv").read_text("utf-8").splitlines()[1:]
    )
]

CYPHER_READS = (
    "MATCH (p:Paper)-[:USES_DATASET]->(d:Dataset) RETURN p.title AS title, d.name AS dataset;",
    "match (n) where n.name contains 'LOAD CSV FROM' return n.name as name limit 3",
    "MATCH (n) RETURN n.set AS set, n.create AS `create`, {delete: 1, merge: n.load} AS drop",
    "MATCH (n:Set)-[r:CREATE|DELETE]->(:Remove) RETURN n.id AS id // DELETE n, isn't it",
    "MATCH (a)-[r*1..3 {by: 'x'}]-(b)-[:PART_OF*2]->(c)<-[*..4]-(d) RETURN a.id AS id, 2 * 3 AS n, [1 * 2] AS m",
    "MATCH p = shortestPath((a:Paper {id: $a})-[*..6]-(b:Paper {id: $b})) RETURN p AS p",
    "CALL { MATCH (n) RETURN n.id AS id UNION MATCH (n) RETURN n.name AS id } RETURN id ORDER BY id",
    "MATCH (n) CALL { WITH n MATCH (n)--(m) RETURN count(m) AS c } RETURN n.id AS id, c",
    "CALL db.labels() YIELD label RETURN label",
    "WITH date('2024-01-03') AS d RETURN date.truncate('month', d) AS m, duration.inDays(d, d).days AS n",
    "EXPLAIN MATCH (n) RETURN count(*) AS n",
    "MATCH (n) WITH n.name AS format RETURN format ORDER BY format DESC",
    "MATCH ((a)-[:PART_OF]->(b)){1,3} (c)-[:PART_OF]->{,6}(d)-[:EXTENDS]-{2}(e) RETURN a.id AS id",
    "MATCH (a)-->(b)<--(c)--(d) RETURN (count(a) + 1) * 2 + (1 - 2) AS n, [1, 2][0] - +1 AS m, {a: (1)} AS o",
    "MATCH (n) WHERE (n)-[:EXTENDS]->() RETURN count(*) * 2 AS n, -(1)+(2) AS m, COUNT { (n)-->() } + 1 AS k",
    "MATCH (n) RETURN n.id AS id UNION MATCH (n) RETURN n.name AS id",
    "UNWIND ['it\\'s', \"a \\\"set\\\"\", '\\u00e9'] AS x RETURN x /* SET */",
)

SPARQL_READS = (
    "SELECT ?title WHERE { ?p a kg:Paper ; dcterms:title ?title } # FROM here on, SERVICE",
    "SELECT * { ?s rdfs:label \"SERVICE <x> FROM y\" , '''LOAD it's'''@en , \"\\u00e9\" }",
    "PREFIX x: <http://x/service#> SELECT ?service { ?service x:from ?from . ?from ^x:with/x:load* <http://x/from#y> }",
    "SELECT * { ?s ?p ?o FILTER(?s < ?o && ?o > 3) } ORDER BY DESC(?s) LIMIT 3",
    "ASK { kg:Paper a rdfs:Class }",
    "CONSTRUCT { ?s kg:partOf ?o } WHERE { ?s kg:partOf+ ?o }",
    "DESCRIBE <urn:paperkg:dataset/open-graph-benchmark>",
)


@pytest.mark.parametrize(
    ("language", "query"),
    [(language, query) for language, _, query in ATTACKS],
    ids=[f"{language}: {what}" for language, what, _ in ATTACKS],
)
def test_an_attack_is_refused(language, query):
    with pytest.raises(UnsafeQuery) as refusal:
        guard.check(query, language)
    assert "\n" not in str(refusal.value)


def test_there_are_attacks_enough():
    assert len({(language, query) for language, _, query in ATTACKS}) == len(ATTACKS) >= 60


@pytest.mark.parametrize("text", CYPHER_READS)
def test_what_only_reads_in_cypher_passes(text):
    assert guard.check(text, "cypher") is None


@pytest.mark.parametrize("text", SPARQL_READS)
def test_what_only_reads_in_sparql_passes(text, record):
    assert guard.check(text, "sparql") is None
    assert SparqlStore.from_record(record).query(text).columns


def test_a_refusal_says_what_and_where():
    with pytest.raises(UnsafeQuery, match=r"a query only reads: DELETE at line 2, col 1"):
        guard.check_cypher("MATCH (n)\nDELETE n")
    with pytest.raises(UnsafeQuery, match=r"asks this graph alone: SERVICE at line 1, col 12"):
        guard.check_sparql("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }")


def test_the_guard_is_needed(record, tmp_path):
    """The embedded engine would read a file, frozen or not; should it stop to, the guard may too."""
    table = tmp_path / "table.csv"
    table.write_text("secret\n")
    text = f"`LOAD` CSV FROM '{table.as_uri()}' AS row RETURN row"
    assert CypherStore.from_record(record).query(text).rows == ((["secret"],),)
    with pytest.raises(UnsafeQuery):
        guard.check_cypher(text)


def test_tokens_cover_all_but_space():
    text = "MATCH (n:`a``b`)-[r*1..3]->(m) WHERE n.x = 'it\\'s' RETURN 1.5e3 AS x // end"
    assert "".join(token.text for token in guard.cypher_tokens(text)).replace(" ", "") == text.replace(" ", "")
    assert [token.text for token in guard.sparql_tokens("<a#b> x:y.z 'q'@en ?v # c")] == [
        *("<a#b>", "x:y.z", "'q'", "@en", "?v", "# c"),
    ]


@pytest.mark.parametrize("language", ["cypher", "sparql"])
@pytest.mark.parametrize(
    "part", ["a.", "a-", "_:a..", ":a..", "\\'", "'\\'", "/*", "`", "<a", "CALL a.b.", "f.g(", "(", "#"]
)
@pytest.mark.slow
def test_a_long_text_is_read_in_time_that_grows_with_its_length(language, part):
    """A tokeniser that started over at each point would take hours: there is no clock here but the reader's."""
    text = "RETURN " + part * (200_000 // len(part))
    with suppress(UnsafeQuery):
        guard.check(text, language)
    read = guard.cypher_tokens(text) if language == "cypher" else guard.sparql_tokens(text)
    assert sum(len(token.text) for token in read) == len(text.replace(" ", ""))


def test_a_text_that_is_too_long_is_refused():
    with pytest.raises(UnsafeQuery, match=r"longer than 1,000,000 characters"):
        guard.check("RETURN 1 AS x //" + " " * 1_000_000, "cypher")


def test_a_long_list_of_values_is_no_attack():
    values = " ".join(f"<urn:paperkg:dataset/{n}>" for n in range(10_000))
    assert guard.check(f"SELECT * {{ VALUES ?d {{ {values} }} ?p kg:usesDataset ?d }}", "sparql") is None
    assert guard.check(f"RETURN {list(range(50_000))} AS x", "cypher") is None


@pytest.mark.parametrize("path", ["kg:partOf*", "kg:partOf+", "^kg:partOf*/kg:usesDataset"])
def test_a_property_path_of_sparql_needs_no_bound(path):
    text = f"SELECT ?x {{ ?x {path} ?y }}"
    guard.check_sparql(text)
    assert [token.text for token in guard.sparql_tokens(text)].count("*" if "*" in path else "+") == 1
