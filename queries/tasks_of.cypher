// Tasks of a paper, a method or a dataset: what it addresses, is applied to or measures.
// Also those of the papers that propose or introduce it.
// param thing: entity Paper|Method|Dataset = Meadow
// columns: id, kind, name, paper, subject, predicate, object, quote, quote_start, quote_end, confidence, by
CALL () {
  MATCH (s:Method|Dataset {id: $thing})-[f:APPLIED_TO|BENCHMARK_FOR]->(x:Task)
  RETURN x, f, s.name AS subject
  UNION
  MATCH (:Paper|Method|Dataset {id: $thing})<-[:PROPOSES|INTRODUCES_DATASET*0..1]-(p:Paper)-[f:ADDRESSES]->(x:Task)
  RETURN x, f, p.name AS subject
}
RETURN x.id AS id, x.kind AS kind, x.name AS name,
       f.paper AS paper, subject, type(f) AS predicate, x.name AS object,
       f.quote AS quote, f.quote_start AS quote_start, f.quote_end AS quote_end, f.confidence AS confidence,
       CASE WHEN f.paper IS NULL THEN f.source ELSE f.by END AS by
ORDER BY x.name, f.id
