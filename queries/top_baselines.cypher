// The baselines most compared against: methods that at least so many papers compare with, the most first.
// param least: int = 1
// columns: id, kind, name, papers
MATCH (p:Paper)-[:COMPARES_WITH]->(x:Method)
WITH x, count(DISTINCT p) AS papers
WHERE papers >= $least
RETURN x.id AS id, x.kind AS kind, x.name AS name, papers
ORDER BY papers DESC, name, id
