// Methods that a paper says outperform a method, with the sentence and its metric, dataset and value.
// param method: entity Method = node2vec
// columns: id, kind, name, metric, dataset, value, unit, change
// columns: paper, subject, predicate, object, quote, quote_start, quote_end, confidence, by
MATCH (x:Method)-[f:OUTPERFORMS]->(o:Method {id: $method})
WITH DISTINCT x, f, o
OPTIONAL MATCH (metric:Metric {id: f.metric})
OPTIONAL MATCH (dataset:Dataset {id: f.dataset})
RETURN x.id AS id, x.kind AS kind, x.name AS name,
       metric.name AS metric, dataset.name AS dataset, f.value AS value, f.unit AS unit, f.change AS change,
       f.paper AS paper, x.name AS subject, type(f) AS predicate, o.name AS object,
       f.quote AS quote, f.quote_start AS quote_start, f.quote_end AS quote_end, f.confidence AS confidence,
       CASE WHEN f.paper IS NULL THEN f.source ELSE f.by END AS by
ORDER BY x.name, f.id
