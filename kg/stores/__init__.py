"""The engines, each behind one module; outside of it nobody knows which library answers.

A store answers one language. Which it is decides what a query needs before it is asked, never which engine it is.
"""

from collections.abc import Callable, Mapping
from typing import Literal, Protocol

from kg.model import Rows, Value
from kg.stores.sparql_results import Written


class AnswersCypher(Protocol):
    """A store that takes Cypher: the embedded one, the same in a child process, a Neo4j database."""

    language: Literal["cypher"]

    def query(
        self,
        text: str,
        parameters: Mapping[str, Value] | None = None,
        *,
        timeout: float = 30.0,
        limit: int | None = None,
    ) -> Rows:
        """Run a query with its parameters bound; QueryError with the engine's reason, or after ``timeout`` seconds."""

    def close(self) -> None:
        """Let go of what it holds."""


class AnswersSparql(Protocol):
    """A store that takes SPARQL: the embedded one, or the same in a child process."""

    language: Literal["sparql"]

    def query(
        self, text: str, *, timeout: float = 30.0, limit: int | None = None, name: Callable[[str], str] = str
    ) -> Rows:
        """Run a query, IRIs through ``name``; QueryError with the engine's reason, or after ``timeout`` seconds."""

    def write(self, text: str, format_: str, *, timeout: float = 30.0, limit: int | None = None) -> Written:
        """Run a query and return its answer in a standard format; UnknownName for one that its form does not have."""

    def close(self) -> None:
        """Let go of what it holds."""
