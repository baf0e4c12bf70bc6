"""A knowledge graph of machine-learning papers, read from their abstracts, every edge with its sentence.

    import kg

    report = kg.build(["papers.jsonl"], into="papers.kg")
    with kg.open("papers.kg") as graph:
        for answer in graph.ask("papers using OGB"):
            print(answer.name, answer.evidence[0]["quote"])

``docs/tutorial.md`` walks through it. What is public is in ``__all__``; each name is imported when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.ask import Answer
    from kg.errors import KgError
    from kg.graph import Asked, Graph
    from kg.pipeline import Report
    from kg.python import build, open
    from kg.query import NamedQuery
    from kg.rows import Rows

__all__ = ["Answer", "Asked", "Graph", "KgError", "NamedQuery", "Report", "Rows", "build", "open"]

_HOME = {
    "Answer": "kg.ask",
    "Asked": "kg.graph",
    "Graph": "kg.graph",
    "KgError": "kg.errors",
    "NamedQuery": "kg.query",
    "Report": "kg.pipeline",
    "Rows": "kg.rows",
    "build": "kg.python",
    "open": "kg.python",
}


def __getattr__(name: str) -> Any:
    """Import a public name from its module (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOME[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
