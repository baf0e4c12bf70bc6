"""Which nodes are one thing.

Four kinds of evidence, none chained into more than it says:

1. within a paper, the extractors have bound an entity's forms: it is at home with its clearest long form;
2. one kind, one key: one thing ("CIFAR10", "CIFAR-10");
3. a well-known thing gathers its names ("OGB", "Open Graph Benchmark");
4. an abbreviation that a paper leaves unexplained joins the long form that all papers which explain it agree on.

What is assigned is always a paper's entity, never a form: an abbreviation that a paper explains in its own way stays
with that paper's long form, whatever it means elsewhere. Kinds are never mixed.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from kg.names import key, known_by_key, suites
from kg.resolve.readings import Node, Reading, node_of
from kg.vocabulary import Kind


class Clusters:
    """The partition of all nodes; a cluster goes by one of its nodes."""

    def __init__(self, readings: Iterable[Reading]) -> None:
        self._explained: dict[Node, set[Node]] = defaultdict(set)
        for reading in readings:
            for short in reading.shorts:
                long = _well_known(reading.home) or reading.home
                self._explained[node_of(reading.entity.kind, short)].add(long)

    def of(self, node: Node) -> Node:
        """Return the cluster of a node."""
        while not (cluster := _well_known(node)):
            agreed = self._explained.get(node, ())
            if len(agreed) != 1 or any(len(long.key) <= len(node.key) for long in agreed):
                return node
            (node,) = agreed
        return cluster


def _well_known(node: Node) -> Node | None:
    """Return the node of a well-known thing's own name, given that of any of its names."""
    thing = None if node.kind is Kind.REPOSITORY else known_by_key(node.kind, node.key)
    return Node(node.kind, key(thing.name)) if thing else None


class Part(NamedTuple):
    """A cluster that the suite table says is part of another, with the two names as the table spells them."""

    member: Node
    suite: Node
    member_name: str
    suite_name: str


def suites_above(clusters: Clusters, present: Iterable[Node]) -> list[Part]:
    """Return the table's rows for the datasets that are present, then for their suites in turn, upwards."""
    above: dict[Node, list[Part]] = defaultdict(list)
    for row in suites():
        member, suite = (clusters.of(node_of(Kind.DATASET, name)) for name in (row.member, row.suite))
        above[member].append(Part(member, suite, row.member, row.suite))
    found: list[Part] = []
    seen = set(present)
    pending = sorted(seen & above.keys())
    while pending:
        parts = above[pending.pop()]
        found += parts
        new = {part.suite for part in parts} - seen
        seen |= new
        pending += sorted(new)
    return found
