// The lineage of a method: what it extends and what extends it, in up to six steps either way.
// param method: entity Method = Prototypical Networks
// columns: id, kind, name, relation
// columns: paper, subject, predicate, object, quote, quote_start, quote_end, confidence, by
CALL () {
  MATCH (:Method {id: $method})-[:EXTENDS*0..5]->(step:Method)
  WITH DISTINCT step
  MATCH (step)-[f:EXTENDS]->(x:Method)
  RETURN x, f, 'extended by it' AS relation, step.name AS subject, x.name AS object
  UNION
  MATCH (:Method {id: $method})<-[:EXTENDS*0..5]-(step:Method)
  WITH DISTINCT step
  MATCH (step)<-[f:EXTENDS]-(x:Method)
  RETURN x, f, 'extends it' AS relation, x.name AS subject, step.name AS object
}
RETURN x.id AS id, x.kind AS kind, x.name AS name,
       relation,
       f.paper AS paper, subject, type(f) AS predicate, object,
       f.quote AS quote, f.quote_start AS quote_start, f.quote_end AS quote_end, f.confidence AS confidence,
       CASE WHEN f.paper IS NULL THEN f.source ELSE f.by END AS by
ORDER BY relation, x.name, f.id
