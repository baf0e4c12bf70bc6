"""Makes what is ours in a Neo4j database equal to the record: written where it differs, removed where it is gone.

Every node and edge that was pushed carries a digest of itself, so a push first asks what is there and then writes the
difference alone. That makes it idempotent, and resumable after whatever ended the last one. Nothing is matched but by
``(:PaperKG {id})``, and edges between such nodes that carry a digest: the rest of the database is left as it is.
"""

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kg.errors import GraphError
from kg.property_graph import edges, nodes
from kg.record import Record
from kg.stores.neo4j import Neo4jStore
from kg.stores.neo4j_answers import DIGEST, KEYS
from kg.vocabulary import PREDICATES, Kind

if TYPE_CHECKING:
    import neo4j

BATCH = 2_000
"""Rows of one transaction: large enough that its cost is spread, small enough for the heap of a small server."""

_SCHEMA = (
    "CREATE CONSTRAINT paperkg_id IF NOT EXISTS FOR (n:PaperKG) REQUIRE n.id IS UNIQUE",
    *(f"CREATE INDEX paperkg_{k.key}_id IF NOT EXISTS FOR (n:{k.value}) ON (n.id)" for k in Kind),
    "CALL db.awaitIndexes(300)",
)
"""Ours to MERGE by; and by kind, as queries ask: they name ``(:Paper {id})``."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did, in nodes and edges together: written, found as they should be, removed; and its seconds."""

    written: int
    unchanged: int
    removed: int
    seconds: float


def push(
    record: Record, store: Neo4jStore, advance: Callable[[int], None] = lambda count: None, *, batch: int = BATCH
) -> Pushed:
    """Make the database's part of ours equal to the record; ``advance`` hears of nodes and edges that are done.

    Each batch is one managed transaction, which the driver repeats after a transient error or a lost connection.
    Raises GraphError where that does not help; what was written stays, and the next push goes on from there.
    """
    start = time.monotonic()
    work = _Push(store, advance, batch)
    with record.snapshot():
        try:
            for text in _SCHEMA:
                work.write(text)
            work.put_nodes(_node_rows(record))
            work.put_edges(_edge_rows(record))
        except GraphError as error:
            raise GraphError(f"{error}; {work.written:,} nodes and edges were written: push again to go on") from error
    return Pushed(work.written, work.unchanged, work.removed, time.monotonic() - start)


class _Push:
    """One push under way: the session's work, and what has been done so far."""

    def __init__(self, store: Neo4jStore, advance: Callable[[int], None], batch: int) -> None:
        self._store, self._advance, self._batch = store, advance, batch
        self.written = self.unchanged = self.removed = 0

    def put_nodes(self, rows: Iterable[tuple[str, dict[str, Any]]]) -> None:
        there = self._there("MATCH (n:PaperKG) RETURN n.id AS id, n.paperkg AS digest")
        self._gone_nodes = self._put(
            rows, there, "UNWIND $rows AS row MERGE (n:PaperKG {id: row.id}) SET n = row.own, n:%s"
        )

    def put_edges(self, rows: Iterable[tuple[str, dict[str, Any]]]) -> None:
        there = self._there(
            "MATCH (:PaperKG)-[r]->(:PaperKG) WHERE r.paperkg IS NOT NULL RETURN r.id AS id, r.paperkg AS digest"
        )
        gone = self._put(
            rows,
            there,
            "UNWIND $rows AS row MATCH (a:PaperKG {id: row.start}) MATCH (b:PaperKG {id: row.end}) "
            "MERGE (a)-[r:%s {id: row.id}]->(b) SET r = row.own",
        )
        self._remove("MATCH (:PaperKG)-[r]->(:PaperKG) WHERE r.paperkg IS NOT NULL AND r.id IN $ids DELETE r", gone)
        self._remove("UNWIND $ids AS id MATCH (n:PaperKG {id: id}) DETACH DELETE n", self._gone_nodes)

    def _put(self, rows: Iterable[tuple[str, dict[str, Any]]], there: dict[str, int], text: str) -> list[str]:
        """Write the rows that are not there yet, by the label or type that each comes with; return the ids not met."""
        waiting: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for name, row in rows:
            if there.pop(row["id"], None) == row["own"][DIGEST]:
                self.unchanged += 1
                self._advance(1)
                continue
            waiting[name].append(row)
            if len(waiting[name]) == self._batch:
                self._write_rows(text % name, waiting.pop(name))
        for name, batch in sorted(waiting.items()):
            self._write_rows(text % name, batch)
        return sorted(there)

    def _write_rows(self, text: str, batch: list[dict[str, Any]]) -> None:
        self.write(text, rows=batch)
        self.written += len(batch)
        self._advance(len(batch))

    def _remove(self, text: str, ids: list[str]) -> None:
        for n in range(0, len(ids), self._batch):
            self.write(text, ids=ids[n : n + self._batch])
        self.removed += len(ids)

    def write(self, text: str, **parameters: Any) -> None:
        """Run one statement in a managed transaction."""

        def run(transaction: "neo4j.ManagedTransaction") -> None:
            transaction.run(text, parameters).consume()

        with self._store.errors(), self._store.session(write=True) as session:
            session.execute_write(run)

    def _there(self, text: str) -> dict[str, int]:
        """Return the digests of what the database has, by id."""

        def read(transaction: "neo4j.ManagedTransaction") -> dict[str, int]:
            return {row["id"]: row["digest"] for row in transaction.run(text)}

        with self._store.errors(), self._store.session(write=False) as session:
            return session.execute_read(read)


def _node_rows(record: Record) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each node's label, and the row that writes it."""
    keys = groupby(record.forms(), key=lambda form: form[0])
    of, own = next(keys, (None, iter(())))
    for node in nodes(record):
        while of is not None and of < node.id:
            of, own = next(keys, (None, iter(())))
        found = [key for _, key in own] if of == node.id else []
        yield node.kind.value, {"id": node.id, "own": _digested({**node.properties, KEYS: found})}


def _edge_rows(record: Record) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each edge's type, and the row that writes it."""
    for edge in edges(record):
        own = _digested(edge.properties)
        yield PREDICATES[edge.type].name, {"id": edge.id, "start": edge.start, "end": edge.end, "own": own}


def _digested(properties: dict[str, Any]) -> dict[str, Any]:
    """Return the properties that are known, with a digest of them: 64 bits, which a database keeps as a number."""
    known = {name: value for name, value in properties.items() if value is not None}
    written = json.dumps(known, ensure_ascii=False, sort_keys=True).encode()
    return {**known, DIGEST: int.from_bytes(blake2b(written, digest_size=8).digest(), signed=True)}
