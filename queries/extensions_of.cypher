// Methods that extend a method, directly or in up to six steps.
// param method: entity Method = Prototypical Networks
// columns: id, kind, name, paper, subject, predicate, object, quote, quote_start, quote_end, confidence, by
MATCH (:Method {id: $method})<-[:EXTENDS*0..5]-(step:Method)
WITH DISTINCT step
MATCH (step)<-[f:EXTENDS]-(x:Method)
RETURN x.id AS id, x.kind AS kind, x.name AS name,
       f.paper AS paper, x.name AS subject, type(f) AS predicate, step.name AS object,
       f.quote AS quote, f.quote_start AS quote_start, f.quote_end AS quote_end, f.confidence AS confidence,
       CASE WHEN f.paper IS NULL THEN f.source ELSE f.by END AS by
ORDER BY x.name, f.id
