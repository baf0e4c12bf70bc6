// Methods that a paper says a method outperforms, with the sentence and its metric, dataset and value.
// param method: entity Method = Meadow
// columns: id, kind, name, metric, dataset, value, unit, change
// columns: paper, subject, predicate, object, quote, quote_start, quote_end, confidence, by
MATCH (s:Method {id: $method})-[f:OUTPERFORMS]->(x:Method)
WITH DISTINCT s, f, x
OPTIONAL MATCH (metric:Metric {id: f.metric})
OPTIONAL MATCH (dataset:Dataset {id: f.dataset})
RETURN x.id AS id, x.kind AS kind, x.name AS name,
       metric.name AS metric, dataset.name AS dataset, f.value AS value, f.unit AS unit, f.change AS change,
       f.paper AS paper, s.name AS subject, type(f) AS predicate, x.name AS object,
       f.quote AS quote, f.quote_start AS quote_start, f.quote_end AS quote_end, f.confidence AS confidence,
       CASE WHEN f.paper IS NULL THEN f.source ELSE f.by END AS by
ORDER BY x.name, f.id
