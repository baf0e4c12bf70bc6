// All that is said of a paper or an entity: what it is joined to, in either direction.
// param thing: entity = node2vec
// columns: id, kind, name, paper, subject, predicate, object, quote, quote_start, quote_end, confidence, by
CALL () {
  MATCH (s:Paper|Method|Dataset|Task|Metric|Repository {id: $thing})-[f]->(x)
  RETURN x, f, s.name AS subject, x.name AS object
  UNION
  MATCH (o:Paper|Method|Dataset|Task|Metric|Repository {id: $thing})<-[f]-(x)
  RETURN x, f, x.name AS subject, o.name AS object
}
RETURN x.id AS id, x.kind AS kind, x.name AS name,
       f.paper AS paper, subject, type(f) AS predicate, object,
       f.quote AS quote, f.quote_start AS quote_start, f.quote_end AS quote_end, f.confidence AS confidence,
       CASE WHEN f.paper IS NULL THEN f.source ELSE f.by END AS by
ORDER BY x.kind, x.name, f.id, x.id
