// The most used datasets by year of the paper, since a year, the newest first.
// param since: int = 2020
// columns: year, id, kind, name, papers
MATCH (p:Paper)-[:USES_DATASET]->(x:Dataset)
WHERE p.year >= $since
WITH p.year AS year, p, x
WITH year, x, count(DISTINCT p) AS papers
RETURN year, x.id AS id, x.kind AS kind, x.name AS name, papers
ORDER BY year DESC, papers DESC, name, id
