// Methods evaluated on a dataset or a member of it: where a paper says so, and those proposed by papers that use it.
// param dataset: entity Dataset = OGB
// columns: id, kind, name, metric, dataset, value, unit, change
// columns: paper, subject, predicate, object, quote, quote_start, quote_end, confidence, by
MATCH (:Dataset {id: $dataset})<-[:PART_OF*0..6]-(member:Dataset)
WITH DISTINCT member
CALL (member) {
  MATCH (x:Method)-[f:EVALUATED_ON]->(member)
  RETURN x, f, x.name AS subject
  UNION
  MATCH (x:Method)<-[:PROPOSES]-(p:Paper)-[f:USES_DATASET]->(member)
  RETURN x, f, p.name AS subject
}
OPTIONAL MATCH (metric:Metric {id: f.metric})
OPTIONAL MATCH (dataset:Dataset {id: f.dataset})
RETURN x.id AS id, x.kind AS kind, x.name AS name,
       metric.name AS metric, dataset.name AS dataset, f.value AS value, f.unit AS unit, f.change AS change,
       f.paper AS paper, subject, type(f) AS predicate, member.name AS object,
       f.quote AS quote, f.quote_start AS quote_start, f.quote_end AS quote_end, f.confidence AS confidence,
       CASE WHEN f.paper IS NULL THEN f.source ELSE f.by END AS by
ORDER BY x.name, x.id, f.id
