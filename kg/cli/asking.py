"""The commands that ask: ask, query, queries, cypher, sparql."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.app import (
    DEFAULT_GRAPH,
    ConfidenceOption,
    EngineOption,
    JsonOption,
    PlaceOption,
    app,
    open_graph,
)
from kg.cli.printing import ROWS_FORMATS, print_asked, print_json, print_queries, print_rows, print_written
from kg.errors import RequestError

if TYPE_CHECKING:
    from kg.query import QueryText

QueryArgument = Annotated[str | None, typer.Argument(help="The query.", metavar="QUERY")]
FileOption = Annotated[Path | None, typer.Option("-f", "--file", help="Read the query from a file.")]
ParamOption = Annotated[list[str] | None, typer.Option("--param", help="NAME=VALUE, bound, never pasted in.")]
QueriesOption = Annotated[
    Path | None, typer.Option("--queries", metavar="DIR", help="A folder of named queries, in place of our own.")
]
TimeoutOption = Annotated[float, typer.Option("--timeout", metavar="SECONDS", min=0.01, help="Stop after so long.")]
LimitOption = Annotated[int | None, typer.Option("--limit", metavar="ROWS", min=1, help="Give at most so many rows.")]
TIMEOUT = 30.0


@app.command()
def ask(
    question: Annotated[list[str], typer.Argument(help="In plain words.", metavar="QUESTION")],
    graph: PlaceOption = str(DEFAULT_GRAPH),
    engine: EngineOption = None,
    min_confidence: ConfidenceOption = 0.0,
    as_json: JsonOption = False,
    as_cypher: Annotated[bool, typer.Option("--cypher", help="Print the Cypher that it became instead.")] = False,
    as_sparql: Annotated[bool, typer.Option("--sparql", help="Print the SPARQL that it became instead.")] = False,
    timeout: TimeoutOption = TIMEOUT,
) -> None:
    """Ask in plain words, such as: papers using OGB. What can be asked: docs/asking.md."""
    from kg.query import written

    with open_graph(graph) as opened, opened.ending_process(engine, timeout):
        if not (as_cypher or as_sparql):
            asked = opened.ask(" ".join(question), engine=engine, min_confidence=min_confidence, timeout=timeout)
            return print_json([answer.as_json() for answer in asked]) if as_json else print_asked(asked)
        meaning = opened.understand(" ".join(question))
        for language in ["cypher"] * as_cypher + ["sparql"] * as_sparql:
            for values in meaning.parameters:
                print(written(meaning.query.text_in(language), values), end="")
    return None


@app.command()
def query(
    name: Annotated[str, typer.Argument(help="The query's name.")],
    parameters: Annotated[list[str] | None, typer.Argument(help="NAME=VALUE", metavar="[NAME=VALUE]...")] = None,
    graph: PlaceOption = str(DEFAULT_GRAPH),
    engine: EngineOption = None,
    min_confidence: ConfidenceOption = 0.0,
    as_json: JsonOption = False,
    queries: QueriesOption = None,
    timeout: TimeoutOption = TIMEOUT,
    limit: LimitOption = None,
    format_: Annotated[str, typer.Option("--format", help=", ".join(ROWS_FORMATS))] = "table",
) -> None:
    """Run a named query, such as: papers_using thing=OGB. There are: kg queries."""
    with open_graph(graph, queries) as opened, opened.ending_process(engine, timeout, min_confidence, named=name):
        rows = opened.query(
            *(name, _pairs(parameters)), engine=engine, min_confidence=min_confidence, timeout=timeout, limit=limit
        )
    print_rows(rows, "json" if as_json else format_)


@app.command(name="queries")
def list_queries(queries: QueriesOption = None, as_json: JsonOption = False) -> None:
    """List the named queries, with their parameters and an example that runs."""
    from kg.query import named_queries

    print_queries(list(named_queries(queries).values()), queries, as_json)


@app.command()
def cypher(
    text: QueryArgument = None,
    file: FileOption = None,
    param: ParamOption = None,
    graph: PlaceOption = str(DEFAULT_GRAPH),
    min_confidence: ConfidenceOption = 0.0,
    timeout: TimeoutOption = TIMEOUT,
    limit: LimitOption = None,
    format_: Annotated[str, typer.Option("--format", help=", ".join(ROWS_FORMATS))] = "table",
    as_json: JsonOption = False,
) -> None:
    """Run a Cypher query, from the argument, a file or stdin (-).

    With --min-confidence the graph without the other facts is made in memory first; a query that says
    WHERE r.confidence >= 0.8 need not wait for that.
    """
    query_text = _query_text("cypher", text, file)
    with open_graph(graph) as opened, opened.ending_process("cypher", timeout, min_confidence):
        rows = opened.cypher(query_text, _pairs(param), min_confidence=min_confidence, timeout=timeout, limit=limit)
    print_rows(rows, "json" if as_json else format_)


@app.command()
def sparql(
    text: QueryArgument = None,
    file: FileOption = None,
    param: ParamOption = None,
    graph: PlaceOption = str(DEFAULT_GRAPH),
    min_confidence: ConfidenceOption = 0.0,
    timeout: TimeoutOption = TIMEOUT,
    limit: LimitOption = None,
    format_: Annotated[
        str, typer.Option("--format", help="table, json, jsonl, csv, tsv, srj, srx; of a graph turtle, nt, xml, jsonld")
    ] = "table",
    as_json: JsonOption = False,
) -> None:
    """Run a SPARQL query, from the argument, a file or stdin (-); the vocabulary's prefixes are declared.

    CSV and TSV are those of SPARQL 1.1, as srj (JSON) and srx (XML) are. CONSTRUCT and DESCRIBE give Turtle.
    With --min-confidence the graph without the other facts is made in memory first.
    """
    from kg.query import is_graph_query

    query_text, arguments = _query_text("sparql", text, file), _pairs(param)
    limits: Mapping[str, Any] = {"min_confidence": min_confidence, "timeout": timeout, "limit": limit}
    format_ = "json" if as_json else format_
    if format_ == "table" and is_graph_query(query_text):
        format_ = "turtle"
    with open_graph(graph) as opened, opened.ending_process("sparql", timeout, min_confidence):
        if format_ in ("table", "json", "jsonl"):
            rows = opened.sparql(query_text, arguments, **limits)
        else:
            rows = None
            answer = opened.sparql_as(format_, query_text, arguments, **limits)
    if rows is not None:
        return print_rows(rows, format_)
    return print_written(answer)


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
