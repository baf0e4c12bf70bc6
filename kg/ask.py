"""Plain words to a named query, and its rows to answers with evidence.

The grammar is the table of forms below: a phrase with one slot, the query it becomes and the parameter that the
slot fills. No language model, no guessing: what fits no form is refused with the forms that exist.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg.errors import NotUnderstood
from kg.model import Rows, Value

EVIDENCE_COLUMNS = ("paper", "subject", "predicate", "object", "quote", "quote_start", "quote_end", "confidence", "by")
"""The columns by which a row of a query is a fact. A query without them gives answers without evidence."""


@dataclass(frozen=True)
class Form:
    """One phrasing: ``papers using {thing}`` becomes the query ``papers_using`` with the words as its ``thing``."""

    phrase: str
    query: str

    @cached_property
    def slot(self) -> str:
        """The name of the parameter that the slot fills."""
        return self.phrase[self.phrase.index("{") + 1 : self.phrase.index("}")]

    def match(self, words: str) -> str | None:
        """Return the words in the slot, or None if this form does not fit."""
        before, after = (re.escape(part) for part in self.phrase.split(f"{{{self.slot}}}"))
        found = re.fullmatch(f"{before}(?P<slot>.+){after}", words, re.IGNORECASE)
        return found["slot"].strip() if found else None


FORMS = (
    Form("papers using {thing}", "papers_using"),
    Form("papers introducing {thing}", "papers_introducing"),
    Form("papers on {task}", "papers_on_task"),
    Form("methods for {task}", "methods_for_task"),
    Form("datasets for {task}", "datasets_for_task"),
    Form("code for {thing}", "code_for"),
)


@dataclass(frozen=True, slots=True)
class Understood:
    """What plain words became: a named query, and the words that name its parameter."""

    query: str
    parameter: str
    words: str


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


def understand(question: str) -> Understood:
    """Return the named query that a question asks for; NotUnderstood lists the forms that can be asked."""
    words = " ".join(question.split()).rstrip("?!. ")
    for form in FORMS:
        slot = form.match(words)
        if slot:
            return Understood(form.query, form.slot, slot)
    raise NotUnderstood(question, (form.phrase for form in FORMS))


def answers(*results: Rows) -> list[Answer]:
    """Group the rows of one or more runs of a query by answer, in order of first appearance.

    A row is one fact; the facts of an answer are its evidence, each once.
    """
    grouped: dict[str, list[dict[str, Value]]] = {}
    for row in (row for rows in results for row in rows.as_dicts()):
        grouped.setdefault(str(row["id"]), []).append(row)
    return [_answer(identifier, group) for identifier, group in grouped.items()]


def _answer(identifier: str, rows: list[dict[str, Value]]) -> Answer:
    first = rows[0]
    own = {name: value for name, value in first.items() if name not in ("id", "kind", "name", *EVIDENCE_COLUMNS)}
    facts = {tuple(map(repr, fact.values())): fact for row in rows if (fact := _evidence(row))}
    return Answer(identifier, str(first["kind"]), str(first["name"]), own, tuple(facts.values()))


def _evidence(row: dict[str, Value]) -> dict[str, Value] | None:
    if not all(name in row for name in EVIDENCE_COLUMNS):
        return None
    return {name.removeprefix("quote_"): row[name] for name in EVIDENCE_COLUMNS}
