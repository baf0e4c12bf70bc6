"""The commands on what is one thing: same, why, review, merge, split, remove."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import DEFAULT_GRAPH, GraphOption, JsonOption, app, open_graph
from kg.cli.printing import print_json, print_rows, say
from kg.errors import RequestError, SourceError
from kg.vocabulary import Kind

if TYPE_CHECKING:
    from kg.model import Decision
    from kg.record import Record

GivenGraph = Annotated[Path | None, typer.Option("-g", "--graph", help="Use this graph's evidence too.")]
PairsOption = Annotated[Path | None, typer.Option("--pairs", help="Lines of kind, A, B, tabs between; - for stdin.")]
PaperOption = Annotated[str | None, typer.Option("--paper", help="Only in this paper.")]
_SHOWN = 5  # papers a form


@app.command()
def same(
    kind: Annotated[str | None, typer.Argument(help="method, dataset, task, metric.")] = None,
    one: Annotated[str | None, typer.Argument(help="A name.", metavar="A")] = None,
    other: Annotated[str | None, typer.Argument(help="Another.", metavar="B")] = None,
    pairs: PairsOption = None,
    graph: GivenGraph = None,
) -> None:
    """Say whether two names would be one node, and why."""
    if pairs is not None and kind is None:
        rows = _read_pairs(pairs)
    elif pairs is None and kind and one and other:
        rows = iter([(kind, one, other)])
    else:
        raise RequestError("give KIND A B, or --pairs FILE")
    if graph is None:
        return _print_same(rows, None)
    with open_graph(graph) as opened:
        return _print_same(rows, opened.record)


def _print_same(rows: Iterator[tuple[str, str, str]], record: "Record | None") -> None:
    from kg import deciding

    for kind, one, other in rows:
        verdict = deciding.same(Kind.parse(kind.strip()), one, other, record)
        print(kind, one, other, "same" if verdict.same else "different", verdict.reason, sep="\t")


def _read_pairs(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the first three fields of each line that is not empty."""
    try:
        text = sys.stdin.read() if path == Path("-") else path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(str(path), f"cannot be read: {error}") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            fields = line.rstrip("\r").split("\t")
            if len(fields) < 3:
                raise RequestError(f"{path}:{number}: not kind, A, B with tabs between")
            yield fields[0], fields[1], fields[2]


@app.command()
def why(
    name: Annotated[str, typer.Argument(help="A name or an id.")],
    graph: GraphOption = DEFAULT_GRAPH,
    as_json: JsonOption = False,
) -> None:
    """Show an entity's forms, the papers they stand in, and why each belongs to it."""
    from kg import deciding, query

    with open_graph(graph) as opened:
        shown = []
        for entity in query.entities_named(opened.record, name, deciding.KINDS):
            papers = deciding.papers_of(opened.record, entity)
            forms = [
                {"form": a.form, "papers": papers[a.form], "reason": a.reason, "certainty": a.certainty}
                for a in entity.aliases
            ]
            shown.append({"id": entity.id, "kind": entity.kind, "name": entity.name, "forms": forms})
            if not as_json:
                print(f"\n{entity.name}  [{entity.id}]")
                for alias in entity.aliases:
                    print(f"  {alias.form}\n    {alias.reason}{_listed(papers[alias.form])}")
    if as_json:
        print_json(shown)


def _listed(papers: list[str]) -> str:
    if not papers:
        return ""
    more = f" and {len(papers) - _SHOWN:,} more" if len(papers) > _SHOWN else ""
    return f"\n    in {', '.join(papers[:_SHOWN])}{more}"


@app.command()
def review(graph: GraphOption = DEFAULT_GRAPH, limit: int = 50, as_json: JsonOption = False) -> None:
    """List what was joined or left apart, the least certain first."""
    from kg import deciding
    from kg.rows import Rows

    with open_graph(graph) as opened:
        doubts = deciding.doubts(opened.record)[:limit]
    rows = tuple((doubt.certainty, doubt.form, ", ".join(doubt.ids), doubt.reason) for doubt in doubts)
    print_rows(Rows(("certainty", "form", "entity", "reason"), rows), "json" if as_json else "table")


@app.command()
def merge(
    one: Annotated[str, typer.Argument(help="A name or an id.", metavar="A")],
    other: Annotated[str, typer.Argument(help="Another.", metavar="B")],
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """Decide that two things are one."""
    from kg import deciding

    _decide(graph, lambda record: deciding.merged(record, one, other))


@app.command()
def split(
    thing: Annotated[str, typer.Argument(help="A name or an id.", metavar="A")],
    form: Annotated[str, typer.Argument(help="One of its forms.")],
    paper: PaperOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """Decide that a form does not mean a thing, everywhere or in one paper."""
    from kg import deciding

    _decide(graph, lambda record: deciding.split(record, thing, form, paper))


@app.command()
def remove(
    paper: Annotated[str, typer.Argument(help="The paper's id, or its title.", metavar="ID")],
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """Remove a paper, as if it had never been there."""
    from kg import pipeline, query

    def apply(record: "Record") -> None:
        record.remove(query.the_paper(record, paper).id)

    pipeline.change(graph, apply)
    say(f"removed: {paper}")


def _decide(graph: Path, made: "Callable[[Record], Decision]") -> None:
    from kg import pipeline, query

    decided: list[Decision] = []

    def apply(record: "Record") -> None:
        decided.append(made(record))
        record.decide(decided[0])

    pipeline.change(graph, apply)
    with open_graph(graph) as opened:
        for form, _ in dict.fromkeys((decided[0].one[0], decided[0].other[0])):
            for entity in query.find_entities(opened.record, form, [decided[0].kind]):
                say(f"{form}: {entity.name}  [{entity.id}]")
