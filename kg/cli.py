"""The command line: a thin skin over ``kg.graph`` and ``kg.pipeline``.

Data goes to stdout, everything else to stderr. Heavy modules are imported inside the commands that need them.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Never

import typer

from kg.errors import BadRecord, KgError, RequestError

if TYPE_CHECKING:
    from kg.graph import Asked, Graph
    from kg.model import Paper, Rows
    from kg.pipeline import Report
    from kg.query import QueryText

app = typer.Typer(
    name="kg",
    help="A knowledge graph of machine-learning papers, every edge with the sentence it came from.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

SET_ASIDE_EXIT = 3


class Engine(StrEnum):
    """Which store answers."""

    CYPHER = "cypher"
    SPARQL = "sparql"


GraphOption = Annotated[Path, typer.Option("-g", "--graph", envvar="KG_GRAPH", help="The graph's folder.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON array and nothing else.")]
EngineOption = Annotated[Engine, typer.Option("--engine", help="The store that answers.")]
FileOption = Annotated[Path | None, typer.Option("-f", "--file", help="Read the query from a file.")]
ParamOption = Annotated[list[str] | None, typer.Option("--param", help="NAME=VALUE, bound, never pasted in.")]
OutOption = Annotated[Path | None, typer.Option("-o", "--output", help="Where to write.")]
VerboseOption = Annotated[bool, typer.Option("-v", "--verbose", help="Also say what was passed over.")]
SourcesArgument = Annotated[list[str], typer.Argument(help="Files, directories, or - for stdin.", metavar="SOURCE...")]
DEFAULT_GRAPH = Path("papers.kg")


def main() -> Never:
    """Run a command; a KgError is one line on stderr and its exit code, never a traceback."""
    try:
        app()
    except KgError as error:
        _say(f"kg: {error}")
        sys.exit(error.exit_code)
    sys.exit(0)


@app.command()
def build(sources: SourcesArgument, graph: GraphOption = DEFAULT_GRAPH, verbose: VerboseOption = False) -> None:
    """Read papers and add them to the graph."""
    report = _build(sources, graph, verbose)
    _say(f'\nNext: kg ask "papers using X"  or  kg html -o graph.html{_flag(graph)}')
    if report.set_aside:
        raise typer.Exit(SET_ASIDE_EXIT)


@app.command()
def ask(
    question: Annotated[list[str], typer.Argument(help="In plain words.", metavar="QUESTION")],
    graph: GraphOption = DEFAULT_GRAPH,
    engine: EngineOption = Engine.CYPHER,
    as_json: JsonOption = False,
) -> None:
    """Ask in plain words, such as: papers using OGB."""
    with _open(graph) as opened:
        asked = opened.ask(" ".join(question), engine=engine)
    if as_json:
        return _print_json([answer.as_json() for answer in asked.answers])
    return _print_asked(asked)


@app.command()
def query(
    name: Annotated[str, typer.Argument(help="The query's name.")],
    parameters: Annotated[list[str] | None, typer.Argument(help="NAME=VALUE", metavar="[NAME=VALUE]...")] = None,
    graph: GraphOption = DEFAULT_GRAPH,
    engine: EngineOption = Engine.CYPHER,
    as_json: JsonOption = False,
) -> None:
    """Run a named query, such as: papers_using thing=OGB."""
    with _open(graph) as opened:
        _print_rows(opened.query(name, _pairs(parameters), engine=engine), as_json)


@app.command()
def cypher(
    text: Annotated[str | None, typer.Argument(help="The query.", metavar="QUERY")] = None,
    file: FileOption = None,
    param: ParamOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    as_json: JsonOption = False,
) -> None:
    """Run a Cypher query."""
    with _open(graph) as opened:
        _print_rows(opened.cypher(_query_text("cypher", text, file), _pairs(param)), as_json)


@app.command()
def sparql(
    text: Annotated[str | None, typer.Argument(help="The query.", metavar="QUERY")] = None,
    file: FileOption = None,
    param: ParamOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    as_json: JsonOption = False,
) -> None:
    """Run a SPARQL query; the vocabulary's prefixes are declared."""
    with _open(graph) as opened:
        _print_rows(opened.sparql(_query_text("sparql", text, file), _pairs(param)), as_json)


@app.command()
def extract(sources: SourcesArgument, verbose: VerboseOption = False) -> None:
    """Print what is read in each paper, one JSON object a line."""
    from kg.pipeline import read_each
    from kg.sources import read_sources

    set_aside: list[BadRecord] = []

    def papers() -> "Iterator[Paper]":
        for item in read_sources(sources, notes=_note(verbose)):
            if isinstance(item, BadRecord):
                set_aside.append(item)
                _say(f"set aside: {item}")
            else:
                yield item

    for paper, extraction in read_each(papers()):
        print(json.dumps(extraction.as_json(paper), ensure_ascii=False))
    if set_aside:
        raise typer.Exit(SET_ASIDE_EXIT)


@app.command()
def html(output: OutOption = None, graph: GraphOption = DEFAULT_GRAPH, limit: int = 300) -> None:
    """Write the graph as one interactive page that opens offline."""
    path = output or Path("graph.html")
    with _open(graph) as opened:
        _say(f"{path}: {opened.write_html(path, limit=limit)}")


@app.command()
def export(
    format_: Annotated[str, typer.Argument(help="turtle, nt, nquads, jsonld, xml, graphml", metavar="FORMAT")],
    output: OutOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """Write the graph in another format, to a file or to stdout."""
    with _open(graph) as opened:
        opened.export(format_, output)


@app.command()
def demo(into: Annotated[Path, typer.Option("--into", help="Where to put it.")] = Path("paperkg-demo")) -> None:
    """Build the graph of the example papers, ask it a question, write the page and the Turtle."""
    from importlib.resources import as_file, files

    folder = into / "papers.kg"
    into.mkdir(parents=True, exist_ok=True)
    with as_file(files("kg") / "data" / "example.jsonl") as examples:
        _build([str(examples)], folder, verbose=False)
    with _open(folder) as opened:
        print('\n$ kg ask "papers using OGB"')
        _print_asked(opened.ask("papers using OGB"))
        opened.write_html(into / "graph.html")
        opened.export("turtle", into / "graph.ttl")
    print(f"graph   {folder}\npage    {into / 'graph.html'}\nTurtle  {into / 'graph.ttl'}")
    print(f'\nNext: kg ask "code for Meadow" -g {folder}')


def _build(sources: Sequence[str], graph: Path, verbose: bool) -> "Report":
    from kg import pipeline

    with _progress() as advance:
        report = pipeline.build(sources, graph, note=_note(verbose), advance=advance)
    for record in report.set_aside:
        _say(f"set aside: {record}")
    _print_report(report, graph)
    return report


def _print_report(report: "Report", graph: Path) -> None:
    from kg.pipeline import SET_ASIDE

    rate = report.read / report.seconds if report.seconds else 0
    rows = [
        ("papers read", f"{report.read:,}"),
        *([("already known", f"{report.known:,}")] if report.known else []),
        *([("set aside", f"{len(report.set_aside):,}  {graph / SET_ASIDE}")] if report.set_aside else []),
        *((f"in the graph: {kind}", f"{count:,}") for kind, count in report.counts.items()),
        ("seconds", f"{report.seconds:.1f}"),
        ("papers/s", f"{rate:,.0f}"),
    ]
    for name, value in rows:
        _say(f"{name:<26}{value}")


def _print_asked(asked: "Asked") -> None:
    """Print the named query that a question became, and each answer with its sentences."""
    for parameters in asked.parameters:
        print(f"= kg query {asked.query} " + " ".join(f"{name}={value}" for name, value in parameters.items()))
    if not asked.answers:
        print("\nno answer")
    for answer in asked.answers:
        print(f"\n{answer.name}  [{answer.id}]")
        for fact in answer.evidence:
            said = f"“{fact['quote']}”" if fact["quote"] is not None else f"no paper's sentence: {fact['by']}"
            print(f"  {fact['subject']} {fact['predicate']} {fact['object']}\n    {said}")


def _print_rows(rows: "Rows", as_json: bool) -> None:
    for warning in rows.warnings:
        _say(f"kg: warning: {warning}")
    if as_json:
        return _print_json(rows.as_dicts())
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for column in rows.columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows.rows:
        table.add_row(*(Text(_cell(value)) for value in row))
    console = Console(width=None if sys.stdout.isatty() else 200, markup=False, highlight=False)
    return console.print(table)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _print_json(rows: Any) -> None:
    print(json.dumps(rows, ensure_ascii=False, indent=None if not sys.stdout.isatty() else 2))


@contextmanager
def _progress() -> "Iterator[Any]":
    """Count papers on stderr while they are read; silent where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield lambda stage: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed:,}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        tasks: dict[str, Any] = {}

        def advance(stage: str) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(stage, total=None)
            progress.advance(tasks[stage])

        yield advance


def _open(graph: Path) -> "Graph":
    from kg.graph import Graph

    return Graph(graph)


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


def _note(verbose: bool) -> Any:
    return _say if verbose else lambda text: None


def _flag(graph: Path) -> str:
    return "" if graph == DEFAULT_GRAPH else f"   (with -g {graph})"


def _say(text: str) -> None:
    print(text, file=sys.stderr)
