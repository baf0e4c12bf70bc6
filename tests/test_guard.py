"""What is refused before an engine sees it, and what is not."""

import pytest

from kg import guard
from kg.errors import UnsafeQuery
from kg.stores.cypher import CypherStore
from kg.stores.sparql import SparqlStore

CYPHER_ATTACKS = {
    "create": "CREATE (n:Paper {id: 'x'})",
    "create after a match": "MATCH (n) CREATE (n)-[:EXTENDS]->(n)",
    "merge": "MATCH (n) merge (m:Paper {id: n.id}) RETURN m",
    "set": "MATCH (n) SET n.name = 'x'",
    "set in mixed case": "MATCH (n) sEt n += {name: 'x'}",
    "delete": "MATCH (n) DELETE n",
    "detach delete": "MATCH (n) DETACH DELETE n",
    "remove": "MATCH (n) REMOVE n.name",
    "drop": "DROP INDEX x",
    "foreach": "MATCH (n) FOREACH (x IN [1] | SET n.x = 1)",
    "insert, an engine's own": "INSERT (:Paper {id: 1})",
    "alter": "ALTER USER neo4j SET PASSWORD 'x'",
    "constraint": "CREATE CONSTRAINT FOR (n:Paper) REQUIRE n.id IS UNIQUE",
    "in a subquery": "CALL { CREATE (n) RETURN n } RETURN n",
    "after a column called set": "MATCH (n) WITH n AS set SET set.x = 1",
    "label set": "MATCH (n) SET n:Method",
    "load csv": "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
    "load csv in lower case": "load csv with headers from 'http://x/y' as row return row",
    "load csv over a comment": "LOAD // a comment\nCSV FROM 'file:///etc/passwd' AS row RETURN row",
    "load csv over a block comment": "LOAD/**/CSV FROM 'file:///etc/passwd' AS row RETURN row",
    "load csv in backticks": "`LOAD` `CSV` FROM 'file:///etc/passwd' AS row RETURN row",
    "load csv after profile": "PROFILE LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
    "load csv after an option": "CYPHER runtime=slotted LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
    "load csv after a prefix": "FOR VALID_TIME ALL LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
    "load csv after a union": "RETURN 1 AS row UNION LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
    "load csv after a hexadecimal number": "MATCH (n) WHERE n.x = 0x1LOAD CSV FROM 'file:///x' AS row RETURN row",
    "load csv by an escaped quote": "WITH '\\u0027 AS x LOAD CSV FROM \\u0027file:///x\\u0027 AS y RETURN y //' AS y",
    "load csv by an escaped letter": "LO\\u0041D CSV FROM 'file:///etc/passwd' AS row RETURN row",
    "load csv by an escaped line end": "RETURN 1 AS x // \\u000a UNION LOAD CSV FROM 'file:///x' AS x RETURN x",
    "load csv after a carriage return": "RETURN 1 AS x // \r UNION LOAD CSV FROM 'file:///x' AS x RETURN x",
    "procedure": "CALL apoc.load.json('http://x/y') YIELD value RETURN value",
    "procedure of the server": "CALL dbms.listConfig() YIELD name RETURN name",
    "procedure of the engine": "CALL pagerank() YIELD node RETURN node",
    "procedure in backticks": "CALL `apoc`.`load`.`json`('http://x/y') YIELD value RETURN value",
    "procedure later on": "MATCH (n) CALL db.cdc.enable() YIELD x RETURN x",
    "function of an extension": "RETURN apoc.cypher.runFirstColumnSingle('CREATE (n) RETURN n', {}) AS x",
    "function in backticks": "RETURN `apoc`.text.join(['a'], '') AS x",
    "another query": "RETURN 1 AS x; MATCH (n) RETURN n",
    "another database": "USE system RETURN 1 AS x",
    "administration": "SHOW USERS",
    "ending": "TERMINATE TRANSACTIONS 'x'",
    "format": "MATCH (n) RETURN n.id AS id FORMAT CSV",
    "format in lower case": "MATCH (n) RETURN n.id AS id format csv;",
    "unbounded": "MATCH (a)-[:PART_OF*]->(b) RETURN b",
    "unbounded above": "MATCH (a)-[:PART_OF*1..]->(b) RETURN b",
    "unbounded in a predicate": "MATCH (a), (b) WHERE (a)<-[:PART_OF *]-(b) RETURN b",
    "unbounded in exists": "MATCH (a) WHERE EXISTS { (a)-[*0..]-(:Task) } RETURN a",
    "unbounded with properties": "MATCH (a)-[r:PART_OF* {by: 'x'}]->(b) RETURN b",
    "unbounded over a comment": "MATCH (a)-[:PART_OF* // 1..3\n]->(b) RETURN b",
    "unclosed string": "RETURN 'x",
    "unclosed comment": "RETURN 1 AS x /* y",
    "comment that only seems closed": "RETURN 1 AS x /*/ y",
    "unclosed backtick": "RETURN `x",
}

SPARQL_ATTACKS = {
    "service": "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
    "service in lower case": "select * { service silent <http://x/> { ?s ?p ?o } }",
    "service by variable": "SELECT * { VALUES ?x { <http://x/> } SERVICE ?x { ?s ?p ?o } }",
    "service without spaces": "SELECT*{SERVICE<http://x/>{?s ?p ?o}}",
    "service as a prefix": "PREFIX : <http://x/> SELECT * { SERVICE:y {?s ?p ?o} }",
    "service glued to silent": "SELECT * { SERVICESILENT<http://x/>{?s ?p ?o} }",
    "service glued to a truth value": "SELECT * { ?s ?p trueSERVICE<http://x/>{?s ?p ?o} }",
    "service glued to both": "PREFIX : <http://x/> SELECT * { ?s ?p true.SERVICE:y{?s ?p ?o} }",
    "service glued to a number": "SELECT * { ?s ?p 1SERVICE<http://x/>{?s ?p ?o} }",
    "service glued to a string": "SELECT * { ?s ?p 'a'SERVICE<http://x/>{?s ?p ?o} }",
    "service over a comment": "SELECT * { SERVICE # here\n <http://x/> { ?s ?p ?o } }",
    "service after an IRI with a hash": "SELECT * { ?s <http://x#y> ?o . SERVICE <http://x/> { ?s ?p ?o } }",
    "service after a comparison": "SELECT * { ?s ?p ?o FILTER(?s<?o) SERVICE <http://x/> { ?s ?p ?o } }",
    "service in exists": "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <http://x/> { ?s ?p ?o } } }",
    "service in a subquery": "SELECT * { { SELECT * { SERVICE <http://x/> { ?s ?p ?o } } } }",
    "service by escaped letters": "SELECT * { S\\u0045RVICE <http://x/> { ?s ?p ?o } }",
    "service by an escaped quote": "SELECT * { ?s ?p '\\u0027 . SERVICE <http://x/> { ?s ?p ?o } #' }",
    "service by an escape in an IRI": "SELECT * { <http://x\\u0041#> ?p ?o . SERVICE <http://x/> { ?s ?p ?o } }",
    "service after a carriage return": "SELECT * { ?s ?p ?o # \r SERVICE <http://x/> { ?s ?p ?o }\n}",
    "service in construct": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <http://x/> { ?s ?p ?o } }",
    "from": "SELECT * FROM <http://x/y> WHERE { ?s ?p ?o }",
    "from named": "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
    "from glued": "SELECT * FROMNAMED<http://x/y>{?s ?p ?o}",
    "describe from": "DESCRIBE <http://x/> FROM <http://x/y>",
    "ask from": "ASK FROM <http://x/y> { ?s ?p ?o }",
    "insert": "INSERT DATA { <a:a> <a:b> <a:c> }",
    "delete": "DELETE WHERE { ?s ?p ?o }",
    "load": "LOAD <http://x/y>",
    "clear": "CLEAR ALL",
    "drop": "DROP SILENT ALL",
    "copy": "COPY <a:a> TO DEFAULT",
    "insert after a query": "SELECT * { ?s ?p ?o } ; INSERT DATA { <a:a> <a:b> <a:c> }",
    "with": "WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "unclosed string": "SELECT * { ?s ?p 'x }",
    "unclosed long string": "SELECT * { ?s ?p '''x }",
}

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


@pytest.mark.parametrize("text", CYPHER_ATTACKS.values(), ids=CYPHER_ATTACKS)
def test_cypher_attack_is_refused(text):
    with pytest.raises(UnsafeQuery):
        guard.check(text, "cypher")


@pytest.mark.parametrize("text", SPARQL_ATTACKS.values(), ids=SPARQL_ATTACKS)
def test_sparql_attack_is_refused(text):
    with pytest.raises(UnsafeQuery):
        guard.check(text, "sparql")


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
        guard.check_sparql(SPARQL_ATTACKS["service"])


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
