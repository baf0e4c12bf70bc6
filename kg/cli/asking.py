"""The commands that ask: ask, query, cypher, sparql."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.app import DEFAULT_GRAPH, ConfidenceOption, Engine, EngineOption, GraphOption, JsonOption, app, open_graph
from kg.cli.printing import print_asked, print_json, print_rows
from kg.errors import RequestError

if TYPE_CHECKING:
    from kg.query import QueryText

FileOption = Annotated[Path | None, typer.Option("-f", "--file", help="Read the query from a file.")]
ParamOption = Annotated[list[str] | None, typer.Option("--param", help="NAME=VALUE, bound, never pasted in.")]


@app.command()
def ask(
    question: Annotated[list[str], typer.Argument(help="In plain words.", metavar="QUESTION")],
    graph: GraphOption = DEFAULT_GRAPH,
    engine: EngineOption = Engine.CYPHER,
    min_confidence: ConfidenceOption = 0.0,
    as_json: JsonOption = False,
) -> None:
    """Ask in plain words, such as: papers using OGB."""
    with open_graph(graph) as opened:
        asked = opened.ask(" ".join(question), engine=engine, min_confidence=min_confidence)
    if as_json:
        return print_json([answer.as_json() for answer in asked.answers])
    return print_asked(asked)


@app.command()
def query(
    name: Annotated[str, typer.Argument(help="The query's name.")],
    parameters: Annotated[list[str] | None, typer.Argument(help="NAME=VALUE", metavar="[NAME=VALUE]...")] = None,
    graph: GraphOption = DEFAULT_GRAPH,
    engine: EngineOption = Engine.CYPHER,
    min_confidence: ConfidenceOption = 0.0,
    as_json: JsonOption = False,
) -> None:
    """Run a named query, such as: papers_using thing=OGB."""
    with open_graph(graph) as opened:
        rows = opened.query(name, _pairs(parameters), engine=engine, min_confidence=min_confidence)
    print_rows(rows, as_json)


@app.command()
def cypher(
    text: Annotated[str | None, typer.Argument(help="The query.", metavar="QUERY")] = None,
    file: FileOption = None,
    param: ParamOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    as_json: JsonOption = False,
) -> None:
    """Run a Cypher query."""
    with open_graph(graph) as opened:
        print_rows(opened.cypher(_query_text("cypher", text, file), _pairs(param)), as_json)


@app.command()
def sparql(
    text: Annotated[str | None, typer.Argument(help="The query.", metavar="QUERY")] = None,
    file: FileOption = None,
    param: ParamOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    as_json: JsonOption = False,
) -> None:
    """Run a SPARQL query; the vocabulary's prefixes are declared."""
    with open_graph(graph) as opened:
        print_rows(opened.sparql(_query_text("sparql", text, file), _pairs(param)), as_json)


def _pairs(given: Sequence[str] | None) -> "dict[str, Any]":
    from kg.query import arguments

    return arguments(given or ())


def _query_text(language: str, text: str | None, file: Path | None) -> "QueryText":
    """Return the query from the argument, from a file, or from stdin where either is '-'."""
    from kg.query import parse_query, read_query

    if (text is None) == (file is None):
        raise RequestError("give a query, or -f FILE")
    if file is not None and file != Path("-"):
        return read_query(file)
    return parse_query(sys.stdin.read() if text in (None, "-") else str(text), language)
