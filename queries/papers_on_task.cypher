// Papers that address a task, or a subtask of it.
// param task: entity Task = link prediction
// columns: id, kind, name, date, paper, subject, predicate, object, quote, quote_start, quote_end, confidence, by
MATCH (task:Task {id: $task})<-[:SUBTASK_OF*0..6]-(subtask:Task)
WITH DISTINCT subtask
MATCH (p:Paper)-[f:ADDRESSES]->(subtask)
RETURN p.id AS id, p.kind AS kind, p.name AS name, p.date AS date,
       f.paper AS paper, p.name AS subject, type(f) AS predicate, subtask.name AS object,
       f.quote AS quote, f.quote_start AS quote_start, f.quote_end AS quote_end, f.confidence AS confidence,
       CASE WHEN f.paper IS NULL THEN f.source ELSE f.by END AS by
ORDER BY coalesce(p.date, '') DESC, p.name, f.id
