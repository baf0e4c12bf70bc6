"""Which nodes are one thing.

Within a paper, the extractors and the paper's own definitions have bound an entity's forms: it is at home with its
clearest long form. Nodes are then joined, the surest links first:

1. a user's decisions, the latest first;
2. a well-known thing gathers its names ("OGB", "Open Graph Benchmark");
3. names that differ in a general noun, an inner ending or the order around "of", found by blocking on what they share;
4. an abbreviation that a paper leaves unexplained joins the long form that those which explain it agree on.

There are no chains of weak links: names of one block are compared with the first of it, an abbreviation joins one long
form or none, every rule keeps the numbers of a name, and before two clusters are joined all their nodes are looked at:
an abbreviation joins no two well-known things, and nothing joins what a user has parted.

What is assigned is always a paper's entity,
never a form: an abbreviation that a paper explains in its own way stays with that paper's long form, whatever it means
elsewhere. Kinds are never mixed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.model import Decision
from kg.names import AGREED, LOOSE, Known, compare, ends_in_capital_s, key, known_by_key, loose, meanings, senses_by_key
from kg.resolve.nodes import Node, Nodes, pairs
from kg.resolve.readings import Reading
from kg.vocabulary import Kind

DECIDED = "your decision"


class Link(NamedTuple):
    """Two nodes that are one thing, how surely, and why."""

    score: float
    one: Node
    other: Node
    reason: str

    @property
    def decided(self) -> bool:
        """Whether it is the user's word."""
        return self.reason == DECIDED


class Clusters:
    """The partition of all nodes; a cluster goes by the node of its well-known name, or by its first."""

    def __init__(self, readings: Sequence[Reading], decisions: Sequence[Decision] = ()) -> None:
        self.nodes = Nodes(readings, decisions)
        self.joined: dict[Node, Link] = {}  # why a node is not alone
        self._cluster: dict[Node, Node] = {}
        self._members: dict[Node, list[Node]] = {}
        self._apart: dict[Node, set[Node]] = defaultdict(set)
        self._decide(decisions)
        homes = self._homes(readings)
        for link in self._known(homes):
            self._join(link)
        for link in _by_block(homes, self._known_forms(homes)):
            self._join(link)
        for link in sorted(self._agreed(readings, homes), key=lambda link: (-link.score, link)):
            self._join(link)

    def of(self, node: Node) -> Node:
        """Return the cluster of a node."""
        return self._cluster.get(node, node)

    def members(self, cluster: Node) -> Sequence[Node]:
        """Return the nodes of a cluster, those that no paper has among them."""
        return self._members.get(cluster, (cluster,))

    def thing(self, cluster: Node) -> Known | None:
        """Return the well-known thing that a cluster is: the one whose own name is in it."""
        for node in self.members(cluster):
            thing = self._known_thing(node)
            if thing and self.nodes.of(node.kind, thing.name) == node:
                return thing
        return None

    def are_apart(self, one: Node, other: Node) -> bool:
        """Whether a user has parted two clusters."""
        return other in self._apart.get(one, ())

    def home(self, reading: Reading) -> Node:
        """Return the node that a reading is at home in."""
        return self.nodes.of(reading.kind, reading.name, reading.paper)

    def _homes(self, readings: Iterable[Reading]) -> Mapping[Node, str]:
        """Return each node that some entity goes by, with its commonest spelling."""
        spelled = Counter([(self.home(reading), reading.name) for reading in readings])
        commonest: dict[Node, str] = {}
        for (node, form), papers in spelled.items():
            best = commonest.setdefault(node, form)
            if best != form and (-papers, form) < (-spelled[node, best], best):
                commonest[node] = form
        return {node: form for node, form in commonest.items() if node.kind is not Kind.REPOSITORY}

    def _known_thing(self, node: Node) -> Known | None:
        thing = None if node.kind is Kind.REPOSITORY or len(node.mark) > 1 else known_by_key(node.kind, node.key)
        if thing and node._replace(mark="") in self.nodes.twins:
            forms = [form for form in thing.forms if key(form) == node.key]
            return thing if any(ends_in_capital_s(form) == bool(node.mark) for form in forms) else None
        return thing

    def _decide(self, decisions: Sequence[Decision]) -> None:
        for decision in reversed(decisions):
            for a, b in pairs(decision):
                one, other = (self.nodes.of(decision.kind, *at) for at in (a, b))
                if decision.same:
                    self._join(Link(1.0, one, other, DECIDED))
                elif one != other and self.of(one) != self.of(other):
                    self._apart[self.of(one)].add(self.of(other))
                    self._apart[self.of(other)].add(self.of(one))

    def _known(self, homes: Iterable[Node]) -> Iterator[Link]:
        for node, thing in sorted((node, thing) for node in homes if (thing := self._known_thing(node))):
            own = self.nodes.of(node.kind, thing.name)
            if own != node:
                yield Link(1.0, node, own, f"known name ({', '.join(thing.sources)})")

    def _known_forms(self, homes: Iterable[Node]) -> Iterator[tuple[Node, str]]:
        """Yield the names of the well-known things that are present, at the node of the thing's own name."""
        things = {self.nodes.of(node.kind, thing.name): thing for node in homes if (thing := self._known_thing(node))}
        return ((node, form) for node, thing in things.items() for form in thing.forms)

    def _agreed(self, readings: Iterable[Reading], homes: Mapping[Node, str]) -> Iterator[Link]:
        """Yield the link of each abbreviation to the long form that papers agree on, here and elsewhere."""
        explained: dict[Node, dict[Node, dict[str, None]]] = {}
        for reading in readings:
            for form in reading.shorts:
                longs = explained.setdefault(self.nodes.of(reading.kind, form), {})
                longs.setdefault(self.of(self.home(reading)), {})[reading.paper] = None
        by_loose: dict[tuple[Kind, str], Node] = {}
        for node, form in homes.items():
            at = (node.kind, loose(node.kind, form))
            by_loose[at] = max(node, by_loose.get(at, node))
        told_elsewhere = (node for node in homes if not node.mark and senses_by_key(node.key))
        for short in dict.fromkeys((*explained, *told_elsewhere)):
            if short in homes:
                yield from self._meaning(short, explained.get(short, {}), by_loose, homes)

    def _meaning(
        self,
        short: Node,
        here: Mapping[Node, Mapping[str, None]],
        by_loose: Mapping[tuple[Kind, str], Node],
        homes: Mapping[Node, str],
    ) -> Iterator[Link]:
        """Yield the link of one abbreviation, given the papers that explain it here, if there is agreement."""
        votes = Counter({long: len(papers) for long, papers in here.items()})
        told, told_of = meanings(short.kind, short.key)
        for sense in told:
            long = by_loose.get((short.kind, loose(short.kind, sense.long)))
            votes[self.of(long) if long else Node(short.kind, key(sense.long))] += sense.papers
        of = sum(len(papers) for papers in here.values()) + told_of
        if not votes:
            return
        best, papers = min(votes.items(), key=lambda vote: (-vote[1], vote[0]))
        is_known = self.thing(self.of(short)) is not None
        enough = papers > 1 or (not is_known and len(short.key) > 2)
        if papers / of >= AGREED and enough and len(best.key) > len(short.key) and self._is_home(best, homes):
            first = next(iter(here.get(best, ())), None)
            reason = f"abbreviation in {first}" if first else f"abbreviation in {papers} of {of} papers elsewhere"
            yield Link(round(papers / of, 4), short, best, reason)

    def _is_home(self, cluster: Node, homes: Mapping[Node, str]) -> bool:
        return any(node in homes for node in self.members(cluster))

    def _join(self, link: Link) -> None:
        one, other = self.of(link.one), self.of(link.other)
        if one == other or other in self._apart.get(one, ()) or not self._coheres(link, one, other):
            return
        first, second = sorted((one, other), key=lambda c: (self.thing(c) is None, c))
        members = [*self.members(first), *self.members(second)]
        for node in members:
            self._cluster[node] = first
        self._members[first] = members
        self._members.pop(second, None)
        for apart in self._apart.pop(second, ()):
            self._apart[apart].discard(second)
            self._apart[apart].add(first)
            self._apart[first].add(apart)
        self.joined[link.one] = self.joined.get(link.one, link)
        self.joined[link.other] = self.joined.get(link.other, link)

    def _coheres(self, link: Link, one: Node, other: Node) -> bool:
        """Whether two clusters can be one: an abbreviation does not join two things that are known to be two."""
        if link.score >= LOOSE and not link.reason.startswith("abbreviation"):
            return True
        things = self.thing(one), self.thing(other)
        return not (all(things) and things[0] != things[1])


def _by_block(homes: Mapping[Node, str], known_forms: Iterable[tuple[Node, str]]) -> list[Link]:
    """Return the links of names that share a block to the first of it, a well-known one if there is one."""
    blocks: dict[tuple[Kind, str], list[tuple[Node, str]]] = defaultdict(list)
    for node, form in known_forms:
        blocks[node.kind, loose(node.kind, form)].append((node, form))
    for node, form in homes.items():
        blocks[node.kind, loose(node.kind, form)].append((node, form))
    links = []
    for (kind, _), block in blocks.items():
        (hub, known_as), *others = block
        for node, form in others:
            verdict = compare(kind, known_as, form)
            if verdict.same and node != hub:
                links.append(Link(min(verdict.score, LOOSE), node, hub, verdict.reason))
    return sorted(links, key=lambda link: (-link.score, link))
