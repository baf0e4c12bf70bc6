"""The command that measures: eval."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.app import DEFAULT_GRAPH, GraphOption, JsonOption, app, open_graph
from kg.cli.printing import print_json, say
from kg.errors import SourceError

if TYPE_CHECKING:
    from kg.evaluate import Report

GoldArgument = Annotated[Path, typer.Argument(help="A gold file in the guide's form.", metavar="GOLD")]
SourcesArgument = Annotated[list[str] | None, typer.Argument(help="Read these instead.", metavar="[SOURCE]...")]

ErrorsOption = Annotated[
    Path | None, typer.Option("--errors", metavar="FILE", help="Also write each thing that is wrong, as TSV.")
]


@app.command("eval")
def evaluate(
    gold: GoldArgument,
    sources: SourcesArgument = None,
    graph: GraphOption = DEFAULT_GRAPH,
    as_json: JsonOption = False,
    errors: ErrorsOption = None,
) -> None:
    """Score what is read against a gold file: the papers of SOURCE, or what the graph holds."""
    from kg.evaluate import evaluate, title_key

    wanted = _gold(gold)
    titles = {title_key(paper["title"]) for paper in wanted}
    report = evaluate(wanted, _read(sources, titles) if sources else _stored(graph, titles))
    if errors:
        _write_errors(report, errors)
    if as_json:
        return print_json(report.as_dict())
    return _print(report)


def _gold(path: Path) -> list[dict[str, Any]]:
    """Return the papers of a gold file: a JSON list, each with a title and lists of entities."""
    try:
        papers = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SourceError(str(path), error.strerror or "cannot be read") from None
    except ValueError as error:
        raise SourceError(str(path), f"no JSON ({error})") from None
    if not isinstance(papers, list) or not all(isinstance(p, Mapping) and "title" in p for p in papers):
        raise SourceError(str(path), "no gold file, which is a JSON list of papers with titles")
    return papers


def _read(sources: list[str], titles: set[str]) -> Iterator[dict[str, Any]]:
    """Read those papers of the sources that have one of the titles."""
    from kg.evaluate import title_key
    from kg.model import Paper
    from kg.pipeline import read_each
    from kg.sources import read_sources

    papers = (item for item in read_sources(sources) if isinstance(item, Paper) and title_key(item.title) in titles)
    for paper, extraction in read_each(papers):
        yield extraction.as_json(paper)


def _stored(folder: Path, titles: set[str]) -> Iterator[dict[str, Any]]:
    """Yield what the graph holds of the papers that have one of the titles."""
    from kg.evaluate import title_key

    with open_graph(folder) as opened:
        papers = {p.id: p for p in opened.record.papers() if title_key(p.title) in titles}
        for extraction in opened.record.extractions():
            if extraction.paper in papers:
                yield extraction.as_json(papers[extraction.paper])


def _write_errors(report: "Report", path: Path) -> None:
    """Write the errors a line each, under a header: paper, kind, name, what is wrong, score."""
    from exports.output import opened

    rows = (
        "\t".join((*map(_cell, (e.paper, e.kind, e.name, e.wrong)), "" if e.score is None else f"{e.score:.3f}"))
        for e in report.errors
    )
    with opened(path) as stream:
        stream.write("\n".join(("paper\tkind\tname\twrong\tscore", *rows, "")).encode())


def _cell(text: str) -> str:
    return " ".join(text.split())


def _print(report: "Report") -> None:
    from kg.figures import calibration_error

    print(f"{report.papers:,} papers" + (f", {len(report.missing):,} of them not read" if report.missing else ""))
    print("\n".join(_table(report)))
    for name, bins in (("entities", report.entity_reliability), ("relations", report.relation_reliability)):
        if bins:
            print(f"\nconfidence of {name}: expected calibration error {calibration_error(bins):.3f}")
            print("  said   " + " ".join(f"{b.confidence:.2f}" for b in bins))
            print("  right  " + " ".join(f"{b.right:.2f}" for b in bins))
    for title in report.missing:
        say(f"not read: {title}")


def _table(report: "Report") -> Iterable[str]:
    """Yield a line for each thing measured: precision, recall and F1, or the share that is right, with intervals."""
    yield f"\n{'':<26}{'precision':<20}{'recall':<20}{'F1 or share':<20}"
    figures = report.figures
    for name in dict.fromkeys(
        n.removesuffix(".precision").removesuffix(".recall").removesuffix(".f1") for n in figures
    ):
        parts = [figures.get(f"{name}.{part}") for part in ("precision", "recall", "f1")]
        parts = parts if parts[2] else [None, None, figures[name]]
        cells = (f"{f.value:.3f} ({f.low:.2f}-{f.high:.2f})" if f and f.cases else "-" if f else "" for f in parts)
        yield f"{name:<26}" + "".join(f"{cell:<20}" for cell in cells)
