// What papers claim on a dataset or a member of it: by metric, the highest value first, with the paper's date.
// Values are as written, gains among them (change), so they are claims to read, not a ranking.
// param dataset: entity Dataset = OGB
// columns: id, kind, name, stated, metric, dataset, value, unit, change
// columns: paper, subject, predicate, object, quote, quote_start, quote_end, confidence, by
MATCH (:Dataset {id: $dataset})<-[:PART_OF*0..6]-(member:Dataset)
WITH DISTINCT member
CALL (member) {
  MATCH (x:Method)-[f:EVALUATED_ON]->(member)
  RETURN x, f, member AS o
  UNION
  MATCH (x:Method)-[f:OUTPERFORMS]->(o:Method)
  WHERE f.dataset = member.id
  RETURN x, f, o
}
WITH member, x, f, o
WHERE f.value IS NOT NULL
OPTIONAL MATCH (p:Paper {id: f.paper})
OPTIONAL MATCH (m:Metric {id: f.metric})
RETURN x.id AS id, x.kind AS kind, x.name AS name,
       p.date AS stated,
       m.name AS metric, member.name AS dataset, f.value AS value, f.unit AS unit, f.change AS change,
       f.paper AS paper, x.name AS subject, type(f) AS predicate, o.name AS object,
       f.quote AS quote, f.quote_start AS quote_start, f.quote_end AS quote_end, f.confidence AS confidence,
       CASE WHEN f.paper IS NULL THEN f.source ELSE f.by END AS by
ORDER BY coalesce(m.name, ''), toFloat(f.value) IS NULL, toFloat(f.value) DESC, x.name, f.id
