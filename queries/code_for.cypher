// Repositories of a paper, or of the papers that propose a method or introduce a dataset.
// param thing: entity Paper|Method|Dataset = Meadow
// columns: id, kind, name, paper, subject, predicate, object, quote, quote_start, quote_end, confidence, by
MATCH (thing:Paper|Method|Dataset {id: $thing})<-[:PROPOSES|INTRODUCES_DATASET*0..1]-(p:Paper)
WITH DISTINCT p
MATCH (p)-[f:HAS_CODE]->(r:Repository)
RETURN r.id AS id, r.kind AS kind, r.name AS name,
       f.paper AS paper, p.name AS subject, type(f) AS predicate, r.name AS object,
       f.quote AS quote, f.quote_start AS quote_start, f.quote_end AS quote_end, f.confidence AS confidence,
       CASE WHEN f.paper IS NULL THEN f.source ELSE f.by END AS by
ORDER BY r.name, f.id
