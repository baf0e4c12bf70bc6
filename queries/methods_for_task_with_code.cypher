// Methods for a task or a subtask of it whose papers have code: proposed by a paper that addresses it, or applied.
// The repositories are among the evidence.
// param task: entity Task = link prediction
// columns: id, kind, name, paper, subject, predicate, object, quote, quote_start, quote_end, confidence, by
CALL () {
  MATCH (:Task {id: $task})<-[:SUBTASK_OF*0..6]-(:Task)<-[:ADDRESSES]-(p:Paper)-[f:PROPOSES]->(x:Method)
  RETURN x, f, p.name AS subject, x.name AS object
  UNION
  MATCH (:Task {id: $task})<-[:SUBTASK_OF*0..6]-(subtask:Task)<-[f:APPLIED_TO]-(x:Method)
  RETURN x, f, x.name AS subject, subtask.name AS object
  UNION
  MATCH (:Task {id: $task})<-[:SUBTASK_OF*0..6]-(:Task)<-[:ADDRESSES|APPLIED_TO]-()-[:PROPOSES*0..1]->(x:Method)
  WITH DISTINCT x
  MATCH (x)<-[:PROPOSES]-(p:Paper)-[f:HAS_CODE]->(r:Repository)
  RETURN x, f, p.name AS subject, r.name AS object
}
WITH x, f, subject, object
WHERE EXISTS { (x)<-[:PROPOSES]-(:Paper)-[:HAS_CODE]->(:Repository) }
RETURN x.id AS id, x.kind AS kind, x.name AS name,
       f.paper AS paper, subject, type(f) AS predicate, object,
       f.quote AS quote, f.quote_start AS quote_start, f.quote_end AS quote_end, f.confidence AS confidence,
       CASE WHEN f.paper IS NULL THEN f.source ELSE f.by END AS by
ORDER BY x.name, x.id, f.id
