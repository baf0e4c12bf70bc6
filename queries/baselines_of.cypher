// Methods that a paper, or the papers that propose a method, compare with.
// param thing: entity Paper|Method = Meadow
// columns: id, kind, name, paper, subject, predicate, object, quote, quote_start, quote_end, confidence, by
MATCH (:Paper|Method {id: $thing})<-[:PROPOSES*0..1]-(p:Paper)
WITH DISTINCT p
MATCH (p)-[f:COMPARES_WITH]->(x:Method)
RETURN x.id AS id, x.kind AS kind, x.name AS name,
       f.paper AS paper, p.name AS subject, type(f) AS predicate, x.name AS object,
       f.quote AS quote, f.quote_start AS quote_start, f.quote_end AS quote_end, f.confidence AS confidence,
       CASE WHEN f.paper IS NULL THEN f.source ELSE f.by END AS by
ORDER BY x.name, f.id
