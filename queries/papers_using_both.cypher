// Papers that use two datasets or methods, or members of them; the evidence is of both.
// param one: entity Dataset|Method = OGB
// param other: entity Dataset|Method = node2vec
// columns: id, kind, name, date, paper, subject, predicate, object, quote, quote_start, quote_end, confidence, by
MATCH (:Dataset|Method {id: $one})<-[:PART_OF*0..6]-(y)
MATCH (x:Paper)-[:USES_DATASET|USES_METHOD|COMPARES_WITH]->(y)
WITH DISTINCT x
MATCH (x)-[:USES_DATASET|USES_METHOD|COMPARES_WITH]->(:Dataset|Method)-[:PART_OF*0..6]->(:Dataset|Method {id: $other})
WITH DISTINCT x
CALL (x) {
  MATCH (x)-[f:USES_DATASET|USES_METHOD|COMPARES_WITH]->(y)-[:PART_OF*0..6]->(:Dataset|Method {id: $one})
  RETURN f, y
  UNION
  MATCH (x)-[f:USES_DATASET|USES_METHOD|COMPARES_WITH]->(y)-[:PART_OF*0..6]->(:Dataset|Method {id: $other})
  RETURN f, y
}
RETURN x.id AS id, x.kind AS kind, x.name AS name,
       x.date AS date,
       f.paper AS paper, x.name AS subject, type(f) AS predicate, y.name AS object,
       f.quote AS quote, f.quote_start AS quote_start, f.quote_end AS quote_end, f.confidence AS confidence,
       CASE WHEN f.paper IS NULL THEN f.source ELSE f.by END AS by
ORDER BY coalesce(x.date, '') DESC, x.name, f.id
