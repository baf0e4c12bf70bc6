// Datasets used by a paper, or by a method: what it is evaluated on and what the papers that propose it use.
// param thing: entity Paper|Method = Meadow
// columns: id, kind, name, paper, subject, predicate, object, quote, quote_start, quote_end, confidence, by
CALL () {
  MATCH (s:Method {id: $thing})-[f:EVALUATED_ON]->(x:Dataset)
  RETURN x, f, s.name AS subject
  UNION
  MATCH (:Paper|Method {id: $thing})<-[:PROPOSES*0..1]-(p:Paper)-[f:USES_DATASET]->(x:Dataset)
  RETURN x, f, p.name AS subject
}
RETURN x.id AS id, x.kind AS kind, x.name AS name,
       f.paper AS paper, subject, type(f) AS predicate, x.name AS object,
       f.quote AS quote, f.quote_start AS quote_start, f.quote_end AS quote_end, f.confidence AS confidence,
       CASE WHEN f.paper IS NULL THEN f.source ELSE f.by END AS by
ORDER BY x.name, f.id
