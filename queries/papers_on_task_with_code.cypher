// Papers with code that address a task, or a subtask of it; the repositories are among the evidence.
// param task: entity Task = link prediction
// columns: id, kind, name, date, paper, subject, predicate, object, quote, quote_start, quote_end, confidence, by
CALL () {
  MATCH (:Task {id: $task})<-[:SUBTASK_OF*0..6]-(y:Task)<-[f:ADDRESSES]-(x:Paper)-[:HAS_CODE]->(:Repository)
  RETURN x, f, y
  UNION
  MATCH (:Task {id: $task})<-[:SUBTASK_OF*0..6]-(:Task)<-[:ADDRESSES]-(x:Paper)-[f:HAS_CODE]->(y:Repository)
  RETURN x, f, y
}
RETURN x.id AS id, x.kind AS kind, x.name AS name,
       x.date AS date,
       f.paper AS paper, x.name AS subject, type(f) AS predicate, y.name AS object,
       f.quote AS quote, f.quote_start AS quote_start, f.quote_end AS quote_end, f.confidence AS confidence,
       CASE WHEN f.paper IS NULL THEN f.source ELSE f.by END AS by
ORDER BY coalesce(x.date, '') DESC, x.name, f.id
