// What papers say of two methods against each other: which outperforms which, or that both are in one comparison.
// The answer is the method that comes out better; for a mere comparison, the baseline.
// param one: entity Method = Meadow
// param other: entity Method = node2vec
// columns: id, kind, name, metric, dataset, value, unit, change
// columns: paper, subject, predicate, object, quote, quote_start, quote_end, confidence, by
CALL () {
  MATCH (x:Method {id: $one})-[f:OUTPERFORMS]->(o:Method {id: $other})
  RETURN x, f, x.name AS subject, o.name AS object
  UNION
  MATCH (x:Method {id: $other})-[f:OUTPERFORMS]->(o:Method {id: $one})
  RETURN x, f, x.name AS subject, o.name AS object
  UNION
  MATCH (:Method {id: $one})<-[:PROPOSES]-(p:Paper)-[f:COMPARES_WITH]->(x:Method {id: $other})
  RETURN x, f, p.name AS subject, x.name AS object
  UNION
  MATCH (:Method {id: $other})<-[:PROPOSES]-(p:Paper)-[f:COMPARES_WITH]->(x:Method {id: $one})
  RETURN x, f, p.name AS subject, x.name AS object
}
OPTIONAL MATCH (metric:Metric {id: f.metric})
OPTIONAL MATCH (dataset:Dataset {id: f.dataset})
RETURN x.id AS id, x.kind AS kind, x.name AS name,
       metric.name AS metric, dataset.name AS dataset, f.value AS value, f.unit AS unit, f.change AS change,
       f.paper AS paper, subject, type(f) AS predicate, object,
       f.quote AS quote, f.quote_start AS quote_start, f.quote_end AS quote_end, f.confidence AS confidence,
       CASE WHEN f.paper IS NULL THEN f.source ELSE f.by END AS by
ORDER BY x.name, f.id
