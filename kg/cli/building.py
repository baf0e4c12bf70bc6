"""The commands that read papers: build, extract, demo."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import DEFAULT_GRAPH, ConfidenceOption, GraphOption, VerboseOption, app, open_graph
from kg.cli.printing import note, print_asked, progress, say
from kg.errors import BadRecord

if TYPE_CHECKING:
    from kg.model import Paper
    from kg.pipeline import Report

SourcesArgument = Annotated[list[str], typer.Argument(help="Files, directories, or - for stdin.", metavar="SOURCE...")]

SET_ASIDE_EXIT = 3
_SHOWN = 10  # of the records set aside; all are in the report


@app.command()
def build(sources: SourcesArgument, graph: GraphOption = DEFAULT_GRAPH, verbose: VerboseOption = False) -> None:
    """Read papers and add them to the graph."""
    report = _build(sources, graph, verbose)
    where = "" if graph == DEFAULT_GRAPH else f" -g {graph}"
    say(f'\nNext: kg ask "papers using X"{where}   or   kg html -o graph.html{where}')
    if report.set_aside:
        raise typer.Exit(SET_ASIDE_EXIT)


@app.command()
def extract(sources: SourcesArgument, min_confidence: ConfidenceOption = 0.0, verbose: VerboseOption = False) -> None:
    """Print what is read in each paper, one JSON object a line."""
    from kg.pipeline import read_each
    from kg.sources import read_sources

    set_aside: list[BadRecord] = []

    def papers() -> "Iterator[Paper]":
        for item in read_sources(sources, notes=note(verbose)):
            if isinstance(item, BadRecord):
                set_aside.append(item)
                say(f"set aside: {item}")
            else:
                yield item

    for paper, extraction in read_each(papers()):
        print(json.dumps(extraction.at_least(min_confidence).as_json(paper), ensure_ascii=False))
    if set_aside:
        raise typer.Exit(SET_ASIDE_EXIT)


@app.command()
def demo(into: Annotated[Path, typer.Option("--into", help="Where to put it.")] = Path("paperkg-demo")) -> None:
    """Build the graph of the example papers, ask it a question, write the page and the Turtle."""
    from importlib.resources import as_file, files

    folder = into / "papers.kg"
    into.mkdir(parents=True, exist_ok=True)
    with as_file(files("kg") / "data" / "example.jsonl") as examples:
        _build([str(examples)], folder, verbose=False)
    with open_graph(folder) as opened:
        print('\n$ kg ask "papers using OGB"')
        print_asked(opened.ask("papers using OGB"))
        opened.write_html(into / "graph.html")
        opened.export("turtle", into / "graph.ttl")
    print(f"\ngraph   {folder}\npage    {into / 'graph.html'}\nTurtle  {into / 'graph.ttl'}")
    print(f'\nNext: kg ask "code for Meadow" -g {folder}')


def _build(sources: Sequence[str], graph: Path, verbose: bool) -> "Report":
    from kg import pipeline

    set_aside = 0

    def reject(record: BadRecord) -> None:
        nonlocal set_aside
        set_aside += 1
        if set_aside <= _SHOWN:
            say(f"set aside: {record}")

    with progress() as advance:
        report = pipeline.build(sources, graph, note=note(verbose), reject=reject, advance=advance)
    if report.set_aside > _SHOWN:
        say(f"set aside: {report.set_aside - _SHOWN:,} more")
    _print_report(report, graph)
    return report


def _print_report(report: "Report", graph: Path) -> None:
    from kg.pipeline import SET_ASIDE

    rate = report.read / report.seconds if report.seconds else 0
    rows = [
        ("papers read", f"{report.read:,}"),
        ("already known", f"{report.known:,}"),
        ("set aside", f"{report.set_aside:,}" + (f"   see {graph / SET_ASIDE}" if report.set_aside else "")),
        *((f"in the graph: {kind}", f"{count:,}") for kind, count in report.counts.items()),
        ("seconds", f"{report.seconds:.1f}"),
        ("papers/s", f"{rate:,.0f}"),
    ]
    for name, value in rows:
        say(f"{name:<26}{value}")
