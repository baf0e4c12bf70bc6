"""The page for people: one HTML file that opens offline, drawn by pyvis, its faults mended.

pyvis renders a template of ours (``templates/page.html``) in place of its own, which would load two files from the
network, write paper text as HTML and open in quirks mode. From pyvis come vis-network, the drawing library that it
bundles, and the nodes, edges and options as data. The scripts beside it build the rest from one JSON script, with
text nodes only, under a content security policy that runs no other script.
"""

from base64 import b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from math import sqrt
from pathlib import Path
from types import MappingProxyType
from typing import Any

from exports.output import opened
from exports.picture import best_connected, positions
from kg.property_graph import Edge, Node, edges, nodes
from kg.record import Record
from kg.vocabulary import Kind

__all__ = ["LIMIT", "Shown", "write_html"]

LIMIT = 300
"""How many nodes a page draws unless told otherwise: with many more, labels don't fit and frames take long."""

SHAPES: Mapping[Kind, tuple[str, str]] = MappingProxyType(
    {
        Kind.PAPER: ("dot", "Papers"),
        Kind.METHOD: ("square", "Methods"),
        Kind.DATASET: ("diamond", "Datasets"),
        Kind.TASK: ("triangle", "Tasks"),
        Kind.METRIC: ("star", "Metrics"),
        Kind.REPOSITORY: ("triangleDown", "Repositories"),
    }
)
"""The shape and the plural of each kind, in the legend's order. Its colour is in ``templates/page.css``."""

PHRASES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "PROPOSES": ("proposes", "proposed by"),
        "USES_METHOD": ("uses the method", "used by"),
        "COMPARES_WITH": ("compares with", "a baseline of"),
        "INTRODUCES_DATASET": ("introduces the dataset", "introduced by"),
        "USES_DATASET": ("uses the dataset", "used by"),
        "ADDRESSES": ("addresses the task", "addressed by"),
        "REPORTS": ("reports the metric", "reported by"),
        "HAS_CODE": ("has its code in", "the code of"),
        "EXTENDS": ("extends", "extended by"),
        "OUTPERFORMS": ("outperforms", "outperformed by"),
        "EVALUATED_ON": ("evaluated on", "methods evaluated on it"),
        "APPLIED_TO": ("applied to", "methods applied to it"),
        "PART_OF": ("part of", "its members"),
        "BENCHMARK_FOR": ("a benchmark for", "its benchmarks"),
        "SUBTASK_OF": ("a special case of", "its special cases"),
    }
)
"""How the panel reads each predicate: from its subject, and from its object."""

OPTIONS: Mapping[str, Any] = MappingProxyType(
    {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "interaction": {"hover": True, "selectConnectedEdges": False},
        "nodes": {"borderWidth": 1.5, "borderWidthSelected": 1.5},
        "edges": {"smooth": False, "selectionWidth": 0, "hoverWidth": 0, "arrows": {"to": {"scaleFactor": 0.4}}},
    }
)
"""Constants for vis-network. Nothing that a paper says may enter here."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of its graph: the nodes drawn and the facts told, and how many there are of each."""

    nodes: int
    of: int
    facts: int
    of_facts: int

    def __str__(self) -> str:
        if self.nodes == self.of:
            return f"all {self.of:,} nodes"
        return f"{self.nodes:,} of {self.of:,} nodes: the best connected"


def write_html(record: Record, path: Path | str | None = None, *, limit: int = LIMIT) -> Shown:
    """Write the page to a file, or to standard output for None or ``-``; return what it shows.

    At most ``limit`` nodes are drawn, those that ``best_connected`` picks. The page tells every fact whose two ends
    are drawn or whose paper is. The same record gives the same bytes. KgError where the file cannot be written.
    """
    neighbours, told = _survey(record)
    drawn = set(best_connected(neighbours, limit))
    facts = [fact for fact in edges(record) if {fact.start, fact.end} <= drawn or fact.properties["paper"] in drawn]
    named = drawn.union(*map(_named_in, facts))
    things = [_Thing(node, len(neighbours[node.id]), told[node.id]) for node in nodes(record) if node.id in named]
    places = positions({node: neighbours[node] & drawn for node in drawn})
    counts = record.counts()
    shown = Shown(len(drawn), len(neighbours), len(facts), counts["facts"])
    with opened(path) as stream:
        stream.write(_page(things, places, facts, counts[Kind.PAPER], shown).encode())
    return shown


def _survey(record: Record) -> tuple[dict[str, set[str]], Counter[str]]:
    """Return the neighbours of every node, and how many facts name it as an end or as their paper."""
    neighbours: dict[str, set[str]] = {node.id: set() for node in nodes(record)}
    told: Counter[str] = Counter()
    for fact in edges(record):
        told.update({fact.start, fact.end, fact.properties["paper"] or fact.start})
        if fact.start != fact.end:
            neighbours[fact.start].add(fact.end)
            neighbours[fact.end].add(fact.start)
    return neighbours, told


def _named_in(fact: Edge) -> set[str]:
    """Return the ids of all that a fact speaks of: its ends, its paper, its metric and dataset."""
    return {fact.start, fact.end, *(i for key in ("paper", "metric", "dataset") if (i := fact.properties.get(key)))}


@dataclass(frozen=True, slots=True)
class _Thing:
    """A node, its number of neighbours, and how many facts of the whole graph name it."""

    node: Node
    neighbours: int
    told: int

    def as_json(self) -> dict[str, Any]:
        """Return what the panel and the search need."""
        known = self.node.properties
        return {
            "id": self.node.id,
            "label": known["name"],
            "group": self.node.kind,
            "told": self.told,
            **{key: known[key] for key in ("aliases", "date", "url") if known.get(key)},
        }


def _page(
    things: Sequence[_Thing],
    places: Mapping[str, tuple[int, int]],
    facts: Sequence[Edge],
    papers: int,
    shown: Shown,
) -> str:
    """Return the page's text: our template, rendered by pyvis, with what is not drawn beside its nodes and edges."""
    from pyvis.network import Network

    net = Network(directed=True)
    net.options = dict(OPTIONS)
    others = []
    for thing in things:
        if thing.node.id not in places:
            others.append(thing.as_json())
            continue
        said = thing.as_json()
        x, y = places[thing.node.id]
        size = round((4 if thing.node.kind is Kind.PAPER else 6) + 2 * sqrt(thing.neighbours), 1)
        net.add_node(said.pop("id"), shape=SHAPES[thing.node.kind][0], x=x, y=y, size=size, **said)
    for start, end in sorted({(fact.start, fact.end) for fact in facts}):
        if start in places and end in places:
            net.add_edge(start, end)
    scripts, style = {"library": _library(), "script": "\n".join(map(_template, _SCRIPTS))}, _template("page.css")
    net.set_template_dir(str(_TEMPLATES), "page.html")
    net.templateEnv.globals.update(
        scripts,
        script_sources=" ".join(map(_source, scripts.values())),
        style=style,
        style_source=_source(style),
        licence=_template("vis-network.LICENSE"),
        papers=papers,
        shown=shown,
        kinds=[(kind, *SHAPES[kind]) for kind in Kind],
        phrases=[(name, *both) for name, both in PHRASES.items()],
        others=others,
        facts=[_told(fact) for fact in facts],
    )
    page: str = net.generate_html()
    return page


def _told(fact: Edge) -> dict[str, Any]:
    """Return what the panel says of a fact: all that is known of it but its offsets."""
    left_out = ("id", "paper", "quote_start", "quote_end")
    said = {key: value for key, value in fact.properties.items() if value is not None and key not in left_out}
    return {"subject": fact.start, "predicate": fact.type, "object": fact.end, **said}


def _source(text: str) -> str:
    """Return how a content security policy names this very script or style."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


_TEMPLATES = files("exports") / "templates"
_SCRIPTS = ("data.js", "panel.js", "drawing.js", "finding.js")


def _template(name: str) -> str:
    return (_TEMPLATES / name).read_text("utf-8")


def _library() -> str:
    """Return the text of the vis-network that pyvis bundles, its licence notice on top."""
    return (files("pyvis") / "lib" / "vis-9.1.2" / "vis-network.min.js").read_text("utf-8")
