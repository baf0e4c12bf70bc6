// A paper's whole record: its date and address, and all that it says, of itself and between its entities.
// A paper that says nothing has one row.
// param thing: entity Paper = How deep should a graph network be? A study on the Open Graph Benchmark
// columns: id, kind, name, date, url, metric, dataset, value, unit, change
// columns: paper, subject, predicate, object, quote, quote_start, quote_end, confidence, by
MATCH (x:Paper {id: $thing})
OPTIONAL MATCH (x)-[*0..1]->(s)-[f]->(o)
WHERE f.paper = x.id
WITH DISTINCT x, s, f, o
OPTIONAL MATCH (metric:Metric {id: f.metric})
OPTIONAL MATCH (dataset:Dataset {id: f.dataset})
RETURN x.id AS id, x.kind AS kind, x.name AS name, x.date AS date, x.url AS url,
       metric.name AS metric, dataset.name AS dataset, f.value AS value, f.unit AS unit, f.change AS change,
       f.paper AS paper, s.name AS subject, type(f) AS predicate, o.name AS object,
       f.quote AS quote, f.quote_start AS quote_start, f.quote_end AS quote_end, f.confidence AS confidence,
       CASE WHEN f.paper IS NULL THEN f.source ELSE f.by END AS by
ORDER BY type(f), s.name, o.name, f.id
