"""Rows to answers: a row is a fact, an answer is a paper or an entity with the facts that make it one."""

from dataclasses import dataclass
from typing import Any

from kg.model import Rows, Value

EVIDENCE_COLUMNS = ("paper", "subject", "predicate", "object", "quote", "quote_start", "quote_end", "confidence", "by")
"""The columns by which a row of a query is a fact. A query without them gives answers without evidence."""

DETAIL_COLUMNS = ("metric", "dataset", "value", "unit", "change", "stated")
"""The columns that say more of that fact, where a query has them: its qualifiers, and when it was stated."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One distinct answer: a paper or an entity, the query's own columns, and the facts that make it one."""

    id: str
    kind: str
    name: str
    columns: dict[str, Value]
    evidence: tuple[dict[str, Value], ...]

    def as_json(self) -> dict[str, Any]:
        """Return the answer as a JSON object."""
        return {
            "id": self.id,
            "kind": self.kind,
            "name": self.name,
            **self.columns,
            "evidence": list(self.evidence),
        }


def answers(*results: Rows) -> list[Answer]:
    """Group the rows of one or more runs of a query by answer, in order of first appearance.

    A row is one fact; the facts of an answer are its evidence, each once.
    """
    grouped: dict[str, list[dict[str, Value]]] = {}
    for row in (row for rows in results for row in rows.as_dicts()):
        grouped.setdefault(str(row["id"]), []).append(row)
    return [_answer(identifier, group) for identifier, group in grouped.items()]


_OF_FACTS = frozenset({"id", "kind", "name", *EVIDENCE_COLUMNS, *DETAIL_COLUMNS})


def _answer(identifier: str, rows: list[dict[str, Value]]) -> Answer:
    first = rows[0]
    own = {name: value for name, value in first.items() if name not in _OF_FACTS}
    facts = {tuple(map(repr, fact.values())): fact for row in rows if (fact := _evidence(row))}
    return Answer(identifier, str(first["kind"]), str(first["name"]), own, tuple(facts.values()))


def _evidence(row: dict[str, Value]) -> dict[str, Value] | None:
    if row.get("predicate") is None or not all(name in row for name in EVIDENCE_COLUMNS):
        return None
    details = {name: row[name] for name in DETAIL_COLUMNS if row.get(name) is not None}
    return {name.removeprefix("quote_"): row[name] for name in EVIDENCE_COLUMNS} | details
