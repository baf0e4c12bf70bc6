"""The page for people: one HTML file that opens offline, drawn by pyvis, its faults mended.

pyvis renders a template of ours (``templates/page.html``) in place of its own, which would load two files from the
network, write paper text as HTML and open in quirks mode. From pyvis come vis-network, the drawing library that it
bundles, and the nodes, edges and options as data. The scripts beside it build the rest from one JSON script, with
text nodes only, under a content security policy that runs no other script.
"""

from base64 import b64encode
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from math import sqrt
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from exports.output import opened
from exports.picture import best_connected, positions
from kg.property_graph import Edge, Node, edges, nodes
from kg.record import Record
from kg.vocabulary import Kind

if TYPE_CHECKING:
    from pyvis.network import Network

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
        "INTRODUCES_DATASET": ("introduces the dataset", "introduced by"),
        "USES_DATASET": ("uses the dataset", "used by"),
        "ADDRESSES": ("addresses the task", "addressed by"),
        "HAS_CODE": ("has its code in", "the code of"),
        "USES_METHOD": ("uses the method", "used by"),
        "COMPARES_WITH": ("compares with", "a baseline of"),
        "REPORTS": ("reports the metric", "reported by"),
        "EXTENDS": ("extends", "extended by"),
        "OUTPERFORMS": ("outperforms", "outperformed by"),
        "EVALUATED_ON": ("evaluated on", "methods evaluated on it"),
        "APPLIED_TO": ("applied to", "methods applied to it"),
        "PART_OF": ("part of", "its members"),
        "BENCHMARK_FOR": ("a benchmark for", "its benchmarks"),
        "SUBTASK_OF": ("a special case of", "its special cases"),
    }
)
"""How the panel reads each predicate, from its subject and from its object, what tells most of a paper first."""

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
    neighbours, told, standing = _survey(record)
    drawn = best_connected(neighbours, limit, standing)
    near = set(drawn)
    facts = [fact for fact in edges(record) if {fact.start, fact.end} <= near or fact.properties["paper"] in near]
    named = near.union(*(_named_in(fact, "paper", "metric", "dataset") for fact in facts))
    things = {node.id: _described(node, told[node.id]) for node in nodes(record) if node.id in named}
    counts = record.counts()
    shown = Shown(len(drawn), len(neighbours), len(facts), counts["facts"])
    page = _page(
        _network({node: neighbours[node] & near for node in drawn}, things, facts),
        papers=counts[Kind.PAPER],
        shown=shown,
        others=[thing for node, thing in things.items() if node not in near],
        facts=[_told(fact) for fact in facts],
        kinds=[(kind, *SHAPES[kind]) for kind in Kind],
        phrases=[(name, *both) for name, both in PHRASES.items()],
    )
    with opened(path) as stream:
        stream.write(page.encode())
    return shown


def _survey(record: Record) -> tuple[dict[str, set[str]], Counter[str], dict[str, int]]:
    """Return of every node its neighbours, how many facts name it, and the place of the first predicate that does.

    Predicates stand in the order of ``PHRASES``: where room is short, what a paper proposes is drawn before the rest.
    """
    neighbours: dict[str, set[str]] = {node.id: set() for node in nodes(record)}
    told: Counter[str] = Counter()
    standing = dict.fromkeys(neighbours, len(PHRASES))
    place = {name: n for n, name in enumerate(PHRASES)}
    for fact in edges(record):
        told.update(_named_in(fact, "paper"))
        for one, other in ((fact.start, fact.end), (fact.end, fact.start)):
            neighbours[one] |= {other} - {one}
            standing[one] = min(standing[one], place[fact.type])
    return neighbours, told, standing


def _named_in(fact: Edge, *properties: str) -> set[str]:
    """Return the ids of a fact's ends and of what these properties of it hold."""
    ids = (fact.start, fact.end, *(fact.properties[name] for name in properties))
    return {identifier for identifier in ids if isinstance(identifier, str)}


def _described(node: Node, told: int) -> dict[str, Any]:
    """Return what the panel and the search need of a node that ``told`` facts name."""
    known = {key: value for key in ("aliases", "date", "url") if (value := node.properties.get(key))}
    return {"id": node.id, "label": node.properties["name"], "group": node.kind, "told": told, **known}


def _network(
    neighbours: Mapping[str, Collection[str]], things: Mapping[str, Mapping[str, Any]], facts: Iterable[Edge]
) -> "Network":
    """Return the nodes drawn, the best first, each at its place, and one line for all facts between two of them."""
    from pyvis.network import Network

    network = Network(directed=True)
    network.options = dict(OPTIONS)
    places = positions(neighbours)
    for node, others in neighbours.items():
        x, y = places[node]
        thing = {key: value for key, value in things[node].items() if key != "id"}
        size = (4 if thing["group"] is Kind.PAPER else 7) + 2 * sqrt(len(others))
        network.add_node(node, shape=SHAPES[thing["group"]][0], x=x, y=y, size=round(size, 1), **thing)
    for start, end in sorted({(fact.start, fact.end) for fact in facts}):
        if start in neighbours and end in neighbours:
            network.add_edge(start, end)
    return network


def _told(fact: Edge) -> dict[str, Any]:
    """Return what the panel says of a fact: all that is known of it but its offsets."""
    left_out = ("id", "paper", "quote_start", "quote_end")
    said = {key: value for key, value in fact.properties.items() if value is not None and key not in left_out}
    return {"subject": fact.start, "predicate": fact.type, "object": fact.end, **said}


def _page(network: "Network", **content: Any) -> str:
    """Return the page's text: our template, rendered by pyvis, with its styles, its scripts and their hashes."""
    style, library, script = _template("page.css"), _library(), "\n".join(map(_template, _SCRIPTS))
    network.set_template_dir(str(_TEMPLATES), "page.html")
    network.templateEnv.globals.update(content)
    network.templateEnv.globals.update(style=style, library=library, script=script)
    network.templateEnv.globals.update(licence=_template("vis-network.LICENSE"), hash=_hash)
    page: str = network.generate_html()
    return page


_TEMPLATES = files("exports") / "templates"
_SCRIPTS = ("data.js", "panel.js", "drawing.js", "finding.js")


def _template(name: str) -> str:
    return (_TEMPLATES / name).read_text("utf-8")


def _library() -> str:
    """Return the text of the vis-network that pyvis bundles, its licence notice on top."""
    return (files("pyvis") / "lib" / "vis-9.1.2" / "vis-network.min.js").read_text("utf-8")


def _hash(text: str) -> str:
    """Return how a content security policy names this very script or style."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
