"""The application, and the options that its commands share."""

import os
import sys
from enum import StrEnum
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kg.graph import Graph

app = typer.Typer(
    name="kg",
    help="A knowledge graph of machine-learning papers, every edge with the sentence it came from.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Engine(StrEnum):
    """Which store answers."""

    CYPHER = "cypher"
    SPARQL = "sparql"


GraphOption = Annotated[Path, typer.Option("-g", "--graph", envvar="KG_GRAPH", help="The graph's folder.")]
PlaceOption = Annotated[
    str, typer.Option("-g", "--graph", envvar="KG_GRAPH", help="The graph's folder, or neo4j://HOST:7687.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON array and nothing else.")]
EngineOption = Annotated[
    Engine | None, typer.Option("--engine", help="The store that answers; if not said, the one that starts quickest.")
]
ConfidenceOption = Annotated[
    float, typer.Option("--min-confidence", min=0, max=1, help="Leave out what is less probable.")
]
OutOption = Annotated[Path | None, typer.Option("-o", "--output", help="Where to write.")]
VerboseOption = Annotated[bool, typer.Option("-v", "--verbose", help="Also say what was passed over.")]
DEFAULT_GRAPH = Path("papers.kg")


def open_graph(place: Path | str, queries: Path | None = None) -> "Graph":
    """Open a folder or a database for reading, with named queries of one's own; GraphError if there is none."""
    from kg.graph import Graph

    return Graph(place, queries=queries, password=password() if "://" in str(place) else None, in_process=True)


def password() -> str | None:
    """Return the database's password: of the environment, else typed in at a terminal; None where there is neither."""
    from kg.stores.neo4j import PASSWORD

    if PASSWORD in os.environ or not sys.stdin.isatty():
        return os.environ.get(PASSWORD)
    return getpass("Neo4j password: ")
