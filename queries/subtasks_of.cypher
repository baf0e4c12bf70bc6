// Tasks that are special cases of a task, directly or in up to six steps.
// param task: entity Task = link prediction
// columns: id, kind, name, paper, subject, predicate, object, quote, quote_start, quote_end, confidence, by
MATCH (:Task {id: $task})<-[:SUBTASK_OF*0..5]-(step:Task)
WITH DISTINCT step
MATCH (step)<-[f:SUBTASK_OF]-(x:Task)
RETURN x.id AS id, x.kind AS kind, x.name AS name,
       f.paper AS paper, x.name AS subject, type(f) AS predicate, step.name AS object,
       f.quote AS quote, f.quote_start AS quote_start, f.quote_end AS quote_end, f.confidence AS confidence,
       CASE WHEN f.paper IS NULL THEN f.source ELSE f.by END AS by
ORDER BY x.name, f.id
