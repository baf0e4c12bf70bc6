// Methods that the same papers speak of, with how many papers speak of both.
// param method: entity Method = node2vec
// columns: id, kind, name, papers
MATCH (:Method {id: $method})<-[:PROPOSES|USES_METHOD|COMPARES_WITH]-(p:Paper)
WITH DISTINCT p
MATCH (p)-[:PROPOSES|USES_METHOD|COMPARES_WITH]->(x:Method)
WHERE x.id <> $method
WITH x, count(DISTINCT p) AS papers
RETURN x.id AS id, x.kind AS kind, x.name AS name, papers
ORDER BY papers DESC, name, id
