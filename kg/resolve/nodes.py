"""Nodes: what all spellings of one form of one kind share, and how a user's decisions and a capital S split it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kg.model import Decision, FormAt
from kg.names import ends_in_capital_s, key
from kg.resolve.readings import Reading
from kg.vocabulary import Kind


class Node(NamedTuple):
    """The unit that is joined with others. ``mark`` is empty but where one key has several meanings.

    It is "S" for DARTS where there is DART too; else the paper, or the very spelling, that a decision sets apart.
    """

    kind: Kind
    key: str
    mark: str = ""


class Nodes:
    """Which node a form belongs to, in a paper or wherever it stands."""

    def __init__(self, readings: Iterable[Reading], decisions: Sequence[Decision]) -> None:
        self._found: dict[tuple[Kind, str], Node] = {}
        self.twins = _with_s(readings)  # DARTS where there is DART too
        self._papers: set[tuple[Node, str]] = set()
        self._spellings: set[tuple[Node, str]] = set()
        for decision in decisions:
            for form, paper in (*decision.one, *decision.other):
                if paper:
                    self._papers.add((self._plain(decision.kind, form), paper))
            for one, other in pairs(decision):
                node = self._plain(decision.kind, other.form)
                if not decision.same and one.paper == other.paper and self._plain(decision.kind, one.form) == node:
                    self._spellings.add((node, one.form))

    def of(self, kind: Kind, form: str, paper: str = "") -> Node:
        """Return the node of a form."""
        node = self._found.get((kind, form))
        if node is None:
            node = self._found[kind, form] = self._plain(kind, form)
        if self._papers and (node, paper) in self._papers:
            return node._replace(mark=paper)
        if self._spellings and (node, form) in self._spellings:
            return node._replace(mark=f"={form}")
        return node

    def _plain(self, kind: Kind, form: str) -> Node:
        if kind is Kind.REPOSITORY:  # told apart by address
            return Node(kind, form.lower().split("://")[-1])
        node = Node(kind, key(form))
        return node._replace(mark="S") if node in self.twins and ends_in_capital_s(form) else node


def pairs(decision: Decision) -> Iterator[tuple[FormAt, FormAt]]:
    """Yield every pair of forms that a decision is about."""
    return ((one, other) for one in decision.one for other in decision.other)


def _with_s(readings: Iterable[Reading]) -> set[Node]:
    """Return the nodes of which some form ends in an S of its own, and another has no S at all."""
    names = {(reading.kind, reading.name) for reading in readings}
    with_s = {Node(kind, key(name)) for kind, name in names if ends_in_capital_s(name)}
    without = {Node(kind, key(name)) for kind, name in names if name.rstrip()[-1:].lower() != "s"} if with_s else set()
    return with_s & without
