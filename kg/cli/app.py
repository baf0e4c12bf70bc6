"""The application, and the options that its commands share."""

from enum import StrEnum
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
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON array and nothing else.")]
EngineOption = Annotated[Engine, typer.Option("--engine", help="The store that answers.")]
ConfidenceOption = Annotated[
    float, typer.Option("--min-confidence", min=0, max=1, help="Leave out what is less probable.")
]
OutOption = Annotated[Path | None, typer.Option("-o", "--output", help="Where to write.")]
VerboseOption = Annotated[bool, typer.Option("-v", "--verbose", help="Also say what was passed over.")]
DEFAULT_GRAPH = Path("papers.kg")


def open_graph(folder: Path) -> "Graph":
    """Open a graph for reading; GraphError if there is none."""
    from kg.graph import Graph

    return Graph(folder)
