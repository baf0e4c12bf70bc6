// The datasets that papers on a task, or on a subtask of it, use most, with how many of them do.
// param task: entity Task = link prediction
// columns: id, kind, name, papers
MATCH (:Task {id: $task})<-[:SUBTASK_OF*0..6]-(:Task)<-[:ADDRESSES]-(p:Paper)-[:USES_DATASET]->(x:Dataset)
WITH x, count(DISTINCT p) AS papers
RETURN x.id AS id, x.kind AS kind, x.name AS name, papers
ORDER BY papers DESC, name, id
