// Papers that propose a method or introduce a dataset, or a member of it.
// param thing: entity Dataset|Method = Meadow
// columns: id, kind, name, date, paper, subject, predicate, object, quote, quote_start, quote_end, confidence, by
MATCH (thing:Dataset|Method {id: $thing})<-[:PART_OF*0..6]-(member:Dataset|Method)
WITH DISTINCT member
MATCH (p:Paper)-[f:PROPOSES|INTRODUCES_DATASET]->(member)
RETURN p.id AS id, p.kind AS kind, p.name AS name, p.date AS date,
       f.paper AS paper, p.name AS subject, type(f) AS predicate, member.name AS object,
       f.quote AS quote, f.quote_start AS quote_start, f.quote_end AS quote_end, f.confidence AS confidence,
       CASE WHEN f.paper IS NULL THEN f.source ELSE f.by END AS by
ORDER BY coalesce(p.date, '') DESC, p.name, f.id
