// Entities first seen since a date: their earliest dated paper is of that day or later; the evidence is of that paper.
// A date may be a year, a month or a day; one that is less exact counts as its beginning.
// param since: date = 2024-01
// columns: id, kind, name, first_seen
// columns: paper, subject, predicate, object, quote, quote_start, quote_end, confidence, by
MATCH (p:Paper)-[]->(x)
WITH x, min(p.date) AS first_seen
WHERE first_seen >= $since
MATCH (p:Paper {date: first_seen})-[f]->(x)
RETURN x.id AS id, x.kind AS kind, x.name AS name,
       first_seen,
       f.paper AS paper, p.name AS subject, type(f) AS predicate, x.name AS object,
       f.quote AS quote, f.quote_start AS quote_start, f.quote_end AS quote_end, f.confidence AS confidence,
       CASE WHEN f.paper IS NULL THEN f.source ELSE f.by END AS by
ORDER BY first_seen DESC, x.kind, x.name, f.id
