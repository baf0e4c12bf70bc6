// How two things are connected: the shortest chain of facts between them, of at most six, in either direction.
// Of several as short, the first by ids.
// In Cypher alone: SPARQL 1.1 has property paths but cannot return a path or its length.
// param one: entity = node2vec
// param other: entity = link prediction
// columns: id, kind, name, step, paper, subject, predicate, object, quote, quote_start, quote_end, confidence, by
MATCH (a:Paper|Method|Dataset|Task|Metric|Repository {id: $one}),
      (b:Paper|Method|Dataset|Task|Metric|Repository {id: $other})
WHERE a.id <> b.id
MATCH path = allShortestPaths((a)-[*..6]-(b))
WITH path,
     reduce(ids = '', stop IN nodes(path) | ids + stop.id + '\n') AS stops,
     reduce(ids = '', fact IN relationships(path) | ids + fact.id + '\n') AS facts
ORDER BY stops, facts
LIMIT 1
UNWIND range(1, length(path)) AS step
WITH step, nodes(path)[step] AS x, relationships(path)[step - 1] AS f
MATCH (s)-[f]->(o)
RETURN x.id AS id, x.kind AS kind, x.name AS name, step,
       f.paper AS paper, s.name AS subject, type(f) AS predicate, o.name AS object,
       f.quote AS quote, f.quote_start AS quote_start, f.quote_end AS quote_end, f.confidence AS confidence,
       CASE WHEN f.paper IS NULL THEN f.source ELSE f.by END AS by
ORDER BY step
