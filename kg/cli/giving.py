"""The commands that hand a graph on: html, export."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import DEFAULT_GRAPH, ConfidenceOption, GraphOption, OutOption, app, open_graph
from kg.cli.printing import say


@app.command()
def html(
    output: OutOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    min_confidence: ConfidenceOption = 0.0,
    limit: int = 300,
) -> None:
    """Write the graph as one interactive page that opens offline."""
    path = output or Path("graph.html")
    with open_graph(graph) as opened:
        say(f"{path}: {opened.write_html(path, limit=limit, min_confidence=min_confidence)}")


@app.command()
def export(
    format_: Annotated[str, typer.Argument(help="turtle, nt, nquads, jsonld, xml, graphml", metavar="FORMAT")],
    output: OutOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    min_confidence: ConfidenceOption = 0.0,
) -> None:
    """Write the graph in another format, to a file or to stdout."""
    with open_graph(graph) as opened:
        opened.export(format_, output, min_confidence=min_confidence)
