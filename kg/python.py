"""The functions of ``import kg``."""

from collections.abc import Sequence
from pathlib import Path

from kg import pipeline
from kg.graph import Graph
from kg.pipeline import Report

__all__ = ["build", "open"]


def build(sources: str | Path | Sequence[str | Path], *, into: str | Path = "papers.kg") -> Report:
    """Add the papers of files or directories to the graph in a folder, which is made if absent.

    A bad record is set aside and the rest goes on: the report says how many, the file ``set-aside.jsonl`` in the
    folder which and why. Raises SourceError for a source that cannot be read, GraphError for a folder that cannot.
    """
    several = [sources] if isinstance(sources, str | Path) else sources
    return pipeline.build([str(source) for source in several], Path(into))


def open(
    where: str | Path,
    *,
    queries: str | Path | None = None,
    user: str | None = None,
    database: str | None = None,
    password: str | None = None,
) -> Graph:
    """Open a graph for reading: a folder, or a Neo4j database by its address, ``neo4j://host:7687``.

    ``queries`` is a folder of named queries of one's own, in place of those that are shipped. ``user``, ``database``
    and ``password`` are of a database; a password that is not given is that of ``KG_NEO4J_PASSWORD``. Raises
    GraphError if there is none, or it cannot be opened.
    """
    return Graph(where, queries=queries, user=user, database=database, password=password)
